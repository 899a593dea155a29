"""Reads a feed line into a product, and lays a patch over it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from knowledge_base import cells
from knowledge_base.line_reader import ALSO_ATTRIBUTES, MONEY, SINGLE, LineReader, field_of
from knowledge_base.products import Product

PATCHABLE = frozenset(
    {*MONEY, *ALSO_ATTRIBUTES, "stock", "availability", "delivery_days", "attributes"}
)
_LIVE = PATCHABLE & {*SINGLE, *MONEY}
_NAMES_THE_PRODUCT = {"product_id", "currency"}


def read_product(raw: Mapping[str, Any], *, languages: Sequence[str], currency: str) -> Product:
    """Read a canonical feed line; a text without a language is in the first of `languages`.

    Raises BadInput with one fault for each field that cannot be used.
    """
    line = LineReader(raw, languages, currency)
    values = line.single() | line.money()
    if "product_id" not in values:
        line.miss("product_id")
    title = line.texts("title", cells.text)
    if not title and "variant_of" not in values:
        line.miss("title")
    values |= {
        "title": title,
        "description": line.texts("description", cells.description),
        "categories": line.categories(),
        "image_urls": line.images(),
        "attributes": line.attributes(),
    }
    line.raise_faults()
    return _sound(Product(**values))


def merge_patch(
    product: Product, patch: Mapping[str, Any], *, languages: Sequence[str], currency: str
) -> Product:
    """Lay new price, stock, availability, delivery time or attributes over a product.

    As in RFC 7396 null removes, and attributes are merged one by one. Raises BadInput with
    one fault for each field that cannot be used or may not be patched.
    """
    line = LineReader(patch, languages, currency)
    for name in patch:
        field = field_of(name)
        if field and field[0] not in PATCHABLE | _NAMES_THE_PRODUCT:
            line.fault(name, "cannot be patched; send the whole product", "not_patchable")
    read = line.single() | line.money()
    for name in _LIVE & patch.keys() - read.keys():
        if patch[name] is not None and not line.blames(name):
            line.fault(name, "is empty; null removes it", "empty")
    if not isinstance(patch.get("attributes"), dict | None):
        line.fault("attributes", "is not an object of names and values")
    changes: dict[str, Any] = {name: None for name in patch if name in _LIVE} | read
    before = {} if patch.get("attributes", ()) is None else product.attributes
    removed = line.removed_attributes()
    kept = {name: values for name, values in before.items() if name not in removed}
    attributes = kept | line.attributes()
    if changes.pop("product_id", product.product_id) != product.product_id:
        line.fault("product_id", "names another product")
    line.raise_faults()
    return _changed(product, attributes=attributes, **changes)


def follow(
    variant: Product,
    product: Product,
    patch: Mapping[str, Any],
    *,
    languages: Sequence[str],
    currency: str,
) -> Product:
    """Let a variant take over what a patch has just set on its product.

    Only where the variant has a value of its own: everything else it inherits anyway, and so
    an attribute of its own is dropped. So a price patched on a product is the price of all
    its variants, and never none of them.
    """
    line = LineReader(patch, languages, currency)
    told = line.attributes().keys() | line.removed_attributes()
    kept = {name: values for name, values in variant.attributes.items() if name not in told}
    own = {
        name: getattr(product, name)
        for name in _LIVE & patch.keys()
        if getattr(variant, name) is not None
    }
    if variant.price is None and "price" in patch:
        own["unit_price"] = None
    return _changed(variant, attributes=kept, **own)


def _changed(product: Product, **changes: Any) -> Product:
    """Change a product; a unit price somebody wrote goes with the price it was true of."""
    if changes.get("price", product.price) != product.price:
        changes["unit_price"] = None
    return _sound(replace(product, **changes))


def _sound(product: Product) -> Product:
    """Drop a list price that promises no reduction, and a product that is its own parent."""
    if product.variant_of == product.product_id:
        product = replace(product, variant_of=None)
    full, now = product.list_price, product.price
    if full is not None and now is not None and full <= now:
        return replace(product, list_price=None)
    return product
