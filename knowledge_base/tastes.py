"""What a product tells of the taste, the size and the purse of somebody who cares for it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from knowledge_base.catalogue_builder import node
from knowledge_base.money import to_cents
from knowledge_base.products import Texts

FACETS = ("brand", "colour", "material", "style", "gender", "age_group")
"""Facets in which tastes differ; others tell needs."""
SIZE = "size"
MOST_VALUES = 8
"""Values of a facet that still tell a taste; what comes in all colours tells none."""

_EMPTY: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Traits:
    """What one product or variant is like, in the words of the shop's default language.

    `kind` is the path of its first category: sizes and prices mean something only inside it.
    `log_price` is the natural logarithm of the price in cents.
    """

    values: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _EMPTY)
    kind: str | None = None
    sizes: tuple[str, ...] = ()
    log_price: float | None = None


NOTHING_TOLD = Traits()


@dataclass(frozen=True, slots=True)
class Looks:
    """Of a feed line only what tells a taste: read in a fraction of the time."""

    brand: str | None = None
    categories: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    price: Decimal | None = None
    attributes: Mapping[str, tuple[Texts, ...]] = field(default_factory=dict)

    def inheriting(self, parent: "Looks") -> "Looks":
        """Fill what a variant leaves out from its product."""
        return Looks(
            brand=parent.brand if self.brand is None else self.brand,
            categories=self.categories or parent.categories,
            price=parent.price if self.price is None else self.price,
            attributes={**parent.attributes, **self.attributes},
        )


def traits_of(line: Looks, parent: Looks | None = None) -> Traits:
    """Return what a product is like, or a variant of a product."""
    product = line if parent is None else line.inheriting(parent)
    carried = {name: _texts(product.attributes.get(name, ())) for name in FACETS}
    if product.brand:
        carried["brand"] = (product.brand,)
    told = {name: values for name, values in carried.items() if 0 < len(values) <= MOST_VALUES}
    paths = next(iter(product.categories.values()), ())
    cents = 0 if product.price is None else to_cents(product.price)
    return Traits(
        values=told,
        kind=node(paths[0]) if paths else None,
        sizes=_texts(product.attributes.get(SIZE, ())),
        log_price=math.log(cents) if cents > 0 else None,
    )


def _texts(values: tuple[Texts, ...]) -> tuple[str, ...]:
    """Say values in the default language, which stands first in every text."""
    return tuple(next(iter(one.values())) for one in values)
