"""Reductions and what is back in stock: for everybody, or of what a person cared for."""

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Bools, Floats, Longs
from knowledge_base.live import LiveFacts
from ranking.candidates import Candidates
from recommenders.neighbours import best
from recommenders.recommender import Ask, Recommender

NO_PRICE = np.iinfo(np.int64).max
"""Stands for the lowest earlier price of what has never cost anything else."""


class Reductions:
    """Serves what is reduced now, the wanted before the unwanted."""

    name = "reductions"

    def __init__(self, discount: Floats, popularity: Floats) -> None:
        self._worth = discount * np.log1p(popularity + 1)

    def propose(self, ask: Ask, limit: int) -> Candidates:
        """Propose what is reduced, by how much that is and how many want it."""
        rows = np.flatnonzero((self._worth > 0) & ask.allowed).astype(np.int32)
        return best(rows, self._worth[rows], limit)


class Favourites:
    """Serves what a person cared for, where there is news of it."""

    def __init__(self, name: str, news: Floats) -> None:
        self.name = name
        self._news = news

    def propose(self, ask: Ask, limit: int) -> Candidates:
        """Propose what was cared for most where there is most news."""
        worth = self._news[ask.liked] * ask.liking
        told = (worth > 0) & ask.allowed[ask.liked]
        return best(ask.liked[told], worth[told], limit)


def on_offer(discount: Floats, back: Floats, popularity: Floats) -> tuple[Recommender, ...]:
    """Make the recommenders of what `discounts` and `returns` say (both shape (p,))."""
    return (
        Reductions(discount, popularity),
        Favourites("reduced_favourites", discount),
        Favourites("favourites_back", back),
    )


def discounts(live: LiveFacts, lowest: Longs) -> Floats:
    """Return the greatest true discount on each product that can be bought (shape (p,)).

    `lowest` (int64 cents, shape (v,)) is the lowest earlier price of the last 30 days: what
    stands below it is reduced, also without a list price. Float32, 0 to 1.
    """
    rested = live.catalogue.price
    was = np.where((rested >= 0) & (rested != live.price), np.minimum(lowest, rested), lowest)
    fallen = (live.price >= 0) & (live.price < was) & (was < NO_PRICE)
    off = np.where(fallen, 1 - live.price / np.maximum(was, 1), 0)
    off = np.where(live.buyable, np.maximum(off, live.discount), 0)
    return _greatest(live, off)


def returns(live: LiveFacts, back: Bools) -> Floats:
    """Say of which products everything that can be bought has come back lately (shape (p,)).

    `back` (bool, shape (v,)) are variants that came back before the snapshot; those it knows
    as sold out and that can be bought now have since. Float32, 1 where it is so.
    """
    at_rest = LiveFacts.at_rest(live.catalogue)
    returned = live.buyable & (back | ~at_rest.buyable)
    stayed = _greatest(live, live.buyable & ~returned) > 0
    return np.where(stayed, 0, _greatest(live, returned)).astype(np.float32)


def _greatest(live: LiveFacts, values: NDArray[np.generic]) -> Floats:
    """Return the greatest value of each product's variants (float32, shape (p,))."""
    starts = live.catalogue.variant_start[:-1]
    if not len(starts):
        return np.zeros(0, dtype=np.float32)
    return np.maximum.reduceat(values.astype(np.float32), starts)
