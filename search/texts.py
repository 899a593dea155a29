"""What is written on a product and its variants in one language, and where it stands."""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from itertools import chain

from knowledge_base.catalogue_builder import category_paths, in_language
from knowledge_base.families import Family
from knowledge_base.products import Product


class Field(IntEnum):
    """Where a text stands. All but the last are names: they say what a product is."""

    TITLE = 0
    BRAND = 1
    CATEGORY = 2
    ATTRIBUTE = 3
    PROSE = 4


def texts_of(
    family: Family, language: str, languages: Sequence[str]
) -> Iterator[tuple[Field, str]]:
    """Yield every text of a product and its variants once, the weightiest first."""
    product = family.product
    lines = (product, *(one for one in family.variants if one is not product))
    seen: set[str] = set()
    for field, text in _all(lines, language, languages):
        if text and text not in seen:
            seen.add(text)
            yield field, text


def _all(
    lines: Sequence[Product], language: str, languages: Sequence[str]
) -> Iterator[tuple[Field, str]]:
    yield Field.TITLE, in_language(lines[0].title, language, languages)
    for line in lines:
        if line.brand:
            yield Field.BRAND, line.brand
        for step in chain.from_iterable(category_paths(line, language, languages)):
            yield Field.CATEGORY, step
    for line in lines:
        yield Field.ATTRIBUTE, in_language(line.title, language, languages)
        for value in chain.from_iterable(line.attributes.values()):
            yield Field.ATTRIBUTE, in_language(value, language, languages)
    for line in lines:
        yield Field.PROSE, in_language(line.description, language, languages)


def codes_of(line: Product) -> tuple[str, ...]:
    """Return the numbers by which people ask for a product or variant."""
    return tuple(one for one in (line.product_id, line.sku, line.mpn, line.gtin) if one)
