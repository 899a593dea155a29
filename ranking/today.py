"""What is clicked today more or less than the night expected: counters that move at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, starmap
from types import MappingProxyType

import numpy as np

from knowledge_base.columns import Floats, Ints
from knowledge_base.interactions import Interactions
from ranking.after_queries import Asked, AskedBy
from ranking.demand import EVERYTHING, cared_for
from ranking.exposure import Cells, Exposure, by_list, exposure_of, spoken_for, visitors
from ranking.query import Query
from ranking.query_keys import KeyGroups, key_of
from ranking.signals import Level, Reason, Signal
from ranking.smoothing import chained
from ranking.tallies import Tally
from ranking.wanted import Wanted, places_among

MOST = 0.7
"""Log-ratio that a day may move a product by: half or twice as often as the night expected."""
MOST_QUERIES = 2_000
"""Queries of which the day is counted by themselves: those that most visitors asked."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Log-ratios of today's clicks per look to what was expected, within MOST.

    `ratios` (float32, shape (p,)) whatever was searched for, empty before anybody came;
    `after` by the key of a query what comes on top, as product rows that ascend (int32) and
    log-ratios (float32).
    """

    ratios: Floats = field(default_factory=lambda: np.zeros(0, dtype=np.float32))
    after: Mapping[str, tuple[Ints, Floats]] = field(
        default_factory=lambda: MappingProxyType({})
    )


@dataclass(slots=True)
class Today:
    """What one process has counted since the night, swapped as a whole while it is read."""

    counts: Counts = field(default_factory=Counts)

    def signals(self, rows: Ints, query: Query | None) -> list[Signal]:
        """Make the signal of today for n product rows (int32)."""
        counts = self.counts
        if not len(counts.ratios):
            return []
        values = counts.ratios.take(rows).astype(np.float64)
        key = key_of(query) if query and query.terms else EVERYTHING
        if key in counts.after:
            known, worth = counts.after[key]
            places, found = places_among(rows, known)
            values[places] = np.clip(values[places] + worth[found], -MOST, MOST)

        def why(i: int) -> Reason:
            return Reason("today_more" if values[i] > 0 else "today_less")

        return [Signal("today", Level.PRE, 1.0, values, why)]


def counted(values: Interactions, wanted: Wanted, languages: Sequence[str]) -> Counts:
    """Compare today's clicks with those the night expected, product by product and by query.

    Few people lift nothing far: see `spoken_for`.
    """
    exposure = exposure_of(values, wanted.arrays["seen"].astype(np.float64))
    ratios = _ratios(exposure, values.products, wanted)
    return Counts(ratios, _after(exposure, values.queries, ratios, wanted, languages))


def _ratios(exposure: Exposure, products: int, wanted: Wanted) -> Floats:
    """Return the log-ratios of products whatever was searched for (float32, shape (p,))."""
    lists = np.unique(exposure.query, return_inverse=True)[1]
    cells = Cells.of(Tally.of(*by_list(exposure, lists)))
    expected = cells.looks * np.exp(wanted.expected(cells.product))
    own = chained(cells.clicks, expected, [cells.list, cells.product])[-1]
    ratios = np.zeros(products, dtype=np.float32)
    people = cared_for(exposure, len(own))
    ratios[: len(own)] = spoken_for(np.clip(own, -MOST, MOST), people)
    return ratios


def _after(
    exposure: Exposure,
    queries: Sequence[str],
    ratios: Floats,
    wanted: Wanted,
    languages: Sequence[str],
) -> Mapping[str, tuple[Ints, Floats]]:
    """Return by key what products are clicked more or less after a query, beside `ratios`."""
    names, asked = _asked(exposure, queries, languages)
    cells = asked.cells
    runs = pairwise(np.searchsorted(cells.list, np.arange(len(names) + 1)).tolist())
    places = [*zip(names, starmap(slice, runs), strict=True)]
    expected = cells.looks * np.exp(ratios[cells.product])
    for (key, *_), at in places:
        expected[at] *= np.exp(wanted.expected(cells.product[at], key))
    pairs = np.arange(len(cells.list))
    own = chained(cells.clicks, expected, [cells.list, pairs])[-1]
    worth = spoken_for(np.clip(own, -MOST, MOST), asked.cared).astype(np.float32)
    rows = cells.product.astype(np.int32)
    return {key: (rows[at], worth[at]) for keys, at in places for key in keys}


def _asked(
    exposure: Exposure, queries: Sequence[str], languages: Sequence[str]
) -> tuple[list[Sequence[str]], Asked]:
    """Return what followed the queries that most visitors asked today, and their keys.

    A query has one in each language, which the night knows alike.
    """
    (rows,) = np.nonzero(exposure.query >= 0)
    exposure = exposure.taken(rows)
    people = visitors(exposure.query.astype(np.int64), len(queries), exposure)
    often = np.sort(np.argsort(-people, kind="stable")[:MOST_QUERIES])
    exposure = exposure.taken(np.flatnonzero(np.isin(exposure.query, often)))
    number = np.searchsorted(often, exposure.query).astype(np.int32)
    keys = KeyGroups.of([queries[one] for one in often.tolist()], languages)
    after = AskedBy(keys, kin=np.zeros((0, 0), dtype=np.int64))
    after.add(replace(exposure, query=number))
    asked = after.asked()
    return [keys.names[one] for one in asked.groups.tolist()], asked
