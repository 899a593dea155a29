"""All products as columns: what a snapshot knows of the feed, row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from knowledge_base.codings import Coding
from knowledge_base.columns import (
    Bools,
    Floats,
    Ints,
    KeyColumn,
    Lists,
    Longs,
    SparseLists,
    TextColumn,
)
from knowledge_base.language.sizes import SIZE_WORDS
from knowledge_base.runs import distinct
from knowledge_base.scales import Scale

UNKNOWN = -1
"""Stands in the integer columns where the feed says nothing."""


class FacetKind(StrEnum):
    """How a facet is shown and counted."""

    VALUES = "values"
    TREE = "tree"
    RANGE = "range"


@dataclass(frozen=True)
class Facet:
    """One facet: the values it has and which variants carry them.

    Value codes are int32 from 0. `codes` lists for each variant row its codes, sorted; in a
    tree a variant carries its value and all ancestors of it. `values` are the canonical
    texts (default language; a tree's are paths joined by "/"), `labels` what a language
    shows. `parents` is the code of a tree value's parent, UNKNOWN for roots and lists.
    """

    name: str
    kind: FacetKind
    values: KeyColumn
    labels: Mapping[str, TextColumn]
    codes: SparseLists
    parents: Ints

    @cached_property
    def postings(self) -> Lists:
        """For each value code the variant rows that carry it, ascending."""
        return Lists.grouped(self.codes.values, self.codes.owner, len(self.values))

    @cached_property
    def scale(self) -> Scale | None:
        """Return the amounts that the values are, None where they are names, or sizes."""
        if self.kind is not FacetKind.VALUES or self.name.casefold() in SIZE_WORDS:
            return None
        return Scale.of(self.values.column.texts(), next(iter(self.labels)))

    def codes_of(self, value: str) -> list[int]:
        """Return the code of a value, or of all amounts in a span such as 10..50."""
        code = self.code(value)
        if code >= 0:
            return [code]
        return self.scale.between(value) if ".." in value and self.scale else []

    @cached_property
    def _by_label(self) -> Mapping[str, int]:
        """Codes by value or label in small letters; the first of equal ones wins."""
        codes: dict[str, int] = {}
        for column in (self.values.column, *self.labels.values()):
            for code, text in enumerate(column.texts()):
                codes.setdefault(text.casefold(), code)
        return codes

    def code(self, value: str) -> int:
        """Return the code of a value, or of a label whatever its capitals, or UNKNOWN."""
        code = self.values.row(value)
        return code if code >= 0 else self._by_label.get(value.casefold(), UNKNOWN)

    def path(self, code: int) -> list[int]:
        """Return a value's ancestors from the root down, and itself; UNKNOWN has none."""
        path: list[int] = []
        while code >= 0:
            path.append(code)
            code = self.parent(code)
        return path[::-1]

    @cached_property
    def _parents(self) -> memoryview:
        return self.parents.data

    def parent(self, code: int) -> int:
        """Return the code of the value above a value, UNKNOWN for roots."""
        parent: int = self._parents[code]
        return parent

    @cached_property
    def words(self) -> Mapping[str, Mapping[int, tuple[str, str]]]:
        """For each language, by code, a value and what is shown for it; read once."""
        return {language: _Words(self.values, one) for language, one in self.labels.items()}


class _Words(dict[int, tuple[str, str]]):
    """Reads a value's texts when they are first asked for."""

    def __init__(self, values: KeyColumn, labels: TextColumn) -> None:
        super().__init__()
        self._values, self._labels = values, labels

    def __missing__(self, code: int) -> tuple[str, str]:
        texts = self[code] = self._values[code], self._labels[code]
        return texts


@dataclass(frozen=True)
class Catalogue:
    """The products (p rows) and their variants (v rows, contiguous by product).

    A product without variants is its own single variant. Money is int64 cents; a list price
    of 0 says that there is none. `released` is days since 1970, 0 for all before and UNKNOWN
    without a date.
    `leaf` is the category code of the product's own (deepest, first) category, its type.
    `hits` and `texts` hold one JSON object per product and language: what every hit shows,
    and what only the product page shows; without live facts. `variant_hits` likewise, the
    `variant` part of a hit. `numbering` names this numbering of rows: artifacts that speak
    of rows carry it, and only fit a catalogue with the same one.
    """

    numbering: str
    languages: tuple[str, ...]
    currency: str
    product_ids: KeyColumn
    variant_ids: KeyColumn
    variant_start: Longs
    price: Longs
    list_price: Longs
    lowest_price: Longs
    stock: Ints
    availability: NDArray[np.int8]
    delivery_days: NDArray[np.int16]
    released: Ints
    rating: Floats
    rating_count: Ints
    margin: Floats
    leaf: Ints
    facets: Mapping[str, Facet]
    hits: Mapping[str, TextColumn]
    texts: Mapping[str, TextColumn]
    variant_hits: Mapping[str, TextColumn]

    @property
    def products(self) -> int:
        """Return how many product rows there are."""
        return len(self.product_ids)

    @property
    def variants(self) -> int:
        """Return how many variant rows there are."""
        return len(self.variant_ids)

    @cached_property
    def product_of(self) -> Ints:
        """For each variant row its product row (int32, shape (v,))."""
        lengths = np.diff(self.variant_start)
        return np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)

    @cached_property
    def described(self) -> Lists:
        """For each variant row the facets it has values in, as places in `facets`."""
        rows = [distinct(facet.codes.owner) for facet in self.facets.values()]
        owner = np.concatenate([np.zeros(0, dtype=np.int32), *rows])
        place = np.repeat(np.arange(len(rows), dtype=np.int32), [len(one) for one in rows])
        return Lists.grouped(owner, place, self.variants)

    @cached_property
    def _codings(self) -> dict[str, Coding]:
        return {}

    def coding(self, name: str) -> Coding:
        """Return how a facet's values lie over the variants, by product; worked out once."""
        coding = self._codings.get(name)
        if coding is None:
            coding = self._codings[name] = self.coded(self.facets[name])
        return coding

    def coded(self, facet: Facet) -> Coding:
        """Work out how the values of a facet over these rows lie over the variants."""
        return Coding.of(facet.codes, self.variant_start, len(facet.values))

    def products_of(self, variants: Bools) -> Bools:
        """Say which products own one of the variants of a mask (shape (v,) → (p,))."""
        owners = np.zeros(self.products, dtype=np.bool_)
        owners[self.product_of[variants]] = True
        return owners

    def product_row(self, product_or_variant_id: str) -> int:
        """Return the product row of a product's or a variant's id, or UNKNOWN."""
        row = self.product_ids.row(product_or_variant_id)
        if row >= 0:
            return row
        variant = self.variant_ids.row(product_or_variant_id)
        return int(self.product_of[variant]) if variant >= 0 else UNKNOWN

    def rows_by_id(self) -> dict[str, int]:
        """Return the product row of every id, those of variants too: for who needs most."""
        variants = self.variant_ids.column.texts()
        rows = dict(zip(variants, self.product_of.tolist(), strict=True))
        rows.update({one: row for row, one in enumerate(self.product_ids.column.texts())})
        return rows

    def product_places(self, ids: Sequence[str]) -> Ints:
        """Return for each product's or variant's id the product row (int32, shape (n,)).

        UNKNOWN stands for those that do not exist.
        """
        rows = self.product_ids.places(ids)
        others = np.flatnonzero(rows < 0)
        if len(others):
            variants = self.variant_ids.places([ids[one] for one in others.tolist()])
            there = variants >= 0
            rows[others[there]] = self.product_of[variants[there]]
        return rows

    def product_rows(self, ids: Sequence[str]) -> Ints:
        """Return the product rows of those ids that exist, in their order (int32)."""
        rows = self.product_places(ids)
        return rows[rows >= 0]
