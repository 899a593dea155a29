"""Learns what people do after each query, beyond what holds whatever was searched for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Longs
from knowledge_base.runs import places_in_run
from ranking.exposure import Cells, Exposure, by_list, people_of, spoken_for, visitors
from ranking.smoothing import chained
from ranking.tallies import Pile, Tally, paired

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
    """What people did after queries that enough of them asked, numbered by `keys`.

    `cells` are queries and products. `people` counts different visitors (all, who cared, who
    ordered: sums of shape (3, n)) by query and product, then by query and kind of each respect.
    """

    keys: Longs
    cells: Cells
    people: tuple[Tally, ...]


class AskedBy:
    """Adds up what people did after queries, a portion of them at a time.

    `key_of` (int64, (queries, l)) are the keys of each query: what followed it counts once for
    each. `kin` (int64, (r, p)) numbers the kinds of products from 0.
    """

    def __init__(self, key_of: Longs, kin: Longs) -> None:
        self._key_of, self._kin = key_of, kin
        self._visitors = np.zeros(int(key_of.max(initial=-1)) + 1)
        self._cells = Pile(4)
        self._people = tuple(Pile(3) for _ in range(1 + len(kin)))

    def add(self, exposure: Exposure) -> None:
        """Take in the exposure of people who were not in another."""
        (after,) = np.nonzero(exposure.query >= 0)
        query = self._key_of[exposure.query[after]].ravel()
        exposure = exposure.taken(np.repeat(after, self._key_of.shape[1]))
        self._visitors += visitors(query, len(self._visitors), exposure)
        self._cells.add(*by_list(exposure, query))
        respects = exposure.product, *(one[exposure.product] for one in self._kin)
        for pile, of in zip(self._people, respects, strict=True):
            pile.add(*people_of(paired(query, of), exposure))

    def asked(self) -> Asked:
        """Return what followed the queries that most people asked."""
        people = self._visitors
        often = np.lexsort((np.arange(len(people)), -people))[:MOST_QUERIES]
        keys = np.sort(often[people[often] >= LEAST_VISITORS])
        cells = Cells.of(self._cells.total().of_firsts(keys))
        return Asked(keys, cells, tuple(one.total().of_firsts(keys) for one in self._people))


def after_queries(asked: Asked, kin: Longs, alone: Doubles) -> tuple[Judged, Judged]:
    """Return what kinds and what products are wanted after queries.

    `kin` (int64, shape (3, p)) numbers the kinds of products from 0, `alone` (float64, shape
    (2, p)) are the log-ratios of clicks and orders that hold whatever was searched for.
    """
    cells = asked.cells
    products, *kinds = asked.people
    every = [*zip(kinds, (one[cells.product] for one in kin), strict=True)]
    every.append((products, cells.product))
    groups = [np.searchsorted(told.pair, paired(cells.list, of)) for told, of in every]
    ratios = [
        chained(observed, expected * np.exp(own[cells.product]), [cells.list, *groups])[1:]
        for own, (observed, expected) in zip(alone, cells.outcomes(), strict=True)
    ]
    judged = [
        _judged(told, np.array(worth)) for (told, _), *worth in zip(every, *ratios, strict=True)
    ]
    *by_kind, pairs = judged
    return _together(by_kind), pairs.taken(_first(pairs, cells))


def _judged(told: Tally, worth: Doubles) -> Judged:
    """Keep what enough people say of n pairs (`worth` of shape (2, n))."""
    everybody, cared, buyers = told.sums
    enough = np.flatnonzero(everybody >= LEAST_VISITORS)
    return Judged(told.first, told.second, spoken_for(worth, cared), buyers).taken(enough)


def _together(parts: list[Judged]) -> Judged:
    """Put kinds of several respects into one table."""
    query, of, worth, buyers = (
        np.concatenate([getattr(one, name) for one in parts], axis=-1)
        for name in ("query", "of", "worth", "buyers")
    )
    return Judged(query, of, worth, buyers).taken(np.lexsort((of, query)))


def _first(pairs: Judged, cells: Cells) -> Longs:
    """Return the places of the products that were seen most after each query."""
    cell = np.searchsorted(paired(cells.list, cells.product), paired(pairs.query, pairs.of))
    order = np.lexsort((pairs.of, -(cells.looks + cells.interest)[cell], pairs.query))
    return np.sort(order[places_in_run(pairs.query[order]) < MOST_PRODUCTS])
