"""In which respects tastes differ: brand, colour, type, price level … of every product."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from knowledge_base.catalogue import UNKNOWN, Catalogue, Facet
from knowledge_base.columns import Floats, Ints, Lists

Doubles = NDArray[np.float64]

TASTES: Mapping[str, float] = MappingProxyType(
    {"brand": 1.0, "gender": 1.0, "age_group": 0.7, "colour": 0.6, "material": 0.6}
)
"""Facets that tell people apart, with what each is worth beside the product's type."""
LEVELS = 5
"""Price levels inside a type: the cheapest fifth to the dearest."""
CAUTION = 5.0
"""How many views the shop's average weighs against a person's own."""
_STRONGEST = 3.0
"""Log-odds are held to this: one look at a rare brand is no passion."""


@dataclass(frozen=True, slots=True)
class Trait:
    """One respect in which tastes differ.

    `values` lists for each product row the codes it carries, `share` (float64) how large a
    part of the catalogue carries each code. `facet` names the codes, where one does.
    """

    name: str
    weight: float
    values: Lists
    share: Doubles
    facet: Facet | None

    def odds(self, rows: Ints, weights: Floats) -> Doubles:
        """Return how much more a person cares for each code than the catalogue offers it.

        Smoothed log-odds ln((a + κp) / (A + κ)) − ln p of the evidence a on a code among all
        evidence A, shrunk by A / (A + κ): little evidence says little. Float64, one per code;
        all 0 without evidence.
        """
        positions, which = self.values.gather(rows)
        codes = self.values.values[positions]
        carried = np.bincount(which, minlength=len(rows))[which]
        own = np.bincount(codes, weights[which] / carried, minlength=len(self.share))
        own = np.maximum(own, 0)
        total = own.sum()
        odds = np.full(len(own), np.log(CAUTION / (total + CAUTION)))
        seen = own > 0
        expected = self.share[seen]
        odds[seen] = np.log((own[seen] + CAUTION * expected) / (total + CAUTION) / expected)
        shrunk: Doubles = odds.clip(-_STRONGEST, _STRONGEST) * (total / (total + CAUTION))
        return shrunk

    def best(self, rows: Ints, odds: Doubles) -> Doubles:
        """Return for each row the best odds of its codes, 0 where it carries none."""
        positions, which = self.values.gather(rows)
        best = np.full(len(rows), -np.inf)
        np.maximum.at(best, which, odds[self.values.values[positions]])
        return np.where(np.isinf(best), 0.0, best)


def traits_of(catalogue: Catalogue) -> tuple[Trait, ...]:
    """Work out every trait of a catalogue; once per snapshot."""
    facets = catalogue.facets
    tree = facets.get("category")
    named = [
        _trait(name, weight, _carried(facets[name], catalogue), facets[name])
        for name, weight in TASTES.items()
        if name in facets
    ]
    types = [_trait("type", 1.0, _single(catalogue.leaf), tree)] if tree else []
    return (*types, *named, _trait("price_level", 0.6, _single(_price_levels(catalogue)), None))


def _trait(name: str, weight: float, values: Lists, facet: Facet | None) -> Trait:
    """Count how large a part of the catalogue carries each code."""
    lengths = np.diff(values.start)
    codes = len(facet.values) if facet else LEVELS
    share = np.bincount(values.values, 1 / lengths[values.owner], minlength=codes)
    return Trait(name, weight, values, share / max(int((lengths > 0).sum()), 1), facet)


def _carried(facet: Facet, catalogue: Catalogue) -> Lists:
    """List for each product the codes that any of its variants carries."""
    owner = catalogue.product_of[facet.codes.owner].astype(np.int64)
    pairs = np.unique(owner * len(facet.values) + facet.codes.values)
    product, code = np.divmod(pairs, len(facet.values))
    start = np.searchsorted(product, np.arange(catalogue.products + 1))
    return Lists(start.astype(np.int64), code.astype(np.int32))


def _single(codes: Ints) -> Lists:
    """List for each product its one code, or nothing where it is unknown."""
    start = np.zeros(len(codes) + 1, dtype=np.int64)
    np.cumsum(codes >= 0, out=start[1:])
    return Lists(start, codes[codes >= 0])


def _price_levels(catalogue: Catalogue) -> Ints:
    """Return each product's fifth by price inside its type, UNKNOWN in types too small."""
    level = np.full(catalogue.products, UNKNOWN, dtype=np.int32)
    leaf, price = catalogue.leaf, catalogue.price[catalogue.variant_start[:-1]]
    rows = np.flatnonzero((leaf >= 0) & (price >= 0))
    rows = rows[np.lexsort((price[rows], leaf[rows]))]
    size = np.bincount(leaf[rows])
    place = np.arange(len(rows)) - (np.cumsum(size) - size)[leaf[rows]]
    level[rows] = place * LEVELS // size[leaf[rows]]
    level[rows[size[leaf[rows]] < LEVELS]] = UNKNOWN
    return level
