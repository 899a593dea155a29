"""Finds the candidates that pages can reach, without putting all of them in order."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Bools, Ints
from knowledge_base.runs import Places
from ranking.candidates import Candidates
from ranking.signals import Doubles, Signal

REACH = 1_000
"""How many candidates one person's signals may re-order: the best by everybody's."""
FEW = 256
"""Up to here all candidates are put in order: to choose among them takes as long."""
_TIER = 2.0**24
"""Points between two tiers: more than all signals together can say."""


def first_places(
    keys: Doubles, rows: Ints, aside: Bools | NDArray[np.int8], most: int
) -> Places:
    """Return the places of the least keys, in order and at most so many; equal ones by row.

    `keys` (float64), `rows` (int32, all different) and `aside` (bool or int8) have shape (n,);
    whoever is more aside comes after all others, whatever its key.
    """
    if not aside.any():
        return _least(keys, rows, most)
    found = np.zeros(0, dtype=np.intp)
    for much in np.flatnonzero(np.bincount(aside)):
        there = np.flatnonzero(aside == much)
        first = _least(keys[there], rows[there], most - len(found))
        found = np.concatenate([found, there[first]])
    return found


def _least(keys: Doubles, rows: Ints, most: int) -> Places:
    if most >= len(keys):
        return np.lexsort((rows, keys))
    edge = np.partition(keys, most)[most]
    below, equal = np.flatnonzero(keys < edge), np.flatnonzero(keys == edge)
    room = most - len(below)
    if room < len(equal):
        equal = equal[np.argpartition(rows[equal], room)[:room]]
    found = np.concatenate([below, equal])
    return found[np.lexsort((rows[found], keys[found]))]


def standing(candidates: Candidates, signals: Sequence[Signal]) -> Doubles:
    """Return one key per candidate (float64, shape (n,)), the less the further in front.

    A weaker tier comes after a stronger one, inside it the smaller sum of signals.
    """
    keys: Doubles = candidates.tier.astype(np.float64) * _TIER
    for one in signals:
        keys -= one.values * one.weight
    return keys


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The candidates to put in order, by their places (intp).

    The first `best` of them are those that every signal is asked about; what follows stands
    behind these.
    """

    places: Places
    best: int


def shortlist(
    candidates: Candidates,
    signals: Sequence[Signal],
    behind: Bools,
    *,
    most: int,
    personal: bool,
    pinned: Bools | None = None,
) -> Shortlist:
    """Take the `most` candidates in front by some signals, and those that are `pinned`.

    With `personal`, one person's signals may re-order the first REACH: always the same ones,
    whatever `most` is, so that pages continue each other. `behind` and `pinned` (bool) have
    shape (n,).
    """
    n = len(candidates)
    asked = min(REACH, n) if personal else 0
    reach = min(n, max(most, asked))
    if n <= max(reach, FEW) and asked in (0, n):
        return Shortlist(np.arange(n), n)
    places = first_places(standing(candidates, signals), candidates.rows, behind, reach)
    if pinned is not None:
        others = pinned.copy()
        others[places] = False
        places = np.concatenate([places, np.flatnonzero(others)])
    return Shortlist(places, asked or len(places))
