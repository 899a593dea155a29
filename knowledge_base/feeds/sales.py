"""Tells which of two prices counts: the regular one, or that of a sale while it lasts."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from knowledge_base import cells

_DATE = len("2026-03-31")


class Sale(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The columns of a regular price and a reduced one, and of when the latter holds."""

    price: str
    sale_price: str
    start: str = ""
    end: str = ""

    def columns(self) -> list[str]:
        """Return the columns that a feed must have."""
        return [self.price, self.sale_price]

    def prices(self, raw: Mapping[str, Any], now: datetime) -> dict[str, Any]:
        """Return the price of now, and beside a sale price the regular one."""
        full, reduced = raw.get(self.price), raw.get(self.sale_price)
        period = raw.get(self.start), raw.get(self.end)
        if reduced in ("", None) or not is_within(*period, now):
            return {"price": full}
        return {"price": reduced, "list_price": full}


def is_within(start: object, end: object, now: datetime) -> bool:
    """Say whether a moment lies between two; an empty one is open, a date ends with its day.

    What cannot be read is no time at all: a reduction must not last longer than was meant.
    """
    try:
        return (start in ("", None) or cells.moment(start) <= now) and (
            end in ("", None) or now < _end(end)
        )
    except ValueError:
        return False


def _end(written: object) -> datetime:
    end = cells.moment(written)
    is_date = isinstance(written, str) and len(written.strip()) <= _DATE
    return end + timedelta(days=1) if is_date else end
