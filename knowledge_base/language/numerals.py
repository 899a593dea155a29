"""Reads the numbers in titles and queries: decimals, thousands and fractions."""

import re

DECIMAL_POINT = frozenset({"en", "he", "hi", "ja", "ko", "th", "zh"})
"""Languages that write 1,000.5; all others write 1.000,5."""

_VULGAR = {"½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4}
_VULGAR |= {"⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8}
FRACTIONS = "".join(_VULGAR)

NUMBER = (
    r"(?:(?:\d{1,3}[ -])?\d{1,2}/(?:2|3|4|8|16|32|64)(?![\d/.,])"  # 3/4, 1-1/4, 42 2/3
    rf"|\d+(?:[.,]\d+)*[{FRACTIONS}]?|[{FRACTIONS}])"
)
"""What may be a number; matched in linear time, `read_number` says which one it is."""

_LONGEST = 12
_POINT = re.compile(r"(?<=\d)\.(?=\d)")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*")


def read_number(written: str, language: str, most: float = float("inf")) -> float | None:
    """Return the number that is written, or None where it is none (1.2.3) or too long.

    "1.500" is 1500 in German and 1.5 in English, unless that is more than `most`: nobody
    means 2400 GHz. "0.750" is below one in any language.
    """
    if written[-1] in _VULGAR:
        whole = read_number(written[:-1], language) if written[:-1] else 0.0
        return None if whole is None else whole + _VULGAR[written[-1]]
    if "/" in written:
        return _fraction(written)
    return _decimal(written, language, most) if len(written) <= _LONGEST else None


def _has_points(language: str) -> bool:
    return language.partition("-")[0].lower() in DECIMAL_POINT


def _fraction(written: str) -> float | None:
    whole, _, part = written.replace("-", " ").rpartition(" ")
    above, below = (int(number) for number in part.split("/"))
    return int(whole or 0) + above / below if above < below else None


def _decimal(written: str, language: str, most: float) -> float | None:
    separators = [sign for sign in written if sign in ".,"]
    if written[0] == "0" and written[1:2].isdigit():
        return None  # the number of a shade or a model: 01, 007
    if not separators:
        return float(written)
    if _groups(written, separators, language, most):
        return float(written.replace(",", "").replace(".", ""))
    if separators.count(separators[-1]) > 1:
        return None
    whole, _, part = written.rpartition(separators[-1])
    if len(separators) > 1 and not _THOUSANDS.fullmatch(whole):
        return None
    return float(f"{whole.replace(',', '').replace('.', '')}.{part}")


def _groups(written: str, separators: list[str], language: str, most: float) -> bool:
    """Say whether the separators of a number only part its thousands."""
    if not _THOUSANDS.fullmatch(written):
        return False
    if len(separators) > 1:
        return True
    sign = "," if _has_points(language) else "."
    return separators[0] == sign and float(written.replace(sign, "")) <= most


def local(text: str, language: str) -> str:
    """Return a text with the decimals in it as a language writes them: "0,5 l"."""
    return text if _has_points(language) else _POINT.sub(",", text)
