"""Looks up what products are like, those that are gone included: people outlive them."""

from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, select

from knowledge_base.families import families
from knowledge_base.products import Product
from knowledge_base.storage.chunks import chunks
from knowledge_base.storage.tables import products
from knowledge_base.tastes import Traits, traits_of

_product = msgspec.json.Decoder(Product).decode


def known_traits(connection: Connection, ids: Collection[str]) -> dict[str, Traits]:
    """Return what the products and variants of these ids are like, as far as they are known."""
    lines = _lines(connection, ids)
    parents = {one.variant_of for one in lines.values() if one.variant_of} - lines.keys()
    above = {**lines, **_lines(connection, parents)}
    return {name: traits_of(_whole(line, above)) for name, line in lines.items()}


def _lines(connection: Connection, ids: Collection[str]) -> dict[str, Product]:
    """Read the lines of ids, whether deleted or not."""
    found: dict[str, Product] = {}
    for few in chunks(ids):
        wanted = select(products.c.product_id, products.c.line)
        rows = connection.execute(wanted.where(products.c.product_id.in_(few)))
        found |= {product_id: _product(line) for product_id, line in rows}
    return found


def _whole(line: Product, above: dict[str, Product]) -> Product:
    """Let a variant inherit from its product."""
    parent = above.get(line.variant_of or "")
    if parent is None or parent is line:
        return line
    (family,) = families([parent, line])
    return family.variants[0]
