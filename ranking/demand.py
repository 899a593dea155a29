"""Learns how much each product is wanted where it is seen: at all, and after each query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge_base.catalogue import Catalogue
from knowledge_base.columns import Floats, KeyColumn, Longs
from knowledge_base.interactions import Interactions
from knowledge_base.renumbering import Renumbering
from ranking.after_queries import AskedBy, Judged, after_queries
from ranking.exposure import (
    Cells,
    Exposure,
    believed,
    by_list,
    exposure_of,
    spoken_for,
    visitors,
)
from ranking.kinship import kinds_of
from ranking.portions import AT_ONCE, portions
from ranking.query_keys import KeyGroups
from ranking.signals import NO_LONGER_NEW
from ranking.smoothing import chained, summed
from ranking.tallies import Pile

Doubles = NDArray[np.float64]
Arrays = dict[str, NDArray[Any]]

_DAY = 86_400.0
_CROWD = 0.5
"""What an hour of those who have no name is worth beside a visitor."""
FAMILIAR = 30.0
"""Looks at products of a type from which on it is half believed what holds of these."""
HARDLY = 10.0
"""Looks below which nothing is said of a type: the match alone has the word."""
EVERYTHING = ""
"""The key under which stands what holds of kinds whatever was searched for."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Learns log-ratios of clicks per look and of orders per interested person.

    Each step asks how far counts differ from what the steps before let expect, and is drawn
    towards that by empirical Bayes: query, type, brand, price level, product. So a product
    without history is what its kind is, and fifty orders a week say something of kinds first.
    The log is gone through by portions of `at_once` interactions.
    """

    name: str = "demand"
    at_once: int = AT_ONCE

    def fit(self, values: Interactions, catalogue: Catalogue) -> Arrays:
        """Return what holds of products, of kinds after queries, and of products after them.

        `attraction` and `conversion` (float32, shape (p,)) are log-ratios of clicks and of
        orders whatever was searched for; `kinds` (int64, shape (3, p)) as in `kinds_of`;
        `novelty` (float32, shape (1,)) how much more often new products are clicked, at least
        0; `seen` (float32, shape (2, positions)) the propensities of lists and of shelves.
        `key_start`, `key_blob` and `key_order` are the keys of queries, EVERYTHING the first.
        What holds of kinds after query i stands in `kind_start[i]:kind_start[i + 1]` of
        `kind`, which ascends, `kind_clicks` and `kind_orders`; of products likewise in
        `pair_start`, `pair`, `pair_clicks`, `pair_orders` and, different visitors who came to
        an order, `pair_buyers`.
        """
        kinds, seen = kinds_of(catalogue), believed(values)
        names, numbers = np.unique(kinds, return_inverse=True)
        kin = numbers.reshape(kinds.shape).astype(np.int64)
        keys = KeyGroups.of(values.queries, catalogue.languages)
        lists, after = Pile(4), AskedBy(keys, kin)
        cared = np.zeros(catalogue.products)
        for some in portions(values, self.at_once):
            exposure = exposure_of(some, seen)
            # lists without a query have numbers below 0
            lists.add(*by_list(exposure, exposure.query + len(values.placements) + 1))
            cared += cared_for(exposure, catalogue.products)
            after.add(exposure)
        today = int(values.until // _DAY)
        is_new = (catalogue.released >= today - NO_LONGER_NEW).astype(np.int64)
        alone, usual, novelty = _products(Cells.of(lists.total()), cared, kin, is_new)
        asked = after.asked()
        names_of = [keys.names[one] for one in asked.groups.tolist()]
        times = np.array([*map(len, names_of)], dtype=np.int64)
        of_kinds, pairs = (one.for_each(times) for one in after_queries(asked, kin, alone))
        queries = [EVERYTHING, *chain.from_iterable(names_of)]
        return {
            "attraction": alone[0].astype(np.float32),
            "conversion": alone[1].astype(np.float32),
            "novelty": np.array([novelty], dtype=np.float32),
            "kinds": kinds,
            "seen": seen.astype(np.float32),
            **_keys_written(queries),
            **_kinds_written(_with_usual(of_kinds, usual), names, len(queries)),
            **_pairs_written(pairs, len(queries)),
        }

    def renumbered(
        self, arrays: Mapping[str, NDArray[Any]], renumbering: Renumbering
    ) -> Arrays:
        """Carry the arrays of `fit` over; a new product is what its kinds are."""
        moves, kinds = renumbering.products, kinds_of(renumbering.catalogue)
        is_new = moves.before < 0
        known = arrays["kind"][: arrays["kind_start"][1]]
        is_familiar = np.isin(kinds[0, is_new], known)
        moved = {**arrays, "kinds": kinds}
        both = worth_of_kinds(arrays, 0, kinds[:, is_new])
        for name, worth in zip(("attraction", "conversion"), both, strict=True):
            moved[name] = moves.rows(arrays[name])
            moved[name][is_new] = np.where(is_familiar, worth, 0)
        start = arrays["pair_start"]
        query = np.repeat(np.arange(len(start) - 1), np.diff(start))
        row = moves.numbers(arrays["pair"])
        order = np.lexsort((row, query))
        order = order[row[order] >= 0]
        for name in ("pair_clicks", "pair_orders", "pair_buyers"):
            moved[name] = arrays[name][order]
        moved["pair"], moved["pair_start"] = row[order], _starts(query[order], len(start) - 1)
        return moved


def worth_of_kinds(arrays: Mapping[str, NDArray[Any]], query: int, kinds: Longs) -> Floats:
    """Sum what holds after a query of the kinds of n products (int64, shape (3, n)).

    Returns log-ratios of clicks and of orders (float32, shape (2, n)).
    """
    first, end = arrays["kind_start"][query : query + 2].tolist()
    known = arrays["kind"][first:end]
    if not len(known):
        return np.zeros((2, kinds.shape[1]), dtype=np.float32)
    worth = np.stack([arrays[one][first:end] for one in ("kind_clicks", "kind_orders")])
    place = np.minimum(np.searchsorted(known, kinds), len(known) - 1)
    holds = worth.take(place, axis=1) * (known.take(place) == kinds)
    summed: Floats = holds.sum(axis=1)
    return summed


def _products(
    cells: Cells, cared: Doubles, kin: Longs, is_new: Longs
) -> tuple[Doubles, Doubles, float]:
    """Return log-ratios of clicks and orders of products (2, p), and of kinds (2, kinds).

    `cells` are all lists, `cared` (float64, shape (p,)) how many people cared for a product.
    `is_new` (int64, shape (p,)) is 1 for new products; how much more often these are clicked
    comes last, at least 0.
    """
    products = len(is_new)
    novelty = 0.0
    alone, usual = np.zeros((2, products)), np.zeros((2, int(kin.max(initial=-1)) + 1))
    for i, (observed, expected) in enumerate(cells.outcomes()):
        steps = [cells.list, *(one[cells.product] for one in kin), is_new[cells.product]]
        _, *by_kind, by_age, own = chained(observed, expected, [*steps, cells.product])
        if i == 0 and len(by_age) > 1:
            novelty = max(0.0, float(by_age[1] - by_age[0]))
        for ratio in by_kind:
            usual[i, : len(ratio)] += ratio
        alone[i, : len(own)] = spoken_for(own, cared[: len(own)])
        alone[i] += usual[i][kin].sum(axis=0)
    looks = summed(kin[0][cells.product], cells.looks, usual.shape[1])[kin[0]]
    return alone * np.where(looks < HARDLY, 0, looks / (looks + FAMILIAR)), usual, novelty


def cared_for(exposure: Exposure, products: int) -> Doubles:
    """Count the different people who cared for each product (float64, shape (p,))."""
    crowd = replace(exposure, weight=np.maximum(exposure.weight, _CROWD))
    return visitors(exposure.product.astype(np.int64), products, crowd, exposure.interest > 0)


def _with_usual(of_kinds: Judged, usual: Doubles) -> Judged:
    """Put what holds of kinds whatever was searched for in front, as a query of its own."""
    (known,) = np.nonzero(usual.any(axis=0))
    return Judged(
        np.concatenate([np.zeros_like(known), of_kinds.query + 1]),
        np.concatenate([known, of_kinds.of]),
        np.concatenate([usual[:, known], of_kinds.worth], axis=1),
        np.concatenate([np.zeros(len(known)), of_kinds.buyers]),
    )


def _keys_written(keys: Sequence[str]) -> Arrays:
    column = KeyColumn.of(keys)
    texts = column.column
    return {"key_start": texts.start, "key_blob": texts.blob, "key_order": column.order}


def _kinds_written(of_kinds: Judged, names: Longs, queries: int) -> Arrays:
    """Write the table of kinds; their numbers ascend as their names do."""
    return {
        "kind_start": _starts(of_kinds.query, queries),
        "kind": names[of_kinds.of],
        "kind_clicks": of_kinds.worth[0].astype(np.float32),
        "kind_orders": of_kinds.worth[1].astype(np.float32),
    }


def _pairs_written(pairs: Judged, queries: int) -> Arrays:
    return {
        "pair_start": _starts(pairs.query + 1, queries),
        "pair": pairs.of.astype(np.int32),
        "pair_clicks": pairs.worth[0].astype(np.float32),
        "pair_orders": pairs.worth[1].astype(np.float32),
        "pair_buyers": pairs.buyers.astype(np.int32),
    }


def _starts(query: Longs, queries: int) -> Longs:
    """Return where each query's entries begin and end (int64, shape (queries + 1,))."""
    return np.searchsorted(query, np.arange(queries + 1)).astype(np.int64)
