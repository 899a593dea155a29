"""Learns what people do after each query, beyond what holds whatever was searched for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Longs
from knowledge_base.runs import places_in_run
from ranking.exposure import Cells, Exposure, spoken_for, visitors
from ranking.smoothing import chained

Doubles = NDArray[np.float64]

LEAST_VISITORS = 3
"""People without whom neither a query nor what they did after it is kept, and nothing rises."""
MOST_QUERIES = 50_000
MOST_PRODUCTS = 256
"""Products of a query of which something is kept: those that were looked at most."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What n kinds or products are after a query, by query (int64, from 0) and ascending.

    `worth` (float64, shape (2, n)) are log-ratios of clicks and of orders; `buyers` (float64)
    how many different visitors it came to an order with.
    """

    query: Longs
    of: Longs
    worth: Doubles
    buyers: Doubles

    def taken(self, places: Longs) -> "Judged":
        """Return what stands at some places."""
        buyers = self.buyers[places]
        return Judged(self.query[places], self.of[places], self.worth[:, places], buyers)


@dataclass(frozen=True, slots=True)
class Asked:
    """Exposure after queries that enough people asked: `query` numbers them by `keys`."""

    keys: Longs
    query: Longs
    exposure: Exposure

    @classmethod
    def of(cls, exposure: Exposure, key_of: Longs) -> "Asked":
        """Keep what followed a query, once for each key it has (int64, (queries, l))."""
        languages = key_of.shape[1]
        (after,) = np.nonzero(exposure.query >= 0)
        query = key_of[exposure.query[after]].ravel()
        exposure = exposure.taken(np.repeat(after, languages))
        people = visitors(query, int(key_of.max(initial=-1)) + 1, exposure)
        often = np.lexsort((np.arange(len(people)), -people))[:MOST_QUERIES]
        keys = np.sort(often[people[often] >= LEAST_VISITORS])
        kept = np.flatnonzero(np.isin(query, keys))
        return cls(keys, np.searchsorted(keys, query[kept]), exposure.taken(kept))


def after_queries(asked: Asked, kin: Longs, alone: Doubles) -> tuple[Judged, Judged]:
    """Return what kinds and what products are wanted after queries.

    `kin` (int64, shape (3, p)) numbers the kinds of products from 0, `alone` (float64, shape
    (2, p)) are the log-ratios of clicks and orders that hold whatever was searched for.
    """
    exposure, cells = asked.exposure, Cells.of(asked.exposure, asked.query)
    kinds, products = int(kin.max(initial=-1)) + 1, max(alone.shape[1], 1)
    parts = [(kinds, one[cells.product], one[exposure.product]) for one in kin]
    parts.append((products, cells.product, exposure.product))
    numbered = [np.unique(cells.list * many + of, return_inverse=True) for many, of, _ in parts]
    steps = [cells.list, *(group for _, group in numbered)]
    ratios = [
        chained(observed, expected * np.exp(own[cells.product]), steps)[1:]
        for own, (observed, expected) in zip(alone, cells.outcomes(), strict=True)
    ]
    judged = [
        _judged(asked, many, keys, np.searchsorted(keys, asked.query * many + of), worth)
        for (many, _, of), (keys, _), *worth in zip(parts, numbered, *ratios, strict=True)
    ]
    *by_kind, pairs = judged
    return _together(by_kind), pairs.taken(_first(pairs, cells))


def _judged(asked: Asked, many: int, keys: Longs, group: Longs, worth: list[Doubles]) -> Judged:
    """Keep what enough people say; `group` (int64) is that of each row of the exposure."""
    n, exposure = len(keys), asked.exposure
    buyers = visitors(group, n, exposure, exposure.ordered)
    cared = visitors(group, n, exposure, exposure.interest > 0)
    enough = np.flatnonzero(visitors(group, n, exposure) >= LEAST_VISITORS)
    spoken = spoken_for(np.array(worth), cared)
    return Judged(*np.divmod(keys, many), spoken, buyers).taken(enough)


def _together(parts: list[Judged]) -> Judged:
    """Put kinds of several respects into one table."""
    query, of, worth, buyers = (
        np.concatenate([getattr(one, name) for one in parts], axis=-1)
        for name in ("query", "of", "worth", "buyers")
    )
    return Judged(query, of, worth, buyers).taken(np.lexsort((of, query)))


def _first(pairs: Judged, cells: Cells) -> Longs:
    """Return the places of the products that were seen most after each query."""
    products = int(cells.product.max(initial=0)) + 1
    cell = np.searchsorted(
        cells.list * products + cells.product, pairs.query * products + pairs.of
    )
    order = np.lexsort((pairs.of, -(cells.looks + cells.interest)[cell], pairs.query))
    return np.sort(order[places_in_run(pairs.query[order]) < MOST_PRODUCTS])
