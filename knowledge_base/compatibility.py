"""Compatibility: what people of the shop say of which products fit which, and which do not."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge_base.fields import Fields
from knowledge_base.filters import PRICE, Filter
from knowledge_base.live import AVAILABILITY, SALE

OF_THE_DAY = frozenset({PRICE, SALE, AVAILABILITY})
"""Facets that change by the hour, and say nothing of what a product fits."""


class Fit(StrEnum):
    """What an entry says.

    FITS: the products of one side fit those of the other. DOES_NOT_FIT: they do not.
    FITS_ONLY: they fit where the values are equal, and do not where these differ.
    """

    FITS = "fits"
    DOES_NOT_FIT = "does_not_fit"
    FITS_ONLY = "fits_only"


@dataclass(frozen=True, slots=True)
class Side:
    """The products of one side: a product, or all that a filter lets through.

    Where values decide, they are those of the `facet`.
    """

    product_id: str | None = None
    filter: Filter | None = None
    facet: str | None = None


@dataclass(frozen=True, slots=True)
class CompatibilityEntry:
    """One entry: products of the side `product` fit, or do not fit, those of `other`.

    With a facet on both sides only those of equal values are meant. Who has `other` at hand
    is offered `product`; with `both_ways` the other way round, too. What does not fit does
    not in either direction.
    """

    entry_id: str
    says: Fit
    product: Side
    other: Side
    both_ways: bool = False
    enabled: bool = True
    note: str = ""


def read_compatibility(entry_id: str, body: object) -> CompatibilityEntry:
    """Read an entry as the API takes it. Raises BadInput with one fault per problem."""
    fields = Fields(body)
    says = fields.choice("says", Fit.FITS)
    product, other = (_read_side(fields, name) for name in ("product", "with"))
    if (product.facet is None) != (other.facet is None):
        missing = "with" if other.facet is None else "product"
        fields.fault(f"{missing}/facet", "is missing: values are compared with values")
    elif says is Fit.FITS_ONLY and product.facet is None:
        fields.fault("says", "can be fits_only where both sides name a facet to compare")
    entry = CompatibilityEntry(
        entry_id,
        says,
        product,
        other,
        both_ways=says is not Fit.DOES_NOT_FIT and fields.flag("both_ways", default=False),
        enabled=fields.flag("enabled", default=True),
        note=fields.text("note"),
    )
    fields.finish("a compatibility")
    return entry


def _read_side(fields: Fields, name: str) -> Side:
    """Read one side: exactly one of `product_id` and `filter`, and a facet where wanted."""
    if name not in fields:
        fields.fault(name, "is missing")
    side = fields.inside(name)
    if name in fields and side.says("product_id") == side.says("filter"):
        fields.fault(name, "must have either a product_id or a filter")
    chosen = side.filter("filter")
    facet = side.text("facet") or None
    for place, one in (("filter", chosen and chosen.facet), ("facet", facet)):
        if one in OF_THE_DAY:
            side.fault(place, f"{one} changes by the hour and says nothing of what fits")
    return Side(side.text("product_id") or None, chosen, facet)
