"""Learns what people do after each query, beyond what holds whatever was searched for."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Longs
from knowledge_base.runs import places_in_run, ranges
from ranking.exposure import Cells, Exposure, by_list, once_each, spoken_for, visitors
from ranking.query_keys import KeyGroups
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

    def for_each(self, times: Longs) -> "Judged":
        """Say the same of each query so many `times` (int64, shape (queries,))."""
        start = np.searchsorted(self.query, np.repeat(np.arange(len(times)), times))
        size = np.repeat(np.bincount(self.query, minlength=len(times)), times)
        query = np.repeat(np.arange(len(size)), size)
        return replace(self.taken(ranges(start, size)), query=query)


@dataclass(frozen=True, slots=True)
class Asked:
    """What people did after queries that enough of them asked.

    Queries are groups of keys, numbered by their place among `groups`. `pairs` has for queries
    and products the sums of `Cells`, then how many different visitors there were, cared and
    ordered; `kinds` has the visitors by query and kind, in each respect.
    """

    groups: Longs
    pairs: Tally
    kinds: tuple[Tally, ...]

    @property
    def cells(self) -> Cells:
        """Return what came of each product after each query."""
        return Cells.of(self.pairs)

    @property
    def cared(self) -> Doubles:
        """Return how many different visitors cared for each product after each query."""
        cared: Doubles = self.pairs.sums[-2].astype(np.float64)
        return cared


class AskedBy:
    """Adds up what people did after queries, some people at a time.

    What followed a query counts once in each of its groups of `keys`. `kin` (int64, (r, p))
    numbers the kinds of products from 0.
    """

    def __init__(self, keys: KeyGroups, kin: Longs) -> None:
        self._keys, self._kin = keys, kin
        self._visitors = np.zeros(len(keys.names))
        self._pairs = Pile(7)
        self._kinds = tuple(Pile(3) for _ in kin)

    def add(self, exposure: Exposure) -> None:
        """Take in the exposure of people who were not in another."""
        exposure = exposure.taken(np.flatnonzero(exposure.query >= 0))
        places, query = self._keys.of_texts(exposure.query)
        exposure = exposure.taken(places)
        self._visitors += visitors(query, len(self._visitors), exposure)
        pair, sums = by_list(exposure, query)
        self._pairs.add(pair, np.concatenate([sums, once_each(pair, exposure)]))
        for pile, own in zip(self._kinds, self._kin, strict=True):
            pair = paired(query, own[exposure.product])
            pile.add(pair, once_each(pair, exposure))

    def asked(self) -> Asked:
        """Return what followed the queries that most people asked."""
        people = self._visitors
        often = np.lexsort((np.arange(len(people)), -people))[:MOST_QUERIES]
        groups = np.sort(often[people[often] >= LEAST_VISITORS])
        kinds = tuple(one.total().of_firsts(groups) for one in self._kinds)
        return Asked(groups, self._pairs.total().of_firsts(groups), kinds)


def after_queries(asked: Asked, kin: Longs, alone: Doubles) -> tuple[Judged, Judged]:
    """Return what kinds and what products are wanted after queries.

    `kin` (int64, shape (3, p)) numbers the kinds of products from 0, `alone` (float64, shape
    (2, p)) are the log-ratios of clicks and orders that hold whatever was searched for.
    """
    cells = asked.cells
    every = [*zip(asked.kinds, (one[cells.product] for one in kin), strict=True)]
    every.append((asked.pairs, cells.product))
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
    everybody, cared, buyers = told.sums[-3:].astype(np.float64)
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
