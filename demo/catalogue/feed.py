"""How does the shop write its catalogue down for others? One JSON object a line."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

from demo.catalogue.fashion import gender
from demo.catalogue.palette import COLOURS, MATERIALS
from demo.catalogue.shop import Shop
from demo.catalogue.stocking import Product, Variant
from demo.catalogue.words import Value, as_text, texts

CURRENCY = "EUR"
ADULTS, CHILDREN = texts("Erwachsene | Adults", "Kinder | Children")


def write_feed(shop: Shop, path: Path) -> int:
    """Write the catalogue as JSON Lines and count the lines."""
    return write_lines(lines(shop), path)


def write_lines(values: Iterable[dict[str, Any]], path: Path) -> int:
    """Write values as JSON Lines and count them."""
    count = 0
    with path.open("wb") as file:
        for value in values:
            file.write(orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE))
            count += 1
    return count


def lines(shop: Shop) -> Iterator[dict[str, Any]]:
    """Give every product as a feed line, each followed by its variants."""
    for product in shop.products:
        yield _filled(_product_line(product))
        for variant in product.variants:
            yield _filled(_variant_line(product, variant))


def money(cents: int | None) -> str | None:
    """Write cents as a decimal string."""
    return None if cents is None else f"{cents // 100}.{cents % 100:02d}"


def _product_line(product: Product) -> dict[str, Any]:
    line: dict[str, Any] = {
        "product_id": product.product_id,
        "title": product.title.as_dict(),
        "description": product.description.as_dict(),
        "brand": product.brand,
        "categories": {"de": [product.kind.path.de], "en": [product.kind.path.en]},
        "price": money(product.price),
        "list_price": money(product.list_price),
        "currency": CURRENCY,
        "delivery_days": product.delivery_days,
        "url": f"/product/{product.product_id}",
        "image_url": _image(product.product_id),
        "image_urls": _images(product) or None,
        "mpn": product.code or product.sku,
        "sku": product.sku,
        "attributes": {name: _plain(value) for name, value in product.attributes.items()},
        "material": MATERIALS[product.material].name.as_dict() if product.material else None,
        "released_at": f"{product.released.isoformat()}T00:00:00Z",
        "margin": product.margin,
        "tags": {
            "de": [tag.de for tag in product.tags],
            "en": [tag.en for tag in product.tags],
        },
        "rating": product.rating,
        "rating_count": product.rating_count,
    }
    if product.kind.audience:
        line |= _audience(product)
    if len(product.colours) == 1:
        line["colour"] = COLOURS[product.colours[0]].name.as_dict()
    if not product.variants:
        line |= {"gtin": product.gtin} | _availability(product.stock)
    return line


def _variant_line(product: Product, variant: Variant) -> dict[str, Any]:
    line: dict[str, Any] = {
        "product_id": variant.variant_id,
        "variant_of": product.product_id,
        "price": money(variant.price),
        "list_price": money(variant.list_price),
        "gtin": variant.gtin,
        "sku": variant.sku,
        "image_url": _image(variant.variant_id),
        **_availability(variant.stock),
    }
    if variant.colour:
        line["colour"] = COLOURS[variant.colour].name.as_dict()
    if variant.pack and variant.pack.name == "size":
        line["size"] = variant.pack.value
    elif variant.pack:
        line["attributes"] = {variant.pack.name: _plain(variant.pack.value)}
    if variant.pack and variant.pack.grams:
        line["unit_pricing_measure"] = f"{variant.pack.grams} g"
        line["unit_pricing_base_measure"] = "100 g"
    return line


def _audience(product: Product) -> dict[str, Any]:
    """Say for whom a product is made."""
    age_group = CHILDREN if product.kind.audience == "children" else ADULTS
    return {"gender": gender(product.kind).as_dict(), "age_group": age_group.as_dict()}


def _images(product: Product) -> list[str]:
    """Show one picture for every colour but the first, which is on the main picture."""
    first = {each.colour: each.variant_id for each in reversed(product.variants)}
    return [_image(first[colour]) for colour in product.colours[1:]]


def _image(identifier: str) -> str:
    return f"/images/{identifier}.svg"


def _availability(stock: int) -> dict[str, Any]:
    return {"stock": stock, "availability": "in_stock" if stock else "out_of_stock"}


def _plain(value: Value) -> dict[str, str] | str:
    """Write a value once where both languages agree."""
    both = as_text(value)
    return both.de if both.de == both.en else both.as_dict()


def _filled(line: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not known."""
    return {name: value for name, value in line.items() if value is not None}
