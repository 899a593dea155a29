"""Counts facet values the way a shopper reads them: how many hits a click would leave."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from knowledge_base.catalogue import UNKNOWN, Facet, FacetKind
from knowledge_base.catalogue_builder import BRAND, CATEGORY
from knowledge_base.columns import Bools, Longs
from knowledge_base.filters import PRICE, Filter, Masks
from knowledge_base.live import SALE
from knowledge_base.money import money_text
from knowledge_base.runs import run_starts

FIRST = (CATEGORY, BRAND, PRICE)
"""Facets that are offered before all others."""
MOST_FACETS = 12
MOST_VALUES = 100
LEAST_REACH = 0.1
"""Share of the hits the first values of a facet must reach for it to be offered unasked."""
GLANCE = 10
"""Values a shopper sees without opening more; usefulness is measured on these."""

MOST_UNITS = 3
"""Units beyond which numbers are no longer taken for amounts of something."""
_LETTERS = ("xxs", "xs", "s", "m", "l", "xl", "xxl", "2xl", "xxxl", "3xl", "4xl", "5xl")
_NUMBER = re.compile(r"(\d+(?:[.,]\d+)?)\s*(\D*)")


@dataclass(frozen=True)
class _Scope:
    """What a facet is counted over: the matching variants that pass (bool, shape (v,))."""

    masks: Masks
    variants: Bools

    @cached_property
    def products(self) -> int:
        """Count the products that own the variants."""
        return int(np.count_nonzero(self.masks.live.catalogue.products_of(self.variants)))


@dataclass(frozen=True, slots=True)
class _Counted:
    """A facet with the products its values have (int64, by code), out of `products`.

    `selected` are the codes that are filtered by.
    """

    facet: Facet
    counts: Longs
    products: int
    selected: frozenset[int]

    @property
    def worth(self) -> float:
        """Return how well the values split the hits, 0 to 1: reach times evenness."""
        seen = np.sort(self.counts)[-GLANCE:]
        # Among many hits a value of one product is its name rather than a choice.
        seen = seen[seen > (0 if self.products <= GLANCE else 1)]
        if not (seen < self.products).any() or (len(seen) == 1 and self.facet.name != SALE):
            return 0.0
        missed = max(0, self.products - int(seen.sum()))
        reach = 1 - missed / self.products
        shares = np.append(seen, missed) if missed else seen
        shares = shares / shares.sum()
        evenness = -float((shares * np.log(shares)).sum() / np.log(len(shares)))
        return reach * evenness if reach >= LEAST_REACH else 0.0


def count_facets(
    masks: Masks,
    matches: Bools,
    filters: Sequence[Filter],
    names: Sequence[str] | None,
    language: str,
) -> list[dict[str, Any]]:
    """Count the facets of all matches (bool, shape (p,), before filters) as the API shows them.

    The count of a value is the number of products left when it is added to the filters. In a
    facet that is filtered by already, where one more value would widen the result, it is the
    number of products that this value alone would leave. Facets are those named, in that
    order, or else the useful ones; those filtered by are always there. Raises UnknownName
    for a filter on a facet we do not have.
    """
    used = dict.fromkeys(one.facet for one in filters)
    matching = matches[masks.live.catalogue.product_of]
    everywhere = _Scope(masks, masks.variants(filters) & matching)
    own = {
        name: _Scope(masks, masks.variants(filters, without=name) & matching) for name in used
    }
    offered = _common(everywhere) if names is None else names
    counted = {}
    for name in dict.fromkeys([*offered, *used]):
        facet = masks.live.facet(name)
        if facet is not None:
            counted[name] = _count(facet, own.get(name, everywhere), filters)
    chosen = _useful(counted) if names is None else [*names, *used]
    shown = (
        _prices(own.get(PRICE, everywhere), is_filtered=PRICE in used)
        if name == PRICE
        else _show(counted[name], language)
        for name in dict.fromkeys(chosen)
        if name == PRICE or name in counted
    )
    return [one for one in shown if one]


def _common(scope: _Scope) -> list[str]:
    """Return the facets that enough variants have values in to be worth counting.

    Those that follow from live facts, or have changed with them, always are.
    """
    live = scope.masks.live
    described = live.catalogue.described
    positions, _ = described.gather(np.flatnonzero(scope.variants))
    reach = np.bincount(described.values[positions], minlength=len(live.catalogue.facets))
    names = live.facet_names
    enough = np.ones(len(names), dtype=np.bool_)
    enough[: len(reach)] = reach >= max(1, LEAST_REACH * scope.products)
    return [
        name
        for name, is_common in zip(names, enough.tolist(), strict=True)
        if is_common or name in live.changed
    ]


def _count(facet: Facet, scope: _Scope, filters: Sequence[Filter]) -> _Counted:
    """Count every product once for each value that its variants in scope carry."""
    postings = facet.postings
    carried = scope.variants[postings.values]
    code = postings.owner[carried]
    product = scope.masks.live.catalogue.product_of[postings.values[carried]]
    selected = {facet.code(one.value) for one in filters if one.facet == facet.name}
    return _Counted(
        facet,
        np.bincount(code[run_starts(code, product)], minlength=len(facet.values)),
        scope.products,
        frozenset(selected - {UNKNOWN}),
    )


def _useful(counted: Mapping[str, _Counted]) -> list[str]:
    """Return which facets help to narrow down, most helpful first, those in use always."""
    worth = {name: one.worth for name, one in counted.items()}
    first = [name for name in FIRST if name == PRICE or worth.get(name)]
    used = [name for name, one in counted.items() if one.selected]
    ranked = sorted(filter(worth.get, worth), key=lambda name: (-worth[name], name))
    fixed = list(dict.fromkeys([*first, *used]))
    return list(dict.fromkeys([*fixed, *ranked]))[: max(MOST_FACETS, len(fixed))]


def _show(counted: _Counted, language: str) -> dict[str, Any] | None:
    """Write a facet with values the way the API does; None when there is nothing to choose."""
    facet, counts, selected = counted.facet, counted.counts, counted.selected
    most_first = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)].tolist()
    codes = list(dict.fromkeys([*selected, *most_first]))[: max(MOST_VALUES, len(selected))]
    if not codes:
        return None
    label = {code: facet.labels[language][code] for code in codes}
    is_tree = facet.kind is FacetKind.TREE
    order = _tree_order(counted, codes) if is_tree else _list_order(counts, codes, label)
    values = [
        {
            "value": facet.values[code],
            "label": label[code],
            "count": int(counts[code]),
            "selected": code in selected,
        }
        | ({"depth": facet.values[code].count("/")} if is_tree else {})
        for code in order
    ]
    return {"name": facet.name, "kind": facet.kind.value, "values": values}


def _list_order(counts: Longs, codes: Sequence[int], label: Mapping[int, str]) -> list[int]:
    """Order sizes and quantities by size, all else by count, then by label."""
    sizes = {code: _size(label[code]) for code in codes}
    units = {size[0] for size in sizes.values() if size}
    if all(sizes.values()) and len(units) <= MOST_UNITS:
        return sorted(codes, key=lambda code: (sizes[code], label[code]))
    return sorted(codes, key=lambda code: (-counts[code], label[code]))


def _size(label: str) -> tuple[str, float] | None:
    """Read "XL", "41,5" or "64 GB" as a unit ("" for letters) and an amount."""
    word = label.strip().casefold()
    if word in _LETTERS:
        return "", _LETTERS.index(word)
    number = _NUMBER.fullmatch(word)
    return ("#" + number[2], float(number[1].replace(",", "."))) if number else None


def _tree_order(counted: _Counted, codes: Sequence[int]) -> list[int]:
    """Order a tree from the root down, the larger of two branches first."""
    facet, counts = counted.facet, counted.counts

    def branch(code: int) -> list[tuple[int, int]]:
        return [(-int(counts[one]), one) for one in facet.path(code)]

    return sorted(codes, key=branch)


def _prices(scope: _Scope, *, is_filtered: bool) -> dict[str, Any] | None:
    """Write the range of the prices of what can be bought, under all other filters."""
    live = scope.masks.live
    prices = live.price[scope.variants & live.buyable]
    if not len(prices):
        return None
    low, high = int(prices.min()), int(prices.max())
    if low == high and not is_filtered:
        return None
    return {
        "name": PRICE,
        "kind": FacetKind.RANGE.value,
        "min": money_text(low),
        "max": money_text(high),
        "buckets": [],
    }
