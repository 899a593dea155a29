"""Turns families of feed lines into the columns of a catalogue."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple, TypeVar

import numpy as np
import orjson

from knowledge_base.catalogue import UNKNOWN, Catalogue, Facet, FacetKind
from knowledge_base.columns import Ints, KeyColumn, SparseLists, TextColumn
from knowledge_base.families import Family
from knowledge_base.money import to_cents
from knowledge_base.products import Availability, Product, Texts
from knowledge_base.unit_prices import shown_unit_price

T = TypeVar("T")
Attributes = Mapping[str, Sequence[Texts]]
UnitPrice = Callable[[Product], str | None]

BRAND = "brand"
CATEGORY = "category"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class FacetValue(NamedTuple):
    """A value as a feed line carries it: canonical text, labels by language, tree parent."""

    value: str
    labels: Texts
    parent: str | None = None


def in_language(texts: Texts, language: str, languages: Sequence[str]) -> str:
    """Return a text in a language, or in the first one that has it; "" without any."""
    return texts.get(language) or _said_in(texts, language, languages) or ""


def live_numbers(variant: Product) -> dict[str, int]:
    """Return what a variant's line puts into each live column."""
    availability = variant.availability
    if availability is None:
        sold_out = variant.stock == 0
        availability = Availability.OUT_OF_STOCK if sold_out else Availability.IN_STOCK
    lowest = variant.lowest_price
    return {
        "price": UNKNOWN if variant.price is None else to_cents(variant.price),
        "list_price": 0 if variant.list_price is None else to_cents(variant.list_price),
        "lowest_price": UNKNOWN if lowest is None else to_cents(lowest),
        "stock": UNKNOWN if variant.stock is None else variant.stock,
        "availability": int(availability),
        "delivery_days": UNKNOWN if variant.delivery_days is None else variant.delivery_days,
    }


def facet_values(variant: Product, languages: Sequence[str]) -> dict[str, list[FacetValue]]:
    """Return every facet value a complete variant carries; a tree's with all ancestors."""
    found: dict[str, list[FacetValue]] = {}
    if variant.brand:
        found[BRAND] = [FacetValue(variant.brand, {})]
    nodes = _tree_values(variant, languages)
    if nodes:
        found[CATEGORY] = nodes
    for name, texts in variant.attributes.items():
        found[name] = [
            FacetValue(in_language(one, languages[0], languages), one) for one in texts
        ]
    return found


def _tree_values(variant: Product, languages: Sequence[str]) -> list[FacetValue]:
    """Return the nodes of all category paths, roots first."""
    main = category_paths(variant, languages[0], languages)
    translated = {
        language: category_paths(variant, language, languages) for language in languages
    }
    nodes: dict[str, FacetValue] = {}
    for number, path in enumerate(main):
        parent: str | None = None
        for depth in range(len(path)):
            key = node(path[: depth + 1])
            labels = {
                language: paths[number][depth]
                for language, paths in translated.items()
                if number < len(paths) and depth < len(paths[number])
            }
            nodes.setdefault(key, FacetValue(key, labels, parent))
            parent = key
    return list(nodes.values())


def node(path: Sequence[str]) -> str:
    """Name the node of the category tree that a path leads to."""
    return "/".join(step.replace("/", "%2F") for step in path)


def category_paths(
    product: Product, language: str, languages: Sequence[str]
) -> tuple[tuple[str, ...], ...]:
    """Return the category paths in a language, or in the first one that has them."""
    return _said_in(product.categories, language, languages) or ()


def _said_in(said: Mapping[str, T], language: str, languages: Sequence[str]) -> T | None:
    if language in said:
        return said[language]
    return next((said[one] for one in (*languages, *said) if one in said), None)


class _FacetColumns:
    """Collects the values of one facet, and what rows carry while they go by."""

    def __init__(self, name: str, languages: Sequence[str]) -> None:
        self.name = name
        self.languages = languages
        self.codes: dict[str, int] = {}
        self.labels: dict[str, list[str]] = {language: [] for language in languages}
        self.parents: list[int] = []
        self.owner, self.carried = array("i"), array("i")

    @classmethod
    def again(cls, facet: Facet, languages: Sequence[str]) -> "_FacetColumns":
        """Start from the values of an existing facet."""
        self = cls(facet.name, languages)
        self.codes = {value: code for code, value in enumerate(facet.values.column.texts())}
        self.labels = {language: column.texts() for language, column in facet.labels.items()}
        self.parents = facet.parents.tolist()
        return self

    def _code(self, value: FacetValue) -> int:
        code = self.codes.get(value.value)
        if code is None:
            code = self.codes[value.value] = len(self.codes)
            shown = value.value.rpartition("/")[2] if self.name == CATEGORY else value.value
            for language in self.languages:
                text = in_language(value.labels, language, self.languages) or shown
                self.labels[language].append(text)
            self.parents.append(UNKNOWN if value.parent is None else self.codes[value.parent])
        return code

    def coded(self, values: Iterable[FacetValue]) -> list[int]:
        """Return the codes of values, each once, sorted; new values get one."""
        return sorted(set(map(self._code, values)))

    def put(self, row: int, values: Iterable[FacetValue]) -> None:
        """Take what a row carries; rows come in their order."""
        codes = self.coded(values)
        self.owner.extend([row] * len(codes))
        self.carried.extend(codes)

    def facet(self, carried: SparseLists | None = None) -> Facet:
        """Return the facet of the rows that went by, or over those that are given."""
        kind = FacetKind.TREE if self.name == CATEGORY else FacetKind.VALUES
        if carried is None:
            owner, codes = (np.array(one, dtype=np.int32) for one in (self.owner, self.carried))
            carried = SparseLists(owner, codes)
        return Facet(
            self.name,
            kind,
            KeyColumn.of(list(self.codes)),
            {language: TextColumn.of(texts) for language, texts in self.labels.items()},
            carried,
            np.array(self.parents, dtype=np.int32),
        )


def facet_with(
    facet: Facet | None, name: str, rows: Mapping[int, list[FacetValue]], catalogue: Catalogue
) -> Facet:
    """Return a facet in which some variant rows carry other values; new values are added."""
    columns = (
        _FacetColumns.again(facet, catalogue.languages)
        if facet
        else _FacetColumns(name, catalogue.languages)
    )
    before = facet.codes if facet else SparseLists.of({})
    codes = {row: columns.coded(values) for row, values in rows.items()}
    return columns.facet(before.replaced(codes))


def _facets(variants: Sequence[Product], languages: Sequence[str]) -> dict[str, _FacetColumns]:
    facets: dict[str, _FacetColumns] = {}
    for row, variant in enumerate(variants):
        for name, values in facet_values(variant, languages).items():
            columns = facets.get(name)
            if columns is None:
                columns = facets[name] = _FacetColumns(name, languages)
            columns.put(row, values)
    return facets


def build_catalogue(
    kin: Sequence[Family], *, languages: Sequence[str], currency: str, numbering: str
) -> Catalogue:
    """Fill every column; products and variants are numbered in the order given."""
    variants = [variant for family in kin for variant in family.variants]
    facets = _facets(variants, languages)
    numbers = [live_numbers(variant) for variant in variants]
    lengths = [len(family.variants) for family in kin]
    products = [family.product for family in kin]
    unit_price = partial(shown_unit_price, language=languages[0], currency=currency)
    return Catalogue(
        numbering=numbering,
        languages=tuple(languages),
        currency=currency,
        product_ids=KeyColumn.of([one.product_id for one in products]),
        variant_ids=KeyColumn.of([one.product_id for one in variants]),
        variant_start=np.cumsum([0, *lengths], dtype=np.int64),
        price=np.array([one["price"] for one in numbers], dtype=np.int64),
        list_price=np.array([one["list_price"] for one in numbers], dtype=np.int64),
        lowest_price=np.array([one["lowest_price"] for one in numbers], dtype=np.int64),
        stock=np.array([one["stock"] for one in numbers], dtype=np.int32),
        availability=np.array([one["availability"] for one in numbers], dtype=np.int8),
        delivery_days=np.array([one["delivery_days"] for one in numbers], dtype=np.int16),
        released=np.array([_days(one.released_at) for one in products], dtype=np.int32),
        rating=np.array([_known(one.rating) for one in products], dtype=np.float32),
        rating_count=np.array([one.rating_count or 0 for one in products], dtype=np.int32),
        margin=np.array([_known(one.margin) for one in products], dtype=np.float32),
        leaf=_leaves(products, languages, facets.get(CATEGORY)),
        facets={name: columns.facet() for name, columns in facets.items()},
        hits={
            one: TextColumn.of(_hit(f, one, languages, unit_price) for f in kin)
            for one in languages
        },
        texts={
            one: TextColumn.of(_page(p, one, languages) for p in products) for one in languages
        },
        variant_hits={
            one: TextColumn.of(
                _variant(f, v, one, languages, unit_price) for f in kin for v in f.variants
            )
            for one in languages
        },
    )


def _days(when: datetime | None) -> int:
    return UNKNOWN if when is None else max((when - _EPOCH).days, 0)


def _known(number: float | None) -> float:
    return float("nan") if number is None else number


def _leaves(
    products: Sequence[Product], languages: Sequence[str], tree: _FacetColumns | None
) -> Ints:
    """Return the category code of each product's first path, at its deepest node."""
    leaf = np.full(len(products), UNKNOWN, dtype=np.int32)
    for row, product in enumerate(products):
        path = next(iter(category_paths(product, languages[0], languages)), ())
        if path and tree:
            leaf[row] = tree.codes.get(node(path), UNKNOWN)
    return leaf


def _attributes(
    attributes: Attributes, language: str, languages: Sequence[str]
) -> dict[str, object]:
    """Return attribute values in a language: one text, or a list of several."""
    shown: dict[str, object] = {}
    for name, texts in attributes.items():
        values = [in_language(one, language, languages) for one in texts]
        shown[name] = values[0] if len(values) == 1 else values
    return shown


def _hit(family: Family, language: str, languages: Sequence[str], unit_price: UnitPrice) -> str:
    """Write what every hit of a product shows in a language."""
    product = family.product
    image = next(
        (one.image_urls[0] for one in (product, *family.variants) if one.image_urls), None
    )
    path = next(iter(category_paths(product, language, languages)), ())
    return orjson.dumps(
        {
            "product_id": product.product_id,
            "title": in_language(product.title, language, languages),
            "brand": product.brand,
            "unit_price": unit_price(product),
            "url": product.url,
            "image_url": image,
            "category": list(path),
            "attributes": _attributes(product.attributes, language, languages),
            "rating": product.rating,
            "rating_count": product.rating_count,
        }
    ).decode()


def _page(product: Product, language: str, languages: Sequence[str]) -> str:
    """Write what only the product page shows in a language."""
    return orjson.dumps(
        {
            "description": in_language(product.description, language, languages),
            "image_urls": list(product.image_urls),
            "gtin": product.gtin,
            "mpn": product.mpn,
            "sku": product.sku,
        }
    ).decode()


def _variant(
    family: Family,
    variant: Product,
    language: str,
    languages: Sequence[str],
    unit_price: UnitPrice,
) -> str:
    """Write the `variant` part of a hit: what sets it apart from its product."""
    shared = family.product.attributes if variant is not family.product else {}
    own = {
        name: values
        for name, values in variant.attributes.items()
        if shared.get(name) != values
    }
    return orjson.dumps(
        {
            "product_id": variant.product_id,
            "attributes": _attributes(own, language, languages),
            "image_url": variant.image_urls[0] if variant.image_urls else None,
            "url": variant.url,
            "unit_price": unit_price(variant),
            "sku": variant.sku,
            "gtin": variant.gtin,
        }
    ).decode()
