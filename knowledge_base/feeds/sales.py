"""Tells which of two prices counts: the regular one, or that of a sale while it lasts."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from knowledge_base import cells

_DATE = len("2026-03-31")


class Sale(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The columns of a regular price and a reduced one, and of when the latter holds.

    A `period` is one column, `start/end`.
    """

    price: str
    sale_price: str
    start: str = ""
    end: str = ""
    period: str = ""

    def columns(self) -> list[str]:
        """Return the columns that a feed must have."""
        return [self.price, self.sale_price]

    def prices(self, raw: Mapping[str, Any], now: datetime) -> dict[str, Any]:
        """Return the price of now, and beside a sale price the regular one."""
        full, reduced = raw.get(self.price), raw.get(self.sale_price)
        if reduced in ("", None) or not self._lasts(raw, now):
            return {"price": full}
        return {"price": reduced, "list_price": full}

    def _lasts(self, raw: Mapping[str, Any], now: datetime) -> bool:
        """Say whether the reduced price holds: an empty end is open, a date ends with its day.

        What cannot be read is no time at all: a reduction must not last longer than was meant.
        """
        start, end = raw.get(self.start), raw.get(self.end)
        if period := raw.get(self.period):
            start, slash, end = str(period).partition("/")
            if not slash:
                return False
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
