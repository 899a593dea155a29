"""Reads the texts of a feed the way shops write them: titles, ids, dates, addresses, words.

Every reader raises ValueError with the reason for a value that cannot be used, and reads what
it returned as the same again.
"""

import re
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal

from knowledge_base.amounts import plain_number, shortened
from knowledge_base.markup import plain_text
from knowledge_base.products import Availability

IDENTIFIER_LENGTH = 128
_TEXT_LENGTH = 1_000
_DESCRIPTION_LENGTH = 20_000
_URL_LENGTH = 2_000

_GERMAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_INVISIBLE = {"\u00ad", "\u200b", "\u2060", "\ufeff"}
_AVAILABILITY = {
    Availability.IN_STOCK: ("instock", "available", "yes", "true", "1", "auflager", "lieferbar",
                            "verfügbar", "sofortlieferbar", "vorrätig", "limitedavailability"),
    Availability.PREORDER: ("preorder", "presale", "vorbestellung", "vorbestellbar"),
    Availability.BACKORDER: ("backorder", "nachbestellt", "nachbestellbar", "bestellbar"),
    Availability.OUT_OF_STOCK: ("outofstock", "soldout", "unavailable", "discontinued", "no",
                                "false", "0", "ausverkauft", "nichtauflager", "nichtlieferbar",
                                "nichtverfügbar", "nichtvorrätig", "vergriffen"),
}  # fmt: skip
_BY_WORD = {word: level for level, words in _AVAILABILITY.items() for word in words}


def text(value: object, longest: int = _TEXT_LENGTH) -> str:
    """Read one line of text: numbers as people write them, blanks collapsed, NFC."""
    return _fitting(" ".join(_clean(value).split()), longest)


def first_text(value: object) -> str:
    """Read one line of text, or the first of a list of them."""
    return text(value[0] if isinstance(value, list) and value else value)


def description(value: object) -> str:
    """Read a text of several lines without its HTML; what is too long ends at a word."""
    whole = plain_text(_clean(value))
    if len(whole) <= _DESCRIPTION_LENGTH:
        return whole
    return whole[:_DESCRIPTION_LENGTH].rpartition(" ")[0].rstrip()


def identifier(value: object) -> str:
    """Read an id exactly as it is written."""
    written = number_text(value).strip()
    if not written.isprintable():
        raise ValueError("contains characters that cannot be printed")
    return _fitting(written, IDENTIFIER_LENGTH)


def number_text(value: object) -> str:
    """Return a text, or a number as people write it."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return plain_number(value)
    raise ValueError("is not a text")


def availability(value: object) -> Availability:
    """Read an availability in Google's spellings, schema.org's or German."""
    if isinstance(value, Availability):
        return value
    written = number_text(value).strip()
    word = re.sub(r"[\s_-]", "", written.rpartition("/")[2].casefold())
    if word not in _BY_WORD:
        known = ", ".join(one.word for one in Availability)
        raise ValueError(f"'{shortened(written)}' is not one of {known}")
    return _BY_WORD[word]


def moment(value: object) -> datetime:
    """Read a date or a time in ISO 8601 or as 31.12.2025; without a zone it is UTC."""
    if isinstance(value, str):
        value = _moment_text(value.strip())
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=UTC)
    if not isinstance(value, datetime):
        raise ValueError("is not a date")  # noqa: TRY004 — a fault of the value, as below
    try:
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{value} is out of range") from None


def url(value: object) -> str:
    """Read an address: http, https, or within the shop from its root."""
    written = _clean(value).strip().replace(" ", "%20")
    if not re.match(r"(?i:https?:/)?/(?!\\)\S*$", written) or "\\" in written:
        raise ValueError(f"'{shortened(written)}' is neither an http address nor a path from /")
    return _fitting(written, _URL_LENGTH)


def _fitting(value: str, longest: int) -> str:
    if not value:
        raise ValueError("is empty")
    if len(value) > longest:
        raise ValueError(f"is longer than {longest} characters")
    return value


def _clean(value: object) -> str:
    """Return a text that can be stored and shown: NFC, no control or invisible characters."""
    written = number_text(value)
    if not written.isprintable():
        if any("\ud800" <= letter <= "\udfff" for letter in written):
            raise ValueError("is not valid text in the feed's encoding")
        written = "".join(
            letter if unicodedata.category(letter) != "Cc" or letter == "\n" else " "
            for letter in written
            if letter not in _INVISIBLE
        )
    return unicodedata.normalize("NFC", written)


def _moment_text(written: str) -> datetime:
    if german := _GERMAN_DATE.fullmatch(written):
        written = f"{german[3]}-{german[2]:0>2}-{german[1]:0>2}"
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        raise ValueError(f"'{shortened(written)}' is not a date such as 2025-12-31") from None
