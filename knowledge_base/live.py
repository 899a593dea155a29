"""Price, stock and availability as they are now: laid over the catalogue of the snapshot."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

import numpy as np
import orjson
from numpy.typing import NDArray

from knowledge_base.catalogue import UNKNOWN, Catalogue, Facet, FacetKind
from knowledge_base.catalogue_builder import (
    BRAND,
    CATEGORY,
    FacetValue,
    facet_values,
    facet_with,
    live_numbers,
)
from knowledge_base.codings import Coding
from knowledge_base.columns import Bools, Ints, KeyColumn, Longs, SparseLists, TextColumn
from knowledge_base.families import Family
from knowledge_base.products import LIVE, Availability, Product
from knowledge_base.remembering import Latest
from knowledge_base.unit_prices import shown_unit_price

ENOUGH = 5
"""Pieces of a variant from which on more make no difference."""
SALE = "sale"
AVAILABILITY = "availability"
COUNTED_ROOM, MOST_COUNTED = 1 << 23, 1 << 14
"""Bytes of what was counted under the same facts, and how many counts, that are kept."""
LABELS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "de": {
            "true": "Reduziert",
            "in_stock": "Auf Lager",
            "preorder": "Vorbestellbar",
            "backorder": "Bald wieder lieferbar",
            "out_of_stock": "Ausverkauft",
        },
        "en": {
            "true": "Reduced",
            "in_stock": "In stock",
            "preorder": "Pre-order",
            "backorder": "On back order",
            "out_of_stock": "Sold out",
        },
    }
)
"""What shoppers read for the values of the facets that follow from live columns."""
_ELSEWHERE = "en"
"""Whose labels other languages get."""


@dataclass(frozen=True)
class Change:
    """One product as it is since a change; without a family it is gone."""

    product_id: str
    family: Family | None


@dataclass(frozen=True)
class LiveFacts:
    """The facts that change without a new snapshot, all per variant row (shape (v,)).

    Immutable: a change makes a new value, so that a request which took one keeps it.
    `unit_prices` holds, by variant row, those that are not what the snapshot says;
    `changed` the facets whose values were patched since the snapshot, `altered` the
    variant rows that carry other values in them; `seq` is the last change taken in.
    """

    catalogue: Catalogue
    seq: int
    price: Longs
    list_price: Longs
    lowest_price: Longs
    stock: Ints
    availability: NDArray[np.int8]
    delivery_days: NDArray[np.int16]
    gone: Bools
    changed: Mapping[str, Facet] = field(default_factory=dict)
    altered: frozenset[int] = frozenset()
    unit_prices: Mapping[int, str | None] = field(default_factory=dict)

    @classmethod
    def at_rest(cls, catalogue: Catalogue, seq: int = 0) -> "LiveFacts":
        """Take the facts as the snapshot has them."""
        return cls(
            catalogue=catalogue,
            seq=seq,
            price=catalogue.price,
            list_price=catalogue.list_price,
            lowest_price=catalogue.lowest_price,
            stock=catalogue.stock,
            availability=catalogue.availability,
            delivery_days=catalogue.delivery_days,
            gone=np.zeros(catalogue.variants, dtype=np.bool_),
        )

    @cached_property
    def on_sale(self) -> Bools:
        """Say which variants stand below their list price."""
        sale: Bools = (self.list_price > self.price) & (self.price >= 0)
        return sale

    @cached_property
    def discount(self) -> NDArray[np.float32]:
        """Return the share of the list price that is taken off, 0 to 1."""
        full = np.maximum(self.list_price, 1)
        return np.where(self.on_sale, 1 - self.price / full, 0).astype(np.float32)

    @cached_property
    def buyable(self) -> Bools:
        """Say which variants can be bought now."""
        offered = self.availability != Availability.OUT_OF_STOCK
        buyable: Bools = offered & (self.stock != 0) & (self.price >= 0) & ~self.gone
        return buyable

    @cached_property
    def depth(self) -> NDArray[np.float32]:
        """Return how well stocked products are: 1 with ENOUGH of each variant (shape (p,)).

        0 where nothing can be bought; a stock that nobody knows is enough.
        """
        stocked = np.where(self.stock < 0, 1, np.minimum(self.stock, ENOUGH) / ENOUGH)
        start = self.catalogue.variant_start
        total = np.cumsum(np.append(0, stocked * self.buyable))
        depth: NDArray[np.float32] = (
            (total[start[1:]] - total[start[:-1]]) / np.diff(start)
        ).astype(np.float32)
        return depth

    @cached_property
    def there(self) -> Bools:
        """Say which products are still there: with a variant that is not gone (shape (p,))."""
        return self.catalogue.products_of(~self.gone)

    @cached_property
    def _derived(self) -> Mapping[str, Facet]:
        """Build the facets that follow from live columns."""
        words = [one.word for one in Availability]
        reduced = np.flatnonzero(self.on_sale).astype(np.int32)
        sale = SparseLists(reduced, np.zeros_like(reduced))
        word = np.where(self.stock == 0, Availability.OUT_OF_STOCK, self.availability)
        every = np.arange(self.catalogue.variants, dtype=np.int32)
        offered = SparseLists(every, word.astype(np.int32))
        languages = self.catalogue.languages
        return {
            SALE: _facet_of(SALE, ["true"], sale, languages),
            AVAILABILITY: _facet_of(AVAILABILITY, words, offered, languages),
        }

    @cached_property
    def facet_names(self) -> tuple[str, ...]:
        """Name every facet that has values, those of the snapshot first, in its order."""
        return tuple(dict.fromkeys([*self.catalogue.facets, SALE, AVAILABILITY, *self.changed]))

    def facet(self, name: str) -> Facet | None:
        """Return a facet as it is now, or None."""
        if name in (SALE, AVAILABILITY):
            return self._derived[name]
        return self.changed.get(name) or self.catalogue.facets.get(name)

    @cached_property
    def counted(self) -> Latest[Hashable, bytes]:
        """Return what was counted under these facts lately: later ones count anew."""
        return Latest(COUNTED_ROOM, MOST_COUNTED, len)

    @cached_property
    def _codings(self) -> dict[str, Coding]:
        return {}

    def coding(self, facet: Facet) -> Coding:
        """Return how the values of a facet lie over the variants now; worked out once."""
        name, catalogue = facet.name, self.catalogue
        if facet is catalogue.facets.get(name):
            return catalogue.coding(name)
        coding = self._codings.get(name)
        if coding is None:
            coding = self._codings[name] = catalogue.coded(facet)
        return coding

    def with_changes(self, changes: Iterable[Change], seq: int) -> "LiveFacts":
        """Lay changes over these facts; rows the snapshot does not have wait for the next."""
        columns = {name: getattr(self, name).copy() for name in (*LIVE, "gone")}
        patched: dict[int, Product] = {}
        for change in changes:
            row = self.catalogue.product_ids.row(change.product_id)
            if row == UNKNOWN:
                continue
            start, end = self.catalogue.variant_start[row : row + 2]
            columns["gone"][start:end] = True
            for variant in change.family.variants if change.family else ():
                at = self.catalogue.variant_ids.row(variant.product_id)
                if start <= at < end:
                    columns["gone"][at] = False
                    patched[at] = variant
        for at, variant in patched.items():
            for name, value in live_numbers(variant).items():
                columns[name][at] = value
        wanted = self._other_values(patched)
        changed = {
            name: facet_with(self.facet(name), name, rows, self.catalogue)
            for name, rows in wanted.items()
        }
        return replace(
            self,
            seq=seq,
            changed={**self.changed, **changed} if changed else self.changed,
            altered=self.altered.union(*wanted.values()),
            unit_prices=self._other_unit_prices(patched),
            **columns,
        )

    def _other_unit_prices(self, patched: Mapping[int, Product]) -> dict[int, str | None]:
        """Return the unit prices that are not, or not any more, what the snapshot says."""
        catalogue = self.catalogue
        language = catalogue.languages[0]
        said = catalogue.variant_hits[language]
        other = {at: text for at, text in self.unit_prices.items() if at not in patched}
        for at, variant in patched.items():
            text = shown_unit_price(variant, language, catalogue.currency)
            if text != orjson.loads(said.raw(at))["unit_price"]:
                other[at] = text
        return other

    def _other_values(
        self, patched: Mapping[int, Product]
    ) -> dict[str, dict[int, list[FacetValue]]]:
        """Find the facets in which a patched variant carries other values than before."""
        wanted: dict[str, dict[int, list[FacetValue]]] = {}
        names, described = [*self.catalogue.facets], self.catalogue.described
        for at, variant in patched.items():
            carried = facet_values(variant, self.catalogue.languages)
            before = {names[place] for place in described[at]}
            for name in before | self.changed.keys() | carried.keys():
                facet = self.facet(name)
                had = {facet.values[int(c)] for c in facet.codes[at]} if facet else set()
                if had != {one.value for one in carried.get(name, [])}:
                    wanted.setdefault(name, {})[at] = carried.get(name, [])
        return wanted

    def patched_attributes(self, variant: int, language: str) -> dict[str, list[str]]:
        """Return the attributes a variant row carries otherwise than the snapshot has it."""
        patched: dict[str, list[str]] = {}
        for name in self.changed.keys() - {BRAND, CATEGORY} if variant in self.altered else ():
            facet, before = self.changed[name], self.catalogue.facets.get(name)
            codes = facet.codes[variant].tolist()
            if codes != (before.codes[variant].tolist() if before else []):
                patched[name] = [facet.labels[language][code] for code in codes]
        return patched


def _facet_of(
    name: str, words: list[str], codes: SparseLists, languages: tuple[str, ...]
) -> Facet:
    """Make a facet of fixed words, with labels in every language."""
    labels = {
        language: TextColumn.of(LABELS.get(language, LABELS[_ELSEWHERE])[one] for one in words)
        for language in languages
    }
    parents = np.full(len(words), UNKNOWN, dtype=np.int32)
    return Facet(name, FacetKind.VALUES, KeyColumn.of(words), labels, codes, parents)
