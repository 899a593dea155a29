"""What is written on a product and its variants in one language, and how much it says."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from knowledge_base.catalogue_builder import category_paths, in_language
from knowledge_base.families import Family
from knowledge_base.products import Product


class Weighted(NamedTuple):
    """A text, how many times it counts, and whether it names things or describes them.

    Names make the vocabulary: only they are completed while typing and corrected to.
    """

    text: str
    weight: int
    names: bool = True


def weighted_texts(
    family: Family, language: str, languages: Sequence[str]
) -> Iterator[Weighted]:
    """Yield every text of a product and its variants once, the weightiest first."""
    lines = (family.product, *family.variants)
    seen: set[str] = set()
    for one in _all(lines, language, languages):
        if one.text and one.text not in seen:
            seen.add(one.text)
            yield one


def _all(
    lines: Sequence[Product], language: str, languages: Sequence[str]
) -> Iterator[Weighted]:
    yield Weighted(in_language(lines[0].title, language, languages), 3)
    for line in lines:
        if line.brand:
            yield Weighted(line.brand, 2)
        for path in category_paths(line, language, languages):
            yield from (Weighted(step, 2) for step in path)
    for line in lines:
        yield Weighted(in_language(line.title, language, languages), 1)
        for values in line.attributes.values():
            yield from (Weighted(in_language(one, language, languages), 1) for one in values)
        for code in codes_of(line):
            yield Weighted(code, 1)
    for line in lines:
        yield Weighted(in_language(line.description, language, languages), 1, names=False)


def codes_of(line: Product) -> tuple[str, ...]:
    """Return the numbers by which people ask for a product or variant."""
    return tuple(one for one in (line.product_id, line.sku, line.mpn, line.gtin) if one)
