"""Puts Shopify's rows together: those of one handle are a product, its variants, its images."""

from collections.abc import Iterator, Mapping
from itertools import count, groupby
from typing import Any

from knowledge_base.feeds.entries import Entries, Line, Unreadable

_HANDLE = "URL handle"
_IMAGE = "Product image URL"
_OF_PRODUCT = ("Title", "Description", "Vendor", "Type", "Product category", "Tags", _IMAGE)
_STATES = ("Status", "Published on online store")
_NO_CHOICE = "Default Title"


def join_rows(entries: Entries) -> Entries:
    """Yield a line for each product and, if it comes in several, one for each variant.

    A product has the id of its handle, a variant that of its article number, or else of its
    options. Rows of one handle must follow each other.
    """
    for _, group in groupby(entries, key=_group):
        rows: list[Line] = []
        for entry in group:
            if isinstance(entry, Line):
                rows.append(entry)
            else:
                yield entry
        if rows:
            yield from _product(rows)


def _group(entry: Line | Unreadable) -> object:
    handle = entry.raw.get(_HANDLE) if isinstance(entry, Line) else None
    return handle or id(entry)


def _product(rows: list[Line]) -> Iterator[Line]:
    first = rows[0]
    images = [row.raw[_IMAGE] for row in rows if row.raw.get(_IMAGE)]
    whole = {**first.raw, _IMAGE: images, "product_id": first.raw.get(_HANDLE)}
    offers = [row for row in rows if _option(row.raw, 1) or row.raw.get("Price")]
    if len(offers) <= 1 and _option(first.raw, 1) in ("", _NO_CHOICE):
        yield Line(first.number, _stocked({**whole, "Option1 name": "", "Option1 value": ""}))
        return
    states = {name: first.raw.get(name, "") for name in _STATES}
    product = {name: whole.get(name) for name in ("product_id", _HANDLE, *_OF_PRODUCT)}
    shared = {name: value for name, value in first.raw.items() if "metafields" in name}
    yield Line(first.number, {**product, **shared, **states})
    names = {name: first.raw[name] for _, name in _options(first.raw)}
    for row in offers:
        own = {
            name: value
            for name, value in row.raw.items()
            if name not in (_HANDLE, *_OF_PRODUCT) and "metafields" not in name
        }
        ids = {"product_id": _variant_id(row.raw), "variant_of": row.raw.get(_HANDLE)}
        yield Line(row.number, _stocked({**own, **names, **states, **ids}))


def _options(raw: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield number and column of every option a product has."""
    for number in count(1):
        if not raw.get(name := f"Option{number} name"):
            return
        yield number, name


def _option(raw: Mapping[str, Any], number: int) -> str:
    return str(raw.get(f"Option{number} value") or "").strip()


def _variant_id(raw: Mapping[str, Any]) -> str:
    """Name a variant; the file does not have the number it has in the shop."""
    if sku := str(raw.get("SKU") or "").strip().lstrip("'"):
        return sku
    options = (_option(raw, number) for number in (1, 2, 3))
    return "/".join([str(raw.get(_HANDLE)), *(one for one in options if one)])


def _stocked(raw: dict[str, Any]) -> dict[str, Any]:
    """Drop a stock that nobody keeps or that does not end the sale, and the mark of a text."""
    for code in ("SKU", "Barcode"):
        raw[code] = str(raw.get(code) or "").lstrip("'")
    goes_on = str(raw.get("Continue selling when out of stock") or "").strip().casefold()
    if not raw.get("Inventory tracker"):
        raw.pop("Inventory quantity", None)
    elif goes_on in {"true", "continue"} and _is_empty(raw.get("Inventory quantity")):
        raw.pop("Inventory quantity", None)
        raw["Availability"] = "backorder"
    return raw


def _is_empty(stock: object) -> bool:
    written = str(stock or "").strip()
    return written.startswith("-") or written in {"", "0"}
