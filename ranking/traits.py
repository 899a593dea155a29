"""In which respects tastes differ: brand, colour, type, price level … of every product."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from knowledge_base.catalogue import UNKNOWN, Catalogue, Facet
from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.columns import Floats, Ints
from knowledge_base.runs import distinct, places_in_run

Doubles = NDArray[np.float64]

TASTES: Mapping[str, float] = MappingProxyType(
    {
        "brand": 1.0,
        "gender": 1.0,
        "age_group": 0.7,
        "style": 0.7,
        "colour": 0.6,
        "material": 0.6,
    }
)
"""Facets that tell people apart, with what each is worth beside the product's type."""
LEVELS = 5
"""Price levels inside a type: the cheapest fifth to the dearest."""
MOST_VALUES = 8
"""Values of a trait that count for one product; who comes in all colours tells no taste."""
REDUCED = "reduced"
"""The trait of costing less than before: some look at little else, some never do."""


@dataclass(frozen=True, slots=True)
class Trait:
    """One respect in which tastes differ.

    `codes` (int32, shape (p, k)) are the values each product carries, padded by UNKNOWN;
    `share` (float64) how large a part of the catalogue, or of what is wanted, carries each.
    `facet` names the codes, where one does; otherwise they are levels, and `bounds` (float64,
    by type and level) say where each begins in a type, in logarithms of cents; NaN in types
    too small. `named` are the codes by their values: looked up in a fraction of the time.
    """

    name: str
    weight: float
    codes: Ints
    share: Doubles
    facet: Facet | None
    bounds: Doubles | None = None
    named: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    def evidence(self, rows: Ints, weights: Floats | Doubles) -> Doubles:
        """Return how much of some rows' weights falls on each code (float64, one per code)."""
        return _evidence(self.codes[rows], weights, len(self.share))

    def best(self, rows: Ints, odds: Doubles) -> Doubles:
        """Return for each row the best odds of its codes, 0 where it carries none."""
        padded = np.append(odds, -np.inf)  # what UNKNOWN, the last, stands for
        best = padded[self.codes[rows]].max(axis=1)
        return np.where(np.isinf(best), 0.0, best)


def _evidence(codes: Ints, weights: Floats | Doubles, n: int) -> Doubles:
    """Sum weights by code (float64, shape (n,)); what a product gets is shared by its codes.

    `codes` has shape (m, k), padded by UNKNOWN; `weights` has shape (m,).
    """
    if not len(weights):
        return np.zeros(n)
    known = codes >= 0
    each = weights / np.maximum(known.sum(axis=1), 1)
    shared = np.broadcast_to(each[:, np.newaxis], codes.shape)[known]
    summed = np.bincount(codes[known], shared, minlength=n)
    return summed.astype(np.float64, copy=False)


def traits_of(catalogue: Catalogue, wanted: Floats | None = None) -> tuple[Trait, ...]:
    """Work out every trait of a catalogue; once per snapshot.

    With `wanted` (float32 ≥ 0, shape (p,)), how much all shoppers want each product, shares
    are those of what they want, half of them as it lies in the catalogue: who likes what
    everybody likes has no taste of his own.
    """
    facets = catalogue.facets
    tree = facets.get(CATEGORY)
    worth = np.ones(catalogue.products)
    if wanted is not None and wanted.any():
        worth = wanted + wanted.mean(dtype=np.float64)
    named = [
        _trait(name, weight, _carried(facets[name], catalogue), worth, facets[name])
        for name, weight in TASTES.items()
        if name in facets
    ]
    types = [_trait("type", 1.0, catalogue.leaf[:, np.newaxis], worth, tree)] if tree else []
    levels = _price_levels(catalogue)
    prices = _trait("price_level", 0.8, levels, worth)
    return (
        *types,
        *named,
        replace(prices, bounds=_bounds(catalogue, levels[:, 0])),
        _trait(REDUCED, 0.8, _reductions(catalogue), worth),
    )


def _trait(
    name: str, weight: float, codes: Ints, worth: Doubles, facet: Facet | None = None
) -> Trait:
    """Sum up how large a part of what is worth something carries each code."""
    carriers = np.flatnonzero((codes >= 0).any(axis=1))
    shares = _evidence(codes[carriers], worth[carriers], _codes(codes, facet))
    share = shares / max(worth[carriers].sum(), 1e-9)
    values = facet.values.column.texts() if facet else []
    return Trait(name, weight, codes, share, facet, named=dict(zip(values, count())))


def _codes(codes: Ints, facet: Facet | None) -> int:
    """Return how many codes a trait has: levels where no facet names them."""
    return len(facet.values) if facet else max(LEVELS, int(codes.max(initial=0)) + 1)


def _carried(facet: Facet, catalogue: Catalogue) -> Ints:
    """List for each product the codes that any of its variants carries, the first few."""
    owner = catalogue.product_of[facet.codes.owner].astype(np.int64)
    pairs = distinct(owner * len(facet.values) + facet.codes.values)
    product, code = np.divmod(pairs, len(facet.values))
    place = places_in_run(product)
    few = place < MOST_VALUES
    codes = np.full((catalogue.products, int(place[few].max(initial=0)) + 1), UNKNOWN)
    codes[product[few], place[few]] = code[few]
    return codes.astype(np.int32)


def _price_levels(catalogue: Catalogue) -> Ints:
    """List for each product its fifth by price inside its type, UNKNOWN in types too small."""
    level = np.full(catalogue.products, UNKNOWN, dtype=np.int32)
    leaf, price = catalogue.leaf, catalogue.price[catalogue.variant_start[:-1]]
    rows = np.flatnonzero((leaf >= 0) & (price >= 0))
    rows = rows[np.lexsort((price[rows], leaf[rows]))]
    size = np.bincount(leaf[rows])
    level[rows] = places_in_run(leaf[rows]) * LEVELS // size[leaf[rows]]
    level[rows[size[leaf[rows]] < LEVELS]] = UNKNOWN
    return level[:, np.newaxis]


def _reductions(catalogue: Catalogue) -> Ints:
    """Say of each product whether any variant costs less than it used to: 1, otherwise 0."""
    reduced = (catalogue.price >= 0) & (catalogue.list_price > catalogue.price)
    return catalogue.products_of(reduced).astype(np.int32)[:, np.newaxis]


def _bounds(catalogue: Catalogue, level: Ints) -> Doubles:
    """Return the least price of each level in each type (see `Trait`), given (p,) levels."""
    types = int(catalogue.leaf.max(initial=-1)) + 1
    least = np.full((types, LEVELS), np.nan)
    rows = np.flatnonzero(level >= 0)
    price = np.log(np.maximum(catalogue.price[catalogue.variant_start[:-1]][rows], 1))
    np.fmin.at(least, (catalogue.leaf[rows], level[rows]), price)
    return least
