"""Puts products where people pinned them, whatever their score."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Bools, Ints
from ranking.candidates import Candidates
from ranking.curation import MaskedPin
from ranking.ranker import Ranking


def join_pins(candidates: Candidates, pins: Sequence[MaskedPin], allowed: Bools) -> Candidates:
    """Add the pinned products that are not candidates yet, as the weakest of matches.

    `allowed` (bool, shape (p,)) is what may be shown under the masks and filters in force:
    what is hidden, sold out or filtered away is not pinned either. A pin by filter chooses
    among the candidates there are.
    """
    wanted = [one.row for one in pins if one.row >= 0 and allowed[one.row]]
    if not wanted:
        return candidates
    once = np.unique(np.array(wanted, dtype=np.int32))
    new = np.setdiff1d(once, candidates.rows, assume_unique=True)  # spares sorting candidates
    if not len(new):
        return candidates
    tier = int(candidates.tier.max(initial=0))
    return Candidates.joined(candidates, Candidates.of(new, tier=tier))


def pinned_among(rows: Ints, pins: Sequence[MaskedPin]) -> Bools | None:
    """Say which product rows some pin is about (bool, shape (n,)), None without pins."""
    if not pins:
        return None
    about: Bools = np.logical_or.reduce([_about(one, rows) for one in pins])
    return about


def place_pins(ranking: Ranking, pins: Sequence[MaskedPin]) -> Ranking:
    """Put pinned products at their positions and all others around them in their order.

    The pins come in the order of their precedence: whose position is taken moves on to the
    next free one. Positions beyond the end mean the end.
    """
    places: dict[int, int] = {}  # number in the ranking → place from 0
    taken: set[int] = set()
    pinned: dict[int, MaskedPin] = {}
    for pin in pins:
        for number in _meant(ranking, pin, places):
            place = pin.position - 1
            while place in taken:
                place += 1
            taken.add(place)
            places[number] = place
            pinned[int(ranking.rows[number])] = pin
    if not pinned:
        return ranking
    return replace(ranking.taken(_around(places, len(ranking))), pinned=pinned)


def _meant(ranking: Ranking, pin: MaskedPin, taken: Collection[int]) -> list[int]:
    """Return the numbers of the products that a pin is about and no earlier one took."""
    enough = np.flatnonzero(_about(pin, ranking.rows))[: pin.limit + len(taken)].tolist()
    return [number for number in enough if number not in taken][: pin.limit]


def _about(pin: MaskedPin, rows: Ints) -> Bools:
    return rows == pin.row if pin.mask is None else pin.mask[rows]


def _around(places: dict[int, int], n: int) -> NDArray[np.intp]:
    """Return the order in which the numbers of `places` stand there, the rest around them."""
    pinned = np.array(list(places), dtype=np.intp)
    rest = np.delete(np.arange(n), pinned)
    taken = np.array(list(places.values()))
    free = np.setdiff1d(np.arange(n + len(taken)), taken)[: len(rest)]
    return np.concatenate([pinned, rest])[np.argsort(np.concatenate([taken, free]))]
