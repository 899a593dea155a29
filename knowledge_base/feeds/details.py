"""Reads attributes that stand together in one cell, as Google's `product_detail` has them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from knowledge_base.feeds.dialects import ATTRIBUTE

_SEPARATE = re.compile(r",(?=[^,:]*:[^,:]*:)")


def read_details(details: Any) -> dict[str, list[Any]]:
    """Return the attributes: of elements with name and value, or of `section:name:value`."""
    found: dict[str, list[Any]] = {}
    for name, value in _named(details):
        found.setdefault(f"{ATTRIBUTE}{name}", []).append(value)
    return found


def _named(details: Any) -> Iterator[tuple[str, Any]]:
    several = details if isinstance(details, list | tuple) else [details]
    for one in several:
        if isinstance(one, Mapping):
            yield str(one.get("attribute_name", "")), one.get("attribute_value")
            continue
        for text in _SEPARATE.split(str(one)):
            _, _, named = text.partition(":")
            name, _, value = named.partition(":")
            yield name, value
