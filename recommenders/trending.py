"""Trending now: what more people care for than they do on this weekday as a rule."""

import numpy as np
from numpy.typing import NDArray

from knowledge_base.catalogue import Catalogue
from knowledge_base.columns import Longs
from knowledge_base.events import EventType
from knowledge_base.interactions import Interactions
from knowledge_base.renumbering import Renumbering
from knowledge_base.runs import distinct
from ranking.candidates import Candidates
from ranking.persons import MONTH, persons, plausible
from recommenders.neighbours import best
from recommenders.recommender import Arrays, Ask

DAY = 86_400.0
WEEKS = 4
"""How far back people's habits are looked at."""
CAUTION = 3.0
"""People that what is expected weighs against those who came: little evidence says little."""
LEAST = 3
"""People without whom nothing is called a trend."""
CARING = (
    EventType.CLICK,
    EventType.VIEW,
    EventType.SAVE,
    EventType.LIKE,
    EventType.ADD_TO_BASKET,
    EventType.PURCHASE,
)


class Trending:
    """Serves what has surely risen in the last 24 hours before the training."""

    name = "trending"

    def __init__(self, arrays: Arrays) -> None:
        self._rise = arrays["rise"]

    @classmethod
    def fit(cls, values: Interactions, catalogue: Catalogue) -> Arrays:
        """Return `rise` (float32 ≥ 0, shape (p,)).

        rise = ln((n + κ) / (e + κ)) − 1/√(n + κ): the people n of the last 24 hours above the
        e that were to be expected, less a standard deviation, κ being CAUTION. 0 where it is
        below, where fewer than LEAST came, and in a shop that has no day before.
        """
        is_recent = values.at > values.until - MONTH
        deeds = values.where(is_recent & np.isin(values.type, CARING))
        days = np.maximum(deeds.until - deeds.at, 0) // DAY
        counts = _people(deeds, days.astype(np.int64))
        came = counts[:, 0].astype(np.float64)
        rise = np.zeros(catalogue.products)
        if counts[:, 1:].any():
            usual = np.log((came + CAUTION) / (_expected(counts) + CAUTION))
            risen = usual - 1 / np.sqrt(came + CAUTION)
            rise = np.where(came >= LEAST, np.maximum(risen, 0), 0)
        return {"rise": rise.astype(np.float32)}

    @classmethod
    def renumbered(cls, arrays: Arrays, renumbering: Renumbering) -> Arrays:
        """Let new products wait until somebody cares for them."""
        return {"rise": renumbering.products.rows(arrays["rise"])}

    def propose(self, ask: Ask, limit: int) -> Candidates:
        """Propose what has risen most."""
        rows = np.flatnonzero((self._rise > 0) & ask.allowed).astype(np.int32)
        return best(rows, self._rise[rows], limit)


def _people(deeds: Interactions, days: Longs) -> Longs:
    """Count the different people of each product and day ago (shape (p, 7 · WEEKS + 1)).

    Whoever is not plausible is so by a whole month, of which these weeks are a part.
    """
    width = 7 * WEEKS + 1
    who = persons(deeds, days)
    counts = plausible(deeds, who) & (days < width)
    deeds, who, days = deeds.where(counts), who[counts], days[counts]
    many = int(who.max(initial=0)) + 1
    cell = deeds.product.astype(np.int64) * width + days
    once = distinct(cell * many + who) // many
    return np.bincount(once, minlength=deeds.products * width).reshape(-1, width)


def _expected(counts: Longs) -> NDArray[np.float64]:
    """Return how many people were to be expected in the last 24 hours (float64, shape (p,)).

    A product's share of all attention in WEEKS weeks, corrected by what it has on the same
    weekday and shrunk towards 1, of the attention there is now: that of the whole shop may
    double without anything being a trend.
    """
    before = counts[:, 1:].sum(axis=1)
    share = before / before.sum()
    alike = counts[:, 7::7]
    weekday = (alike.sum(axis=1) + CAUTION) / (alike.sum() * share + CAUTION)
    expected: NDArray[np.float64] = counts[:, 0].sum() * share * weekday
    return expected
