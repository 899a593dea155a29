"""Which products truly go together, and which could stand in for each other?

Two products are complements when a rule of the trade says so: the kinds fit, and everything
that decides about fitting agrees. They are substitutes when somebody who wants one could take
the other: the same leaf of the category tree, the same fitting, a similar price, and something
in common that shows. The shop does not tell anybody: measurements compare against this.
"""

from dataclasses import dataclass

from demo.catalogue import Product, Shop
from demo.catalogue.words import as_text


@dataclass(frozen=True, slots=True)
class Fit:
    """A rule of the trade: this kind of accessory fits when all these facts agree."""

    accessory: str
    agree: tuple[str, ...] = ()


FITS: dict[str, tuple[Fit, ...]] = {
    "camera": (
        Fit("lens", ("lens_mount",)),
        Fit("memory_card", ("card_type",)),
        Fit("camera_battery", ("battery_type",)),
        Fit("camera_bag"),
        Fit("camera_backpack"),
        Fit("tripod"),
    ),
    "compact_camera": (Fit("memory_card", ("card_type",)), Fit("camera_bag")),
    "lens": (Fit("lens_filter", ("filter_diameter",)),),
    "garden_house": (
        Fit("house_floor", ("width", "depth")),
        Fit("roof_felt"),
        Fit("wood_paint"),
        Fit("garden_lamp"),
        Fit("gutter"),
    ),
    "tool_shed": (Fit("house_floor", ("width", "depth")), Fit("garden_lamp")),
    "running_shoe": (Fit("running_sock", ("audience",)),),
    "sneaker": (Fit("sock", ("audience",)),),
    "hiking_shoe": (Fit("sock", ("audience",)),),
    "jeans": (Fit("belt", ("audience",)),),
    "blazer": (Fit("shirt", ("audience",)),),
    "skirt": (Fit("blouse", ("audience",)),),
    "dress": (Fit("handbag", ("audience",)),),
    "coat": (Fit("scarf", ("audience",)),),
    "winter_jacket": (Fit("beanie", ("audience",)), Fit("scarf", ("audience",))),
    "drill": (
        Fit("drill_bit", ("shank",)),
        Fit("bit_set", ("shank",)),
        Fit("tool_battery", ("battery_system", "voltage")),
    ),
    "hammer_drill": (
        Fit("drill_bit", ("shank",)),
        Fit("tool_battery", ("battery_system", "voltage")),
        Fit("wall_plug"),
    ),
    "book": (Fit("book", ("brand", "series", "next volume")),),
    "spice": (Fit("mill", ("whole",)),),
}
MUST_AGREE: dict[str, tuple[str, ...]] = {
    "lens": ("lens_mount",),
    "memory_card": ("card_type",),
    "camera_battery": ("battery_type",),
    "lens_filter": ("filter_diameter",),
    "garden_house": ("width",),
    "house_floor": ("width", "depth"),
    "drill_bit": ("shank", "diameter"),
    "bit_set": ("shank",),
    "tool_battery": ("battery_system", "voltage"),
    "screw": ("dimensions",),
    "wall_plug": ("dimensions",),
    "spice": ("form",),
}
PRICE_FACTOR = 1.8


def complements(shop: Shop, product_id: str) -> frozenset[str]:
    """Name the products that somebody who owns this one has a use for."""
    product = shop.product(product_id)
    return frozenset(
        other.product_id
        for fit in FITS.get(product.kind.name, ())
        for other in shop.by_kind.get(fit.accessory, ())
        if other is not product and all(_agrees(fact, product, other) for fact in fit.agree)
    )


def substitutes(shop: Shop, product_id: str) -> frozenset[str]:
    """Name the products that could stand in for this one; the relation is symmetric."""
    product = shop.product(product_id)
    return frozenset(
        other.product_id
        for other in shop.by_kind[product.kind.name]
        if other is not product and _could_replace(product, other)
    )


def _could_replace(product: Product, other: Product) -> bool:
    low, high = sorted((product.price, other.price))
    facts = MUST_AGREE.get(product.kind.name, ())
    return (
        other.kind.path == product.kind.path
        and high <= PRICE_FACTOR * low
        and all(product.attributes[name] == other.attributes[name] for name in facts)
        and (_is_other_series if product.kind.name == "book" else _looks_alike)(product, other)
    )


def _looks_alike(product: Product, other: Product) -> bool:
    """Ask for the same name and a colour, material or style in common: what one can see."""
    return product.phrase == other.phrase and (
        bool(set(product.colours) & set(other.colours))
        or product.material == other.material != ""
        or product.style == other.style != ""
        or not (product.colours or product.material or product.style)
    )


def _is_other_series(product: Product, other: Product) -> bool:
    return product.brand != other.brand or product.phrase != other.phrase


def _agrees(fact: str, product: Product, other: Product) -> bool:
    """Check one fact of a rule; most are attributes that must be equal."""
    if fact == "audience":
        return product.kind.audience == other.kind.audience
    if fact == "brand":
        return product.brand == other.brand
    if fact == "whole":
        return as_text(product.attributes["form"]).en == "Whole"
    if fact == "next volume":
        return _volume(other) == _volume(product) + 1
    return product.attributes.get(fact) == other.attributes.get(fact)


def _volume(book: Product) -> int:
    return int(as_text(book.attributes["volume"]).en)
