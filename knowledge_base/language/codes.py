"""Writes article numbers the one way in which equal ones are equal."""

import re
import unicodedata

LONGEST_CODE = 64
"""Letters and digits of a code that count."""
_MANY_DIGITS = 5
_GTIN_LENGTHS = frozenset({8, 12, 13, 14})
_ITEM = re.compile(r"[1-8](\d{12})\d")


def code_key(text: str) -> str:
    """Return letters and digits alone, case-folded; a number without its leading zeros.

    "SPA2600/00", "spa 2600-00" are one code, and so are a GTIN-13 and its GTIN-14 with a 0.
    """
    code = code_letters(text)
    return code.lstrip("0") if code.isdigit() else code


def code_letters(text: str) -> str:
    """Return letters and digits alone, case-folded: what is compared of a part of a code."""
    folded = (text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold()
    return (
        folded if folded.isalnum() else "".join(letter for letter in folded if letter.isalnum())
    )


def looks_like_code(word: str) -> bool:
    """Say whether a word can only be an article number: letters and digits, or many digits."""
    digits = sum(letter.isdigit() for letter in word)
    letters = sum(letter.isalpha() for letter in word)
    return digits >= _MANY_DIGITS or (digits > 0 and letters > 0)


def is_gtin(text: str) -> bool:
    """Say whether a text is a GTIN (EAN, UPC) of 8, 12, 13 or 14 digits with its check digit.

    GS1 General Specifications 7.9: weights 3 and 1 in turn, from the right.
    """
    digits = code_letters(text)
    if len(digits) not in _GTIN_LENGTHS or not (digits.isascii() and digits.isdigit()):
        return False
    return _check_digit(digits[:-1]) == digits[-1]


def item_of_case(text: str) -> str | None:
    """Return the key of the item in a trade unit: of a case's GTIN-14 the GTIN of one piece."""
    key = code_key(text)
    case = _ITEM.fullmatch(key) if is_gtin(text) else None
    return code_key(case[1] + _check_digit(case[1])) if case else None


def _check_digit(digits: str) -> str:
    weighted = sum(int(one) * (1 if at % 2 else 3) for at, one in enumerate(digits[::-1]))
    return str(-weighted % 10)
