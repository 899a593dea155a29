"""Finds the parents that WooCommerce's export names: by `id:12`, or by their article number."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from knowledge_base.feeds.entries import Entries, Line, Unreadable

_VARIABLE, _VARIATION = "variable", "variation"


def name_parents(entries: Entries) -> Entries:
    """Yield lines whose `Parent` is an id; only that of a variation means its product.

    An article number must be that of a product further up, where the export puts it.
    """
    ids: dict[str, Any] = {}
    for entry in entries:
        if not isinstance(entry, Line):
            yield entry
            continue
        kinds = str(entry.raw.get("Type", "")).replace(" ", "").split(",")
        parent = str(entry.raw.get("Parent") or "").strip()
        if _VARIABLE in kinds and entry.raw.get("SKU"):
            ids[str(entry.raw["SKU"])] = entry.raw.get("ID")
        if _VARIATION not in kinds:
            parent = ""
        elif parent.startswith("id:"):
            parent = parent.removeprefix("id:")
        elif parent in ids:
            parent = ids[parent]
        else:
            detail = f"is a variation of '{parent}', which is no article number further up"
            yield Unreadable(entry.number, detail, str(entry.raw.get("ID")))
            continue
        yield replace(entry, raw={**entry.raw, "Parent": parent, **_stock(entry.raw)})


def _stock(raw: Mapping[str, Any]) -> dict[str, str]:
    """Drop a stock that does not end the sale."""
    return {"Stock": ""} if raw.get("In stock?") == "backorder" else {}
