"""What do the products look like? Each is drawn by code, in the colour it is sold in."""

import random
from collections.abc import Callable

from demo.catalogue import Product, Shop
from demo.catalogue.palette import COLOURS
from demo.pictures import (
    clothes,
    houses,
    machines,
    outdoors,
    pantry,
    photo,
    shoes,
    tops,
    workshop,
)
from demo.pictures.ink import GROUNDS, Subject, livery, oval

DRAWINGS: dict[str, Callable[[Subject], str]] = {
    **tops.DRAWINGS,
    **clothes.DRAWINGS,
    **shoes.DRAWINGS,
    **photo.DRAWINGS,
    **houses.DRAWINGS,
    **outdoors.DRAWINGS,
    **pantry.DRAWINGS,
    **machines.DRAWINGS,
    **workshop.DRAWINGS,
}
SHADOW = oval(200, 346, 128, 13, "#1d2430").replace("/>", ' opacity=".08"/>')


def picture(shop: Shop, product_id: str) -> str | None:
    """Draw a product or one of its variants as SVG; None when the shop has no such product."""
    if product_id not in shop.rows:
        return None
    product = shop.product(product_id)
    dice = random.Random(product.product_id)
    ground = dice.choice(GROUNDS)
    drawing = DRAWINGS[product.kind.name](Subject(product, _colour(product, product_id), dice))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400">'
        f'<rect width="400" height="400" fill="{ground}"/>{SHADOW}{drawing}</svg>'
    )


def _colour(product: Product, product_id: str) -> str:
    """Find the colour of a variant, else the first of the product, else one of its maker."""
    own = [each.colour for each in product.variants if each.variant_id == product_id]
    names = [name for name in (*own, *product.colours) if name]
    return COLOURS[names[0]].hex if names else livery(product)
