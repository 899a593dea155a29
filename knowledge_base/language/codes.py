"""Writes article numbers the one way in which equal ones are equal."""

import unicodedata


def code_key(text: str) -> str:
    """Return letters and digits alone, case-folded; a number without its leading zeros.

    "SPA2600/00", "spa 2600-00" are one code, and so are a GTIN-13 and its GTIN-14 with a 0.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    code = "".join(letter for letter in folded if letter.isalnum())
    return code.lstrip("0") if code.isdigit() else code
