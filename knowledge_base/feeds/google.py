"""Reads Google Merchant's names for the fields of a product, in XML and in tables.

Names and meanings follow Google's product data specification.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from knowledge_base.feeds.sales import is_within

_RENAMED = {
    "id": "product_id",
    "item_group_id": "variant_of",
    "link": "url",
    "image_link": "image_url",
    "additional_image_link": "image_urls",
    "product_type": "categories",
    "color": "colour",
    "summary": "description",
}
"""`summary` is Atom's; all other names of Google's that we use are ours as well."""
_SEPARATE_DETAILS = re.compile(r",(?=[^,:]*:[^,:]*:)")
_ADDRESSES = re.compile(r",\s*(?=https?://|/)")
_LABEL = re.compile(r"custom_label_[0-4]")


def is_google(columns: set[str]) -> bool:
    """Say whether these are Google's names: its `id` is our `product_id`."""
    return "id" in {_plain(name) for name in columns}


def read_google(raw: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Return a line under our names; a sale price counts only while it is in force."""
    given = {_plain(name): value for name, value in raw.items() if value not in ("", None)}
    line = {_RENAMED.get(name, name): value for name, value in given.items()}
    if "unit_pricing_measure" in line:
        line["attributes.content"] = line["unit_pricing_measure"]
    labels = [line.pop(name) for name in sorted(given) if _LABEL.fullmatch(name)]
    if labels:
        line["tags"] = labels
    if isinstance(line.get("image_urls"), str):
        line["image_urls"] = _ADDRESSES.split(line["image_urls"])
    line |= _prices(line, now)
    line |= _details(line.pop("product_detail", ()))
    if "categories" not in line and not _is_number(given.get("google_product_category")):
        line["categories"] = given.get("google_product_category")
    line.pop("google_product_category", None)
    return line


def _plain(name: str) -> str:
    """Return a column's name as the specification spells it: `g:image link` is image_link."""
    return name.strip().lower().removeprefix("g:").replace(" ", "_")


def _is_number(category: object) -> bool:
    return isinstance(category, str) and category.isdecimal()


def _prices(line: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Take the sale price out of a line and return what it makes of the prices."""
    sale = line.pop("sale_price", None)
    period = line.pop("sale_price_effective_date", None)
    start, slash, end = str(period or "/").partition("/")
    if sale is None or not slash or not is_within(start, end, now):
        return {}
    return {"price": sale, "list_price": line.get("price")}


def _details(details: Any) -> dict[str, Any]:
    """Return the attributes of `product_detail`: elements, or `section:name:value` texts."""
    found: dict[str, list[Any]] = {}
    for name, value in _named(details):
        found.setdefault(f"attributes.{name}", []).append(value)
    return found


def _named(details: Any) -> Iterator[tuple[str, Any]]:
    several = details if isinstance(details, list | tuple) else [details]
    for one in several:
        if isinstance(one, Mapping):
            yield str(one.get("attribute_name", "")), one.get("attribute_value")
            continue
        for text in _SEPARATE_DETAILS.split(str(one)):
            _, _, named = text.partition(":")
            name, _, value = named.partition(":")
            yield name, value
