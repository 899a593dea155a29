"""Does one product come out of every dialect as the same product?"""

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.products import Availability, Product
from tests.knowledge_base.feeds.reading import lines

words = st.text("abc ÄÖÜß\"',;&<é-1", min_size=1, max_size=12).map(str.strip).filter(bool)
# `<` only where a letter cannot make a tag of it
titles = words.map(lambda text: text.replace("<", "< "))
ids = st.text("ABCabc019-_", min_size=1, max_size=12)
prices = st.decimals("0.01", "9999.99", places=2)


@st.composite
def products(draw: st.DrawFn) -> Product:
    """Make up a product that every dialect can tell of."""
    full, reduced = sorted((draw(prices), draw(prices)), reverse=True)
    sold_out = draw(st.booleans())
    return Product(
        product_id=draw(ids),
        title={"de": " ".join(draw(titles).split())},
        brand=" ".join(draw(titles).split()),
        categories={"de": (("Garten", "Häuser"), ("Neu",))},
        price=reduced,
        list_price=full if full > reduced else None,
        availability=Availability.OUT_OF_STOCK if sold_out else Availability.IN_STOCK,
        image_urls=("https://shop.example/1.jpg",),
    )


def ours(product: Product, decimal: str = ".") -> dict[str, str]:
    """Write a product under our names."""
    full = product.list_price
    return {
        "product_id": product.product_id,
        "title": product.title["de"],
        "brand": product.brand or "",
        "categories": "Garten > Häuser|Neu",
        "price": str(product.price).replace(".", decimal),
        "list_price": str(full).replace(".", decimal) if full is not None else "",
        "availability": "out of stock" if product.availability else "in stock",
        "image_url": product.image_urls[0],
    }


def renamed(product: Product, names: Mapping[str, str], decimal: str = ".") -> dict[str, str]:
    """Write a product under other names."""
    return {names.get(name, name): value for name, value in ours(product, decimal).items()}


def table(row: Mapping[str, str], separator: str) -> bytes:
    """Write one row under its header."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(row), delimiter=separator)
    writer.writeheader()
    writer.writerow(row)
    return out.getvalue().encode("utf-8-sig")


def json_line(product: Product) -> bytes:
    return json.dumps(ours(product)).encode()


def german_table(product: Product) -> bytes:
    return table(ours(product, ","), ";")


GOOGLE = {
    "product_id": "id",
    "image_url": "image_link",
    "categories": "product_type",
    "price": "sale_price",
    "list_price": "price",
}


def google(product: Product) -> dict[str, str]:
    row = renamed(product, GOOGLE)
    if not row["price"]:
        row["price"], row["sale_price"] = row["sale_price"], ""
    return row


def google_table(product: Product) -> bytes:
    return table(google(product), "\t")


def google_xml(product: Product) -> bytes:
    fields = "".join(
        f"<g:{name}>{escape(value)}</g:{name}>"
        for name, value in google(product).items()
        if value
    )
    space = 'xmlns:g="http://base.google.com/ns/1.0"'
    return f"<rss {space}><channel><item>{fields}</item></channel></rss>".encode()


def epoq(product: Product) -> bytes:
    names = {
        "product_id": "productId",
        "title": "name",
        "image_url": "smallImage",
        "categories": "category",
        "list_price": "oldPrice",
    }
    return table(renamed(product, names, ","), ";")


def woocommerce(product: Product) -> bytes:
    row: dict[str, Any] = {"ID": product.product_id, "Typ": "simple", "Artikelnummer": ""}
    full = product.list_price or product.price
    row |= {"Name": product.title["de"], "Veröffentlicht": "1", "Marken": product.brand}
    row |= {"Vorrätig?": "0" if product.availability else "1"}
    row |= {"Regulärer Preis": str(full).replace(".", ",")}
    row |= {"Angebotspreis": str(product.price).replace(".", ",")}
    row |= {"Kategorien": "Garten > Häuser, Neu", "Bilder": product.image_urls[0]}
    return table(row, ",")


DIALECTS = [json_line, german_table, google_table, google_xml, epoq, woocommerce]


@pytest.mark.parametrize("write", DIALECTS)
@given(product=products())
def test_a_product_is_the_same_in_every_dialect(
    write: Callable[[Product], bytes], product: Product
) -> None:
    with TemporaryDirectory() as folder:
        (read,) = lines(Path(folder), write(product))
    assert replace(read, sku=None) == product
