"""Reads the numbers of a feed the way shops write them: money, counts, thousands, commas.

Every reader raises ValueError with the reason for a value that cannot be used.
"""

import math
import re
from decimal import Decimal
from typing import Any

from knowledge_base.money import from_cents, to_cents

_MOST = 2**31 - 1
"""Whole numbers stand in int32 columns."""
_MOST_DAYS = 3650
_BEST_RATING = 5
_LARGEST = 1e12
_LONGEST_AMOUNT = 40
"""Characters of an amount; blanks may stand anywhere in it, which takes cubic time to read."""

_SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP", "zł": "PLN", "¥": "JPY"}
_SIGN = "([A-Za-z]{3}|[€$£¥]|zł)?"
_DIGIT = "[\\d.,'\u2019]"
_MONEY = re.compile(rf"{_SIGN}\s*({_DIGIT}(?:[\d.,'\u2019\s]*{_DIGIT})?)\s*(?:,-\s*)?{_SIGN}")
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_GROUPED = re.compile(r"\d{1,3}(?:([.,'\u2019])\d{3})(?:\1\d{3})*")
_WHOLE_PART = re.compile(r"\d*|\d{1,3}([.,])\d{3}(\1\d{3})*")


def plain_number(value: float | Decimal) -> str:
    """Write a number as people would: 6.0 as 6, 1e-05 as 0.00001."""
    exact = Decimal(str(value))
    if not exact.is_finite():
        raise ValueError(f"{value} is not a number")
    whole = exact == exact.to_integral_value()
    return str(int(exact)) if whole else format(exact.normalize(), "f")


def money(value: object, currency: str) -> Decimal:
    """Read an amount in the shop's currency, rounded to cents."""
    if isinstance(value, str):
        amount = _money_text(value.strip(), currency)
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        amount = Decimal(str(value))
    else:
        raise ValueError("is not an amount of money")  # noqa: TRY004 — one kind of fault
    return from_cents(to_cents(amount))


def number(value: Any) -> float:
    """Read a finite number; a decimal comma is understood."""
    if isinstance(value, dict | list):  # of any depth: not even to be quoted
        raise ValueError("is not a number")  # noqa: TRY004 — one kind of fault
    written = value.strip().replace(",", ".") if isinstance(value, str) else value
    try:
        read = math.nan if isinstance(written, bool) else float(written)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"'{shortened(str(value))}' is not a number") from None
    if not math.isfinite(read) or abs(read) > _LARGEST:
        raise ValueError(f"'{shortened(str(value))}' is not a number one can use")
    return read


def whole_number(value: object) -> int:
    """Read a whole number; thousands may be separated."""
    if isinstance(value, str) and _GROUPED.fullmatch(value.strip()):
        value = re.sub(r"\D", "", value)
    read = number(value)
    if not read.is_integer():
        raise ValueError(f"'{value}' is not a whole number")
    if abs(read) > _MOST:
        raise ValueError(f"'{value}' is larger than {_MOST}")
    return int(read)


def count(value: object) -> int:
    """Read a whole number from 0."""
    read = whole_number(value)
    if read < 0:
        raise ValueError(f"{read} is below 0")
    return read


def stock(value: object) -> int:
    """Read how many there are; an oversold product (-2) has none."""
    return max(whole_number(value), 0)


def days(value: object) -> int:
    """Read a number of days, at most ten years."""
    read = count(value)
    if read > _MOST_DAYS:
        raise ValueError(f"{read} days are more than ten years")
    return read


def rating(value: object) -> float:
    """Read a rating on the scale of 0 to 5."""
    read = number(value)
    if not 0 <= read <= _BEST_RATING:
        raise ValueError(f"{read} is not between 0 and {_BEST_RATING}")
    return read


def shortened(written: str, longest: int = 60) -> str:
    """Return a text as a message can quote it."""
    return written if len(written) <= longest else written[: longest - 1] + "…"


def _money_text(written: str, currency: str) -> Decimal:
    match = _MONEY.fullmatch(written) if len(written) <= _LONGEST_AMOUNT else None
    quoted = f"'{shortened(written)}'"
    if not match:
        raise ValueError(f"{quoted} is not an amount of money from 0 up")
    for sign in (match[1], match[3]):
        if sign and _SYMBOLS.get(sign, sign.upper()) != currency:
            raise ValueError(f"{quoted} is not in {currency}")
    digits = re.sub(r"[\s'\u2019]", "", match[2])
    if _AMBIGUOUS.fullmatch(digits):
        raise ValueError(f"{quoted} could be two amounts; write it with two decimals")
    whole, cents = _split_decimals(digits)
    if not _WHOLE_PART.fullmatch(whole) or not whole + cents:
        raise ValueError(f"{quoted} is not an amount of money")
    return Decimal(f"{re.sub('[.,]', '', whole) or 0}.{cents or 0}")


def _split_decimals(digits: str) -> tuple[str, str]:
    """Split at the last separator, unless it comes several times: then it groups thousands."""
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0 or digits.count(digits[last]) > 1:
        return digits, ""
    return digits[:last], digits[last + 1 :]
