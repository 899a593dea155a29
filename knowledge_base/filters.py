"""What a filter is, and which rows it lets through."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache, partial
from hashlib import sha256

import numpy as np

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.catalogue_builder import BRAND, CATEGORY
from knowledge_base.codings import Rows
from knowledge_base.columns import Bools, Ints
from knowledge_base.errors import BadInput, Fault, UnknownName
from knowledge_base.live import AVAILABILITY, SALE, LiveFacts
from knowledge_base.money import MOST_CENTS, money_text, to_cents
from knowledge_base.selection import Selection

PRICE = "price"
ALWAYS = frozenset({BRAND, CATEGORY, PRICE})
"""Facets that every shop has, though it may have nothing yet that carries a value."""
FIXED = frozenset({SALE, AVAILABILITY})
"""Facets whose values we made up: any other is a mistake."""
MOST_KEPT, LEAST_KEPT, MOST_BYTES = 256, 16, 1 << 26
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
    """Read `facet:value` or `facet:low..high`. Raises BadInput that names the place."""
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
    first, last = ends
    if first is not None and last is not None and first > last:
        detail = f"'{value}' ends before it begins"
        raise BadInput(detail, Fault(place, detail))
    return Filter(PRICE, low=first, high=last)


@dataclass(frozen=True)
class Filtered:
    """A selection, and which of its variants hold what is asked of each facet (bool, (m,))."""

    live: LiveFacts
    selection: Selection
    filters: tuple[Filter, ...]
    held: Mapping[str, Bools]

    @cached_property
    def passing(self) -> Selection:
        """Return what passes every filter."""
        return self._where(list(self.held.values()))

    @cached_property
    def products(self) -> Bools:
        """Say which products of the selection have a variant that passes (shape (n,))."""
        if not self.held:
            return np.ones(len(self.selection), dtype=np.bool_)
        return self.selection.having(np.logical_and.reduce(list(self.held.values())))

    def without(self, facet: str) -> Selection:
        """Return what passes the filters of all other facets."""
        if facet not in self.held:
            return self.passing
        return self._where([mask for name, mask in self.held.items() if name != facet])

    def only(self, facet: str) -> Selection:
        """Return what passes the filters of one facet, whatever the others say."""
        return self._where([self.held[facet]] if facet in self.held else [])

    @cached_property
    def fingerprint(self) -> tuple[Hashable, ...]:
        """Return what is the same only for the same products, variants and filters.

        Under the same live facts all that is counted over them is the same then, too.
        """
        selection = self.selection
        own = () if selection.owner is None else (selection.variants,)
        return self.filters, *map(_digest, (selection.rows, *own)), *self._among

    @property
    def _among(self) -> tuple[bytes, ...]:
        """Return what is the same only where filters let the same through, if they let more."""
        return ()

    def _where(self, masks: Sequence[Bools]) -> Selection:
        if not masks:
            return self.selection
        return self.selection.where(np.logical_and.reduce(masks))


@dataclass(frozen=True)
class Browsed(Filtered):
    """What is left of the whole catalogue: only that is looked at, whatever else there is.

    `allowed` (bool, shape (p,)) are the products that may be shown at all.
    """

    masks: "Masks"
    allowed: Bools

    def without(self, facet: str) -> Selection:
        """Return what passes the filters of all other facets."""
        if facet not in self.held:
            return self.passing
        others = [one for one in self.filters if one.facet != facet]
        return self._passing(others)

    def only(self, facet: str) -> Selection:
        """Return what passes the filters of one facet, whatever the others say."""
        if not self.held.keys() - {facet}:
            return self.passing
        return self._passing([one for one in self.filters if one.facet == facet])

    @property
    def _among(self) -> tuple[bytes, ...]:
        return _digest(self.allowed), self.masks.offers

    def _passing(self, filters: Sequence[Filter]) -> Selection:
        rows = np.flatnonzero(self.allowed & self.masks.products(filters)).astype(np.int32)
        return self.masks.filtered(rows, filters).passing


class Masks:
    """Which rows pass which filters, for one catalogue and its live facts.

    Filters of one facet are OR-ed, facets are AND-ed, and all must hold on one variant, which
    must be `offered` (bool, shape (v,)): without it any that is not gone.
    """

    def __init__(self, live: LiveFacts, offered: Bools | None = None) -> None:
        self.live = live
        self._offered = ~live.gone if offered is None else offered
        kept = max(LEAST_KEPT, MOST_BYTES // max(live.catalogue.products, 1))
        # not a method of this object: a cycle would hold replaced live facts until a collection
        self._products = lru_cache(maxsize=min(kept, MOST_KEPT))(
            partial(_products, live, self._offered)
        )

    @cached_property
    def offers(self) -> bytes:
        """Return what is the same only where the same variants are offered."""
        return _digest(self._offered)

    def products(self, filters: Iterable[Filter]) -> Bools:
        """Return which product rows have a variant that passes (shape (p,)); remembered.

        Raises UnknownName for a facet that we do not have.
        """
        return self._products(frozenset(filters))

    def filtered(self, rows: Ints, filters: Iterable[Filter] = ()) -> Filtered:
        """Look at some product rows (int32), each of which has a variant that is offered.

        Only their own variants are looked at. Raises UnknownName as above.
        """
        selection = Selection.of(self.live.catalogue, rows, self._offered)
        asked = tuple(filters)
        return Filtered(
            self.live, selection, asked, _held(self.live, asked, selection.variants)
        )

    def browsed(self, rows: Ints, filters: Iterable[Filter], allowed: Bools) -> Browsed:
        """Look at those rows (int32) of the whole catalogue that are allowed and pass."""
        one = self.filtered(rows, filters)
        return Browsed(one.live, one.selection, one.filters, one.held, self, allowed)

    def check_names(self, names: Iterable[str], place: str) -> None:
        """Raise UnknownName, with the place, for a facet that we do not have."""
        for name in names:
            if name not in ALWAYS and self.live.facet(name) is None:
                raise no_facet(self.live, name, place, "unknown_facet")

    def check(self, filters: Iterable[Filter]) -> None:
        """Raise BadInput for a value that a facet of fixed values cannot have."""
        for one in filters:
            facet = self.live.facet(one.facet) if one.facet in FIXED else None
            if facet is not None and facet.code(one.value) == UNKNOWN:
                known = ", ".join(facet.values.column.texts())
                detail = f"'{one.value}' is not a value of {one.facet}; there are {known}"
                raise BadInput(detail, Fault("filter", detail))


def _digest(rows: Ints | Bools) -> bytes:
    return sha256(np.ascontiguousarray(rows).data).digest()


def _products(live: LiveFacts, offered: Bools, filters: frozenset[Filter]) -> Bools:
    """Return which products of the whole catalogue pass (bool, shape (p,))."""
    held = _held(live, filters, slice(None)).values()
    return live.catalogue.products_of(np.logical_and.reduce([offered, *held]))


def _held(live: LiveFacts, filters: Iterable[Filter], variants: Rows) -> dict[str, Bools]:
    """Say for each facet filtered by which of some variants hold one of its filters."""
    by_facet: dict[str, list[Filter]] = {}
    for one in filters:
        by_facet.setdefault(one.facet, []).append(one)
    return {
        name: _in_range(live, group, variants)
        if name == PRICE
        else _with_value(live, name, group, variants)
        for name, group in by_facet.items()
    }


def _in_range(live: LiveFacts, group: Sequence[Filter], variants: Rows) -> Bools:
    price = live.price[variants]
    inside = np.zeros(len(price), dtype=np.bool_)
    for one in group:
        low = 0 if one.low is None else one.low
        high = MOST_CENTS if one.high is None else one.high
        inside |= (price >= low) & (price <= high)
    return inside


def _with_value(live: LiveFacts, name: str, group: Sequence[Filter], variants: Rows) -> Bools:
    facet = live.facet(name)
    if facet is None and name not in ALWAYS:
        raise no_facet(live, name, "filter", "unknown_filter")
    codes = [code for one in group if facet for code in facet.codes_of(one.value)]
    if facet is None or not codes:
        return np.zeros(len(live.price[variants]), dtype=np.bool_)
    return live.coding(facet).with_any(codes, variants)


def no_facet(live: LiveFacts, name: str, place: str, code: str) -> UnknownName:
    """Say that there is no such facet, and which there are."""
    known = ", ".join(sorted({*live.facet_names, *ALWAYS}))
    detail = f"there is no facet '{name}'; there are {known}"
    return UnknownName(detail, Fault(place, detail, code))
