"""Tells what people typed into a search box from what others may see."""

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


def is_private(text: str) -> bool:
    """Say whether a text may name or number a person: then it is shown to nobody else.

    Rather one too many: an address, a telephone, account, customer or order number, and any
    long run of digits.
    """
    return _PRIVATE.search(text) is not None
