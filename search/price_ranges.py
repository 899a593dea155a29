"""Cuts the prices of what was found into ranges with round ends, and counts the products."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

from knowledge_base.catalogue import FacetKind
from knowledge_base.columns import Ints, Longs
from knowledge_base.filters import PRICE
from knowledge_base.live import LiveFacts
from knowledge_base.money import money_text
from knowledge_base.runs import run_starts
from knowledge_base.selection import Selection

MOST_RANGES = 12
_TAIL = 0.05
"""Share of the prices at either end that need no ranges of their own."""
_ROUND = (1, 2, 5, 10)


def write_prices(
    live: LiveFacts, scope: Selection, *, is_filtered: bool
) -> dict[str, Any] | None:
    """Write the prices under all other filters: from where to where, and how many in between.

    `min` and `max` span what can be bought. Each of `buckets` has both of its ends in it, as
    a filter has, and counts the products that the filter `price:min..max` would leave.
    """
    prices = live.price.take(scope.variants)
    to_buy = live.buyable.take(scope.variants)
    ascending = np.sort(prices if to_buy.all() else prices[to_buy])
    if not len(ascending):
        return None
    if ascending[0] == ascending[-1] and not is_filtered:
        return None
    edges = range_edges(ascending)
    if scope.owner is None:
        inside = ascending if len(ascending) == len(prices) else np.sort(prices)
        counts = np.diff(np.searchsorted(inside, edges))
    else:
        counts = products_in(prices, scope.owner, edges)
    currency = live.catalogue.currency
    return write_range(PRICE, currency, ascending, edges, counts, money_text)


def range_edges(prices: Longs) -> Longs:
    """Return the beginnings of the ranges, and where the last one ends (int64), as prices are.

    `prices` ascend. Ranges are equally wide but for the first and the last, which take in the
    few prices far away from the others.
    """
    tail = int(len(prices) * _TAIL)
    usual_low, usual_high = int(prices[tail]), int(prices[-1 - tail])
    step = _round_up((usual_high - usual_low) / (MOST_RANGES - 2))
    inner = np.arange(usual_low // step + 1, -(-usual_high // step), dtype=np.int64) * step
    first, last = int(prices[0]) // step * step, (int(prices[-1]) // step + 1) * step
    return np.concatenate([[first], inner, [last]])


def _round_up(width: float) -> int:
    """Return the next of 1, 2, 5, 10, 20, 50 … cents."""
    unit = 1
    while unit * _ROUND[-1] < width:
        unit *= _ROUND[-1]
    return next(unit * one for one in _ROUND if unit * one >= width)


def products_in(prices: Longs, owner: Ints, edges: Longs) -> Longs:
    """Count the products that have a price in each range (int64); `owner` as in Selection."""
    ranges = len(edges) - 1
    place = np.searchsorted(edges, prices, side="right") - 1
    inside = (place >= 0) & (place < ranges)
    pairs = np.sort(owner[inside].astype(np.int64) * ranges + place[inside])
    return np.bincount(pairs[run_starts(pairs)] % ranges, minlength=ranges)


def write_range(
    name: str,
    unit: str | None,
    ascending: Longs,
    edges: Longs,
    counts: Longs,
    text: Callable[[int], str],
) -> dict[str, Any]:
    """Write a facet of ranges the way the API does.

    It spans what is `ascending`; between each two of the `edges` there are so many products.
    `text` writes an end.
    """
    return {
        "name": name,
        "kind": FacetKind.RANGE.value,
        "unit": unit,
        "min": text(int(ascending[0])),
        "max": text(int(ascending[-1])),
        "buckets": [
            {"min": text(first), "max": text(after - 1), "count": count}
            for (first, after), count in zip(
                pairwise(edges.tolist()), counts.tolist(), strict=True
            )
        ],
    }
