"""What a product is: the canonical feed line every dialect is turned into."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import IntEnum

Texts = Mapping[str, str]
"""One text by language code; the shop's default language is always present."""
LIVE = ("price", "list_price", "lowest_price", "stock", "availability", "delivery_days")
"""Fields of a product that are laid over a snapshot while it serves, and need no new one."""


class Availability(IntEnum):
    """Whether a variant can be bought, as the feed says it."""

    IN_STOCK = 0
    PREORDER = 1
    BACKORDER = 2
    OUT_OF_STOCK = 3

    @property
    def word(self) -> str:
        """Say it the way the API spells it."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Product:
    """One feed line: a product, or (with `variant_of`) one of its variants.

    A variant inherits from its product every field it leaves out. Attribute values are
    texts by language, several to an attribute; `size`, `colour`, `material`, `gender`,
    `age_group` and `tags` of the feed are attributes here, under those names. A
    `unit_price` is the text a shop wrote itself, true of its price alone; what is measured
    gives one for every price. No feed tells the `lowest_price` of the 30 days before the
    present price: storage knows it.
    """

    product_id: str
    variant_of: str | None = None
    title: Texts = field(default_factory=dict)
    description: Texts = field(default_factory=dict)
    brand: str | None = None
    categories: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    price: Decimal | None = None
    list_price: Decimal | None = None
    unit_price: str | None = None
    unit_pricing_measure: str | None = None
    unit_pricing_base_measure: str | None = None
    availability: Availability | None = None
    stock: int | None = None
    delivery_days: int | None = None
    url: str | None = None
    image_urls: tuple[str, ...] = ()
    gtin: str | None = None
    mpn: str | None = None
    sku: str | None = None
    attributes: Mapping[str, tuple[Texts, ...]] = field(default_factory=dict)
    released_at: datetime | None = None
    margin: float | None = None
    rating: float | None = None
    rating_count: int | None = None
    lowest_price: Decimal | None = None
