"""How likely people look at a position, estimated from products that changed theirs."""

from dataclasses import dataclass

import numpy as np

from knowledge_base.columns import Ints, Longs
from ranking.smoothing import Doubles, summed

POSITIONS = 60
"""What stands further down counts as the last of these."""
STEEP = 0.5
"""What we believe before a shop has data, a power of the rank: the fourth place is looked at
half as often as the first."""
HELD = 15.0
"""Clicks at a position that the power law's word is worth."""
_RANKS = np.log(np.arange(1, POSITIONS + 1))
_DOUBT = 0.25
"""Standard deviation of STEEP among shops."""
_STEEPEST = 2.0
_LEAST = 0.05
"""Nobody looks less than this, so that no single click weighs more than twenty."""
_ROUNDS = 200
_STILL = 1e-6


@dataclass(frozen=True, slots=True)
class Looks:
    """n times that a product of a list was shown at a position.

    `thing` (int64) numbers the product in its list from 0, `position` (int32) counts from 1;
    `shown` and `clicked` (float64) say how often. All of shape (n,).
    """

    thing: Longs
    position: Ints
    shown: Doubles
    clicked: Doubles


def propensities(looks: Looks) -> Doubles:
    """Return how likely each position is looked at, beside the first (float64, (POSITIONS,)).

    The position-based model: clicks ~ Poisson(shown · propensity · attraction). Given a
    thing's clicks, where they fell does not depend on how attractive it is, so that only
    natural changes of rank teach, and a good thing that always stands first says nothing
    (Aslanyan & Porwal, arXiv:1812.09338). Solved by alternating the two closed forms; the
    power law of this log (`steepness`) counts as HELD clicks at each position.
    """
    place = _place(looks)
    things = int(looks.thing.max(initial=-1)) + 1
    clicks_of = summed(looks.thing, looks.clicked, things)
    clicks_at = summed(place, looks.clicked, POSITIONS)
    prior = np.exp(-steepness(looks) * _RANKS)
    seen = prior.copy()
    for _ in range(_ROUNDS):
        shown_to = summed(looks.thing, looks.shown * seen[place], things)
        attraction = clicks_of / np.maximum(shown_to, 1e-12)
        expected = summed(place, looks.shown * attraction[looks.thing], POSITIONS)
        latest = (clicks_at + HELD * prior) / (expected + HELD)
        latest /= latest[0]
        moved = float(np.abs(latest - seen).max())
        seen = latest
        if moved < _STILL:
            break
    return np.clip(seen, _LEAST, 1 / _LEAST)


def steepness(looks: Looks) -> float:
    """Return the power of the rank by which places are looked at less, a posteriori.

    Where a thing's clicks fell is multinomial ∝ shown · rank^-power, which is concave in it:
    Newton's method, around STEEP. Near 0 where people look at whatever comes into view.
    """
    rank, things = _RANKS[_place(looks)], int(looks.thing.max(initial=-1)) + 1
    clicks = summed(looks.thing, looks.clicked, things)
    power = STEEP
    for _ in range(_ROUNDS):
        seen = looks.shown * np.exp(-power * rank)
        every = np.maximum(summed(looks.thing, seen, things), 1e-12)
        mean = summed(looks.thing, seen * rank, things) / every
        spread = summed(looks.thing, seen * rank**2, things) / every - mean**2
        slope = float((clicks * mean).sum() - (looks.clicked * rank).sum())
        slope -= (power - STEEP) / _DOUBT**2
        step = slope / (float((clicks * spread).sum()) + 1 / _DOUBT**2)
        before, power = power, float(np.clip(power + step, 0, _STEEPEST))
        if abs(power - before) < _STILL:
            break
    return power


def _place(looks: Looks) -> Longs:
    """Return which propensity each goes by."""
    return np.minimum(looks.position, POSITIONS).astype(np.int64) - 1
