"""Makes variants of the sizes that epoq's feeds pack into one cell."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from knowledge_base.feeds.entries import Entries, Line

_SIZES = "sizesInfo"
_LONG = ("size", "quantity", "oldPrice", "price", "link", "specialPrice")
_SHORT = ("size", "quantity", "price")


def spread_sizes(entries: Entries) -> Entries:
    """Yield each line, and behind it a line for each of its sizes.

    They are written `size#quantity#old price#price#link#special price`, with `|` between
    them, or `size:quantity:price` with `#` between them. The product itself loses its size,
    stock and price to them, except for the price.
    """
    for entry in entries:
        sizes = list(_sizes(entry.raw.get(_SIZES))) if isinstance(entry, Line) else []
        if not isinstance(entry, Line) or not sizes:
            yield entry
            continue
        product = {
            name: value
            for name, value in entry.raw.items()
            if name not in (_SIZES, "size", "quantity")
        }
        yield Line(entry.number, product)
        for size in sizes:
            parent = entry.raw.get("id")
            own = {"id": f"{parent}-{size['size']}", "variant_of": parent}
            yield Line(entry.number, {**_shared(product), **size, **own})


def _shared(product: Mapping[str, Any]) -> dict[str, Any]:
    """Return what every size repeats, because it says how the line is to be read."""
    return {name: product[name] for name in ("currency", "locakey") if name in product}


def _sizes(cell: Any) -> Iterator[dict[str, Any]]:
    text = cell if isinstance(cell, str) else ""
    is_short = re.match(r"[^#|]+:[^#|]*:", text) is not None
    for written in text.split("#" if is_short else "|"):
        values = written.split(":" if is_short else "#")
        found = dict(zip(_SHORT if is_short else _LONG, map(str.strip, values), strict=False))
        if not found.get("size"):
            continue
        if special := found.pop("specialPrice", ""):
            found |= {"oldPrice": found.get("oldPrice") or found["price"], "price": special}
        yield found
