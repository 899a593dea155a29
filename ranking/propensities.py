"""How likely people look at a position, estimated from products that changed theirs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Ints, Longs
from ranking.smoothing import summed

Doubles = NDArray[np.float64]

POSITIONS = 60
"""What stands further down counts as the last of these."""
PRIOR = np.arange(1, POSITIONS + 1) ** -0.5
"""What we believe before a shop has data: the fourth place is looked at half as often."""
HELD = 15.0
"""Clicks at a position that the prior's word is worth."""
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
    (Aslanyan & Porwal, arXiv:1812.09338). Solved by alternating the two closed forms; PRIOR
    counts as HELD clicks at each position.
    """
    place = np.minimum(looks.position, POSITIONS) - 1
    things = int(looks.thing.max(initial=-1)) + 1
    clicks_of = summed(looks.thing, looks.clicked, things)
    clicks_at = summed(place, looks.clicked, POSITIONS)
    seen = PRIOR.copy()
    for _ in range(_ROUNDS):
        shown_to = summed(looks.thing, looks.shown * seen[place], things)
        attraction = clicks_of / np.maximum(shown_to, 1e-12)
        expected = summed(place, looks.shown * attraction[looks.thing], POSITIONS)
        latest = (clicks_at + HELD * PRIOR) / (expected + HELD)
        latest /= latest[0]
        moved = float(np.abs(latest - seen).max())
        seen = latest
        if moved < _STILL:
            break
    return np.clip(seen, _LEAST, 1 / _LEAST)
