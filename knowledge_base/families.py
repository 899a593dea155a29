"""A product and its variants together: inheritance resolved, ready to become rows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from knowledge_base.products import Product

_OWN = {"product_id", "variant_of", "attributes", "lowest_price", "unit_price"}
_INHERITED = [field.name for field in fields(Product) if field.name not in _OWN]


@dataclass(frozen=True, slots=True)
class Family:
    """One product with the variants that can be bought, each complete in itself.

    A product without variants is its own only variant.
    """

    product: Product
    variants: tuple[Product, ...]


def _is_missing(value: object) -> bool:
    return value is None or (isinstance(value, (tuple, Mapping)) and not value)


def _inherit(variant: Product, parent: Product) -> Product:
    """Fill what the variant leaves out from its product."""
    filled: dict[str, Any] = {
        name: getattr(parent, name)
        for name in _INHERITED
        if _is_missing(getattr(variant, name))
    }
    priced = parent if variant.price is None else variant
    return replace(
        variant,
        attributes={**parent.attributes, **variant.attributes},
        lowest_price=priced.lowest_price,
        unit_price=variant.unit_price or _same_unit_price(variant, parent),
        **filled,
    )


def _same_unit_price(variant: Product, parent: Product) -> str | None:
    """Return what was written of the product, if the variant costs and measures the same."""
    is_same = variant.price in (None, parent.price) and variant.unit_pricing_measure in (
        None,
        parent.unit_pricing_measure,
    )
    return parent.unit_price if is_same else None


def _stand_in(parent_id: str, variants: list[Product]) -> Product:
    """Make the product line that a feed with nothing but variants leaves out."""
    first = variants[0]
    shared = {
        name: values
        for name, values in first.attributes.items()
        if all(one.attributes.get(name) == values for one in variants)
    }
    return replace(first, product_id=parent_id, variant_of=None, attributes=shared)


def families(lines: Iterable[Product]) -> Iterator[Family]:
    """Group feed lines by product, in the order in which each product first appears."""
    parents: dict[str, Product | None] = {}
    children: dict[str, list[Product]] = {}
    for line in lines:
        if line.variant_of is None or line.variant_of == line.product_id:
            parents[line.product_id] = line
        else:
            parents.setdefault(line.variant_of, None)
            children.setdefault(line.variant_of, []).append(line)
    for product_id, parent in parents.items():
        own = children.get(product_id)
        if own:
            product = parent or _stand_in(product_id, own)
            yield Family(product, tuple(_inherit(one, product) for one in own))
        elif parent is not None:
            yield Family(parent, (parent,))
