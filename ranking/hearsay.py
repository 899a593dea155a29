"""Keeps what only few visitors say of a product from moving it by more than a page."""

from collections.abc import Sequence

import numpy as np

from knowledge_base.columns import Ints, Longs
from ranking.candidates import Candidates
from ranking.exposure import SPEAKERS
from ranking.shortlist import REACH
from ranking.signals import Doubles, Level, Reason, Signal, inside_tiers

FEW = 10
"""Visitors who lift a product by a page at most; more of them by as much more."""
PAGE = 20
"""Places: not quite a page of 24, since others that are held back make room."""
_ALOUD = ("popularity", "today", "trend")
"""Signals of the product's own visitors alone."""
_AMONG_KIN = ("clicked", "bought", "clicked_here", "bought_here")
"""Signals of its visitors and of those of its kind: see `spoken_for`."""
_GRAIN, _ROWS = 2**20, 2**31
_ROUNDS = 3
"""Times that everybody is held back: whoever is makes room for others."""
_ENOUGH = 8_192
"""Candidates that tell well enough how far it is from place to place."""


def hearsay_signal(candidates: Candidates, signals: Sequence[Signal], people: Ints) -> Signal:
    """Make the signal that takes away what `people` (int32, shape (n,)) cannot vouch for.

    Without what its own visitors say (of `signals`, all that there are) a product would stand
    somewhere; with it no more than PAGE · people / FEW places further in front, and one page
    in any case: behind whoever stands there.
    """
    values = np.zeros(len(candidates))
    own = _own(signals, people) if len(candidates) > PAGE else values
    if np.logical_or.reduce(own):
        score = np.zeros(len(candidates))
        for one in signals:
            score += one.values * one.weight
        reach = PAGE * np.maximum(people / FEW, 1)
        for at in inside_tiers(candidates.tier):
            far = _too_far(score[at], own[at], candidates.rows[at], reach[at])
            values[at] = far / -_GRAIN
    return Signal("hearsay", Level.PRE, 1.0, values, lambda _: Reason("few_visitors"))


def _own(signals: Sequence[Signal], people: Ints) -> Doubles:
    """Return the points that a product's own visitors may have given it (float64, (n,)).

    Whom they speak for could be the least wanted of all without them; where no visitor counts,
    what was heard today or trends is still somebody's word.
    """
    own, among, among_weight = np.zeros(len(people)), np.zeros(len(people)), 0.0
    for one in signals:
        if one.name in _ALOUD:
            least = min(float(np.minimum.reduce(one.values)), 0) * (people > 0)
            own += np.maximum(one.values - least, 0) * one.weight
        elif one.name in _AMONG_KIN:
            among += one.values * one.weight
            among_weight += one.weight
    if among_weight:
        most = among_weight * np.log1p(people / SPEAKERS)
        own += np.minimum(np.maximum(among, 0), most)
    return own


def _keys(score: Doubles, rows: Ints) -> Longs:
    """Return whole numbers in the order of the ranking: by score, then row (int64, (n,))."""
    return np.rint(score * -_GRAIN).astype(np.int64) * _ROWS + rows


def _too_far(score: Doubles, own: Doubles, rows: Ints, reach: Doubles) -> Longs:
    """Return by how many grains each stands too far in front of its place without `own`.

    That place is among others as they are held back themselves: at first as if nobody had
    spoken for any, then as far as they may rise. Of very many only those are asked that pages
    can reach. Whoever passes no more than a page, however far in front the others stand, is
    left alone.
    """
    step = len(score) // _ENOUGH + 1
    keys, held = _keys(score, rows), _keys(score - own, rows)
    front = np.sort(keys[::step])
    last = -(front[min(REACH // step, len(front) - 1)] // _ROWS) / _GRAIN
    spoken = np.flatnonzero((own > 0) & (score >= last - 1 / _GRAIN))
    pages = np.ceil(reach[spoken] / step).astype(np.int64)
    far = np.searchsorted(front, held[spoken]) > pages
    spoken, pages = spoken[far], pages[far]
    if not len(spoken):
        return np.zeros(len(score), dtype=np.int64)
    without, loud, these = held[spoken], keys[spoken], rows[spoken]
    for _ in range(_ROUNDS):
        order = np.sort(held[::step])
        place = np.searchsorted(order, without) - pages
        behind = (order[np.maximum(place, 0)] // _ROWS + 1) * _ROWS + these
        back = np.where(place > 0, np.minimum(behind, without), loud)
        held = keys.copy()
        held[spoken] = np.maximum(back, loud)
    return held // _ROWS - keys // _ROWS
