"""Signals of what people do where they see a product: always, and after a query."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Bools, Floats, Ints, KeyColumn, Longs, TextColumn
from knowledge_base.runs import Places
from ranking.demand import EVERYTHING, worth_of_kinds
from ranking.query import Query
from ranking.query_keys import key_of
from ranking.signals import MOST, Doubles, Level, Reason, Signal

FEW = 3
"""Buyers after a query from whom on we say how many they were."""


@dataclass(frozen=True)
class Wanted:
    """What `Demand` learned, opened; without arrays nobody has learned anything."""

    arrays: Mapping[str, NDArray[Any]]
    keys: KeyColumn | None = None

    @cached_property
    def _always(self) -> list[tuple[str, Floats]]:
        """Return what is known of all products (float32, shape (p,)) by the signal it makes."""
        every = (("clicked", self.arrays["attraction"]), ("bought", self.arrays["conversion"]))
        return [(name, one) for name, one in every if one.any()]

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> "Wanted":
        """Open what `Demand.fit` returned."""
        texts = TextColumn(arrays["key_start"], arrays["key_blob"])
        return cls(arrays, KeyColumn(texts, arrays["key_order"]))

    def signals(self, rows: Ints, query: Query | None) -> list[Signal]:
        """Make a signal of each thing that is known of n product rows (int32)."""
        return self.about(rows, key_of(query) if query and query.terms else EVERYTHING)

    def about(self, rows: Ints, key: str) -> list[Signal]:
        """Make the signals after the query of a key, EVERYTHING for none."""
        if self.keys is None:
            return []
        always = [
            _signal(name, _apart(worth.take(rows).astype(np.float64)))
            for name, worth in self._always
        ]
        asked = self.keys.row(key)  # 0 is EVERYTHING, -1 what nobody asked
        return [*always, *self._after(rows, asked)] if asked > 0 else always

    def expected(self, rows: Ints | Longs, key: str = EVERYTHING) -> Doubles:
        """Return the log-ratios of clicks that are usual of product rows (float64, (n,))."""
        clicks = self.arrays["attraction"].take(rows).astype(np.float64)
        asked = self.keys.row(key) if self.keys is not None else 0
        if asked > 0:
            clicks += self._worth(rows, asked, self._pairs(rows, asked))[0]
        return clicks

    @property
    def novelty(self) -> float:
        """Return how much more often new products are clicked than others, at least 0."""
        return float(self.arrays["novelty"][0]) if self.arrays else 0.0

    def _after(self, rows: Ints, query: int) -> list[Signal]:
        """Say what holds after a query, of products that were seen there and of their kinds."""
        pairs = places, known = self._pairs(rows, query)
        buyers = np.zeros(len(rows), dtype=np.int32)
        buyers[places] = self.arrays["pair_buyers"][known]
        apart = _apart(self._worth(rows, query, pairs))
        here = zip(("clicked_here", "bought_here"), apart, strict=True)
        return [_signal(name, values, buyers) for name, values in here]

    def _worth(self, rows: Ints | Longs, query: int, pairs: tuple[Places, Places]) -> Floats:
        """Return the log-ratios of clicks and orders after a query (float32, shape (2, n)).

        `pairs` are those of the rows, as `_pairs` returns them.
        """
        worth = worth_of_kinds(self.arrays, query, self.arrays["kinds"].take(rows, axis=1))
        places, known = pairs
        for own, name in zip(worth, ("pair_clicks", "pair_orders"), strict=True):
            own[places] += self.arrays[name][known]
        return worth

    def _pairs(self, rows: Ints | Longs, query: int) -> tuple[Places, Places]:
        """Return which of some rows are known after a query, and where in the table."""
        first, end = self.arrays["pair_start"][query : query + 2].tolist()
        places, known = places_among(rows, self.arrays["pair"][first:end])
        return places, first + known


def places_among(rows: Ints | Longs, known: Ints) -> tuple[Places, Places]:
    """Return which of some rows are among known ones, which ascend, and where there."""
    if not len(known):
        nothing = np.zeros(0, dtype=np.intp)
        return nothing, nothing
    place = np.minimum(np.searchsorted(known, rows), len(known) - 1)
    is_known: Bools = known[place] == rows
    return np.flatnonzero(is_known), place[is_known]


def _apart(worth: Floats | Doubles) -> NDArray[Any]:
    """Return how far log-ratios (shape (…, n)) are from their mean, within ±MOST.

    They are not stretched to a spread: what hardly differs hardly says anything.
    """
    mean = np.add.reduce(worth, axis=-1, keepdims=True) / max(worth.shape[-1], 1)
    apart: NDArray[Any] = np.minimum(np.maximum(worth - mean, -MOST), MOST)
    return apart


def _signal(name: str, values: NDArray[Any], buyers: Ints | None = None) -> Signal:
    """Make a signal of log-ratios that are apart from their mean (shape (n,))."""

    def why(i: int) -> Reason:
        if buyers is not None and buyers[i] >= FEW:
            return Reason("bought_after", {"buyers": int(buyers[i])})
        return Reason(f"{name}_more" if values[i] > 0 else f"{name}_less")

    return Signal(name, Level.PRE, 1.0, values, why)
