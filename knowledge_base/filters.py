"""What a filter is, and which rows it lets through."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache, partial

import numpy as np

from knowledge_base.catalogue_builder import BRAND, CATEGORY
from knowledge_base.columns import Bools
from knowledge_base.errors import BadInput, Fault, UnknownName
from knowledge_base.live import LiveFacts
from knowledge_base.money import money_text, to_cents

PRICE = "price"
MOST_KEPT = 256
"""Masks remembered: shoppers think up more price ranges than there is memory for."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One restriction: a value of a facet, or a range of prices in cents (both ends in)."""

    facet: str
    value: str = ""
    low: int | None = None
    high: int | None = None

    def __str__(self) -> str:
        """Write the filter the way the API reads it."""
        if self.facet != PRICE:
            return f"{self.facet}:{self.value}"
        ends = (self.low, self.high)
        low, high = ("" if end is None else money_text(end) for end in ends)
        return f"{PRICE}:{low}..{high}"


def parse_filter(text: str, place: str = "filter") -> Filter:
    """Read `facet:value` or `price:low..high`. Raises BadInput that names the place."""
    facet, colon, value = text.partition(":")
    if not (facet and colon and value):
        detail = f"'{text}' is not of the form facet:value"
        raise BadInput(detail, Fault(place, detail))
    if facet != PRICE:
        return Filter(facet, value)
    low, dots, high = value.partition("..")
    try:
        ends = [to_cents(Decimal(end)) if end else None for end in (low, high if dots else low)]
    except (InvalidOperation, ValueError):
        detail = f"'{value}' is not a range of prices such as 10..50, 10.. or ..50"
        raise BadInput(detail, Fault(place, detail)) from None
    return Filter(PRICE, low=ends[0], high=ends[1])


class Masks:
    """Which rows pass which filters, for one catalogue and its live facts; remembered.

    Filters of one facet are OR-ed, facets are AND-ed, and all must hold on one variant, which
    must be `offered` (bool, shape (v,)): without it any that is not gone.
    """

    def __init__(self, live: LiveFacts, offered: Bools | None = None) -> None:
        self.live = live
        self._offered = ~live.gone if offered is None else offered
        # not a method of this object: a cycle would hold replaced live facts until a collection
        self._one = lru_cache(maxsize=MOST_KEPT)(partial(_mask, live))

    def variants(self, filters: Iterable[Filter], *, without: str | None = None) -> Bools:
        """Return which variant rows pass (shape (v,)), leaving the facet `without` aside.

        Variants that are not offered pass nothing. Raises UnknownName for a facet that we do
        not have.
        """
        passed = self._offered.copy()
        by_facet: dict[str, list[Filter]] = {}
        for one in filters:
            if one.facet != without:
                by_facet.setdefault(one.facet, []).append(one)
        for group in by_facet.values():
            passed &= np.logical_or.reduce([self._one(one) for one in group])
        return passed

    def products(self, filters: Sequence[Filter]) -> Bools:
        """Return which product rows have at least one variant that passes (shape (p,))."""
        return self.live.catalogue.products_of(self.variants(filters))


def _mask(live: LiveFacts, one: Filter) -> Bools:
    return _price(live, one) if one.facet == PRICE else _value(live, one)


def _price(live: LiveFacts, one: Filter) -> Bools:
    low = 0 if one.low is None else one.low
    high = np.iinfo(np.int64).max if one.high is None else one.high
    return (live.price >= low) & (live.price <= high)


def _value(live: LiveFacts, one: Filter) -> Bools:
    mask = np.zeros(live.catalogue.variants, dtype=np.bool_)
    facet = live.facet(one.facet)
    if facet is None and one.facet in (BRAND, CATEGORY):
        return mask  # every shop has them, only this one has nothing yet that carries a value
    if facet is None:
        known = ", ".join(sorted({*live.facet_names, BRAND, CATEGORY, PRICE}))
        detail = f"there is no facet '{one.facet}'; there are {known}"
        raise UnknownName(detail, Fault("filter", detail, "unknown_filter"))
    code = facet.code(one.value)
    if code >= 0:
        mask[facet.postings[code]] = True
    return mask
