"""How does a draft become a product: with a number, price tags, stock and opinions?"""

import operator
import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

from demo.catalogue.kinds import Draft, Kind, Pack
from demo.catalogue.words import Text, Value

SOLD_OUT, VARIANT_SOLD_OUT = 0.04, 0.09
ON_SALE = 0.19
DISCOUNTS = (0.1, 0.15, 0.2, 0.3, 0.4, 0.5)
UNRATED, NEW = 0.12, 0.08
SHELF_LIFE_DAYS, NEW_DAYS = 3 * 365, 30
ODD_CENTS_BELOW, NINES_FROM = 10, 100
DELIVERY_DAYS = ((1, 2, 3, 5, 10), (5, 9, 4, 2, 1))


@dataclass(frozen=True, slots=True)
class Variant:
    """One sellable form of a product; prices are in cents."""

    variant_id: str
    colour: str
    pack: Pack | None
    price: int
    list_price: int | None
    stock: int
    gtin: str
    sku: str


@dataclass(frozen=True, slots=True)
class Product:
    """A product as the shop sells it; ``quality`` is the hidden truth behind its ratings."""

    product_id: str
    kind: Kind
    title: Text
    description: Text
    brand: str
    code: str
    phrase: Text
    attributes: Mapping[str, Value]
    material: str
    style: str
    tags: tuple[Text, ...]
    colours: tuple[str, ...]
    price: int
    list_price: int | None
    stock: int
    delivery_days: int
    gtin: str
    sku: str
    released: date
    margin: float
    rating: float | None
    rating_count: int
    quality: float
    variants: tuple[Variant, ...]

    @property
    def on_stock(self) -> int:
        """Count what can be sold, over all variants."""
        return sum(each.stock for each in self.variants) if self.variants else self.stock


def price_point(euros: float) -> int:
    """Round to a price a shop would print, in cents: 3.99, 79.95, 1249.90."""
    whole = int(euros)
    if whole < ODD_CENTS_BELOW:
        return 100 * whole + 99
    return 100 * whole + 95 if whole < NINES_FROM else 1000 * (whole // 10) + 990


def gtin(number: int) -> str:
    """Give a 13 digit number its check digit; the prefix 2 is for numbers used inside a shop.

    GS1 General Specifications, section 7.9: weights 3 and 1 alternate from the right.
    """
    body = f"2{number:011d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return f"{body}{-total % 10}"


def stock_up(
    draft: Draft, title: Text, number: int, today: date, rng: random.Random
) -> Product:
    """Put a draft on the shelf under a running number."""
    sku = f"{draft.brand.name[:2].upper()}-{number:05d}"
    discount = rng.choice(DISCOUNTS) if draft.on_sale and rng.random() < ON_SALE else 0.0
    is_sold_out = rng.random() < SOLD_OUT
    variants = () if is_plain(draft) else _variants(draft, number, sku, discount, rng)
    if is_sold_out:
        variants = tuple(replace(each, stock=0) for each in variants)
    quality = rng.gauss(0.0, 1.0)
    rating, rating_count = _rating(quality, rng)
    price, list_price = min(
        ((each.price, each.list_price) for each in variants),
        default=price_tag(draft.euros, discount),
        key=operator.itemgetter(0),
    )
    return Product(
        product_id=f"P{number:05d}",
        kind=draft.kind,
        title=title,
        description=draft.description,
        brand=draft.brand.name,
        code=draft.code,
        phrase=draft.phrase or draft.kind.noun.many,
        attributes=draft.attributes,
        material=draft.material,
        style=draft.style,
        tags=draft.tags,
        colours=draft.colours,
        price=price,
        list_price=list_price,
        stock=0 if variants or is_sold_out else rng.randint(1, 60),
        delivery_days=rng.choices(*DELIVERY_DAYS)[0],
        gtin=gtin(number * 1000),
        sku=sku,
        released=_released(today, rng),
        margin=round(rng.betavariate(4, 6), 2),
        rating=rating,
        rating_count=rating_count,
        quality=quality,
        variants=variants,
    )


def is_plain(draft: Draft) -> bool:
    """Tell whether a product is sold in one form only."""
    return not draft.packs and len(draft.colours) <= 1


def price_tag(euros: float, discount: float) -> tuple[int, int | None]:
    """Print price and, where a discount shows, the list price it is struck from."""
    regular, reduced = price_point(euros), price_point(euros * (1 - discount))
    return (reduced, regular) if reduced < regular else (regular, None)


def _variants(
    draft: Draft, number: int, sku: str, discount: float, rng: random.Random
) -> tuple[Variant, ...]:
    found = []
    for place, (colour, pack) in enumerate(
        product(draft.colours or ("",), draft.packs or (None,)), 1
    ):
        price, list_price = price_tag(draft.euros * (pack.factor if pack else 1.0), discount)
        found.append(
            Variant(
                variant_id=f"P{number:05d}-{place:02d}",
                colour=colour,
                pack=pack,
                price=price,
                list_price=list_price,
                stock=0 if rng.random() < VARIANT_SOLD_OUT else rng.randint(1, 25),
                gtin=gtin(number * 1000 + place),
                sku=f"{sku}-{place:02d}",
            )
        )
    return tuple(found)


def _rating(quality: float, rng: random.Random) -> tuple[float | None, int]:
    """Let buyers judge the hidden quality: few stars are exact, many are missing."""
    if rng.random() < UNRATED:
        return None, 0
    stars = 3.9 + 0.45 * quality + rng.gauss(0.0, 0.25)
    return round(min(5.0, max(1.0, stars)), 1), int(rng.paretovariate(1.1) * 4)


def _released(today: date, rng: random.Random) -> date:
    """Draw a release within three years; some products are new."""
    span = NEW_DAYS if rng.random() < NEW else SHELF_LIFE_DAYS
    return today - timedelta(days=rng.randint(1, span))
