"""Reads the single values of an event, within what the database can keep.

Every reader raises ValueError with the reason for a value that cannot be used.
"""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from knowledge_base import cells
from knowledge_base.amounts import number, shortened, whole_number
from knowledge_base.consent import Consent, parse_consent
from knowledge_base.errors import BadInput
from knowledge_base.events import EventType
from knowledge_base.money import from_cents, to_cents

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.\w+")

ID_LENGTH = 64
_PLAIN_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
"""What nearly every id looks like: good without a closer look."""

QUERY_LENGTH = 500
PLACEMENT_LENGTH = 200
MOST_PIECES = 10_000
MOST_PRODUCTS = 1_000_000_000
_TYPES = {one.word: one for one in EventType}


def event_type(value: object) -> EventType:
    """Read the kind of an event."""
    kind = _TYPES.get(value) if isinstance(value, str) else None
    if kind is None:
        raise ValueError(f"'{_quoted(value)}' is not one of {', '.join(_TYPES)}")
    return kind


def consent(value: object) -> Consent:
    """Read a consent word."""
    try:
        return parse_consent(cells.number_text(value))
    except BadInput as bad:
        raise ValueError(shortened(bad.detail, 200)) from None


def identifier(value: object) -> str:
    """Read an id of our own or of the shop: printable, not too long."""
    if isinstance(value, str) and _PLAIN_ID.fullmatch(value):
        return value
    written = cells.identifier(value)
    if len(written) > ID_LENGTH:
        raise ValueError(f"is longer than {ID_LENGTH} characters")
    return written


def query(value: object) -> str | None:
    """Read what was searched for; nothing is kept of a query that names an e-mail address."""
    written = cells.text(value, QUERY_LENGTH)
    return None if EMAIL.search(written) else written


def placement(value: object) -> str:
    """Read where something was shown."""
    return cells.text(value, PLACEMENT_LENGTH)


def quantity(value: object) -> int:
    """Read how many pieces."""
    return _between(value, 1, MOST_PIECES)


def total(value: object) -> int:
    """Read how many products an answer had."""
    return _between(value, 0, MOST_PRODUCTS)


def seconds(value: object) -> float:
    """Read a length of time."""
    written = number(value)
    if written < 0:
        raise ValueError("is below 0")
    return written


def price(value: object) -> Decimal:
    """Read an amount of money, to the cent."""
    try:
        return from_cents(to_cents(Decimal(cells.number_text(value).strip())))
    except InvalidOperation:
        raise ValueError(f"'{_quoted(value)}' is not a decimal amount") from None


def _between(value: object, least: int, most: int) -> int:
    """Read a whole number within its bounds."""
    written = whole_number(value)
    if not least <= written <= most:
        raise ValueError(f"is not between {least} and {most}")
    return written


def mapping(value: object) -> Mapping[Any, Any]:
    """Read an object."""
    if not isinstance(value, Mapping):
        raise ValueError("is not an object")  # noqa: TRY004 - a fault of what was sent
    return value


def _quoted(value: object) -> str:
    return shortened(value) if isinstance(value, str) else type(value).__name__
