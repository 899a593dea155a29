"""Tells which texts name a person: what people typed, and what was kept of it."""

import re

_PRIVATE = re.compile(
    r"@|\(at\)"  # addresses
    r"|(?:\d[\s/().+-]*){7}"  # telephone and account numbers, however they are grouped
    r"|\d{6}"  # customer and order numbers
    r"|\b[a-z]{2}\d{2}\s?(?:[a-z]{4}|\d{4})(?:\s?\d{4})"  # IBAN
    r"|\b(?:bestell|auftrag|kunde|rechnung|sendung|order|invoice|customer|tracking)"
    r"[^\W\d]*\W*(?:n[or]\b\W*|nummer\W*|number\W*)?\d{3}",
    re.IGNORECASE,
)
_TELLING = 8
"""Characters from which an id is not found in other words and numbers by chance."""


def is_private(text: str) -> bool:
    """Say whether a text may name or number a person: then it is shown to nobody else.

    Rather one too many: an address, a telephone, account, customer or order number, and any
    long run of digits.
    """
    return _PRIVATE.search(text) is not None


def mentions(text: str, person_id: str) -> bool:
    """Say whether a text has somebody's id in it; short ids must stand by themselves."""
    if len(person_id) >= _TELLING:
        return person_id in text
    return re.search(rf"(?<!\w){re.escape(person_id)}(?!\w)", text) is not None
