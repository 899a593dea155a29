"""Reads what a shopper says of the price: "unter 50 euro" names nothing that products have."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property

from knowledge_base.filters import PRICE, Filter
from knowledge_base.language.numerals import read_number
from knowledge_base.money import MOST_CENTS, to_cents
from ranking.query import Limit

_SIGNS = {
    "EUR": ("€", "euro", "euros"),
    "USD": ("$", "us$", "dollar", "dollars"),
    "GBP": ("£", "quid"),
    "CHF": ("fr.", "sfr.", "franken"),
    "PLN": ("zł", "zl", "złoty"),
    "SEK": ("kr", "kronor"),
    "NOK": ("kr", "kroner"),
    "DKK": ("kr", "kroner", "kronen"),
    "CZK": ("kč", "kc"),
}
"""What currencies are called beside their codes. Pounds are a weight as well."""
_MOST = (
    "unter|bis(?: zu)?|max(?:\\.|imal)?|höchstens|weniger als|nicht (?:über|mehr als)"
    "|(?:günstiger|billiger) als|under|below|up to|at most|(?:less|cheaper) than|no more than"
)
_LEAST = (
    "ab|über|min(?:\\.|destens)?|mehr als|teurer als"
    "|from|over|above|at least|more than|starting at"
)
_FROM, _TO = "von|zwischen|from|between", "-|\u2013|bis(?: zu)?|und|to|and"
_NUMBER = r"\d[\d.,]{0,11}(?<![.,])(?:[.,]-)?"
_DIGIT = re.compile(r"\d")
_NAMES, _SIDES = ("low", "high", "most", "least"), ("_before", "_behind")
_LONGEST = 200
"""Letters of a text that may say something of a price."""


class PriceLimits:
    """Finds limits of the price in texts: words of German or English, and money of the market.

    Without money there is none: "bis 50" may be a size. It may be `meant`, though.
    """

    def __init__(self, language: str, currency: str) -> None:
        """Take the language that numbers are written in, and the currency's ISO 4217 code."""
        self._language = language
        self._signs: Sequence[str] = (currency.lower(), *_SIGNS.get(currency, ()))

    def read(self, text: str) -> Limit | None:
        """Return the first limit in a text, None where it has none; linear in the text."""
        if not _DIGIT.search(text):  # as in most texts
            return None
        lower = text[:_LONGEST].lower()
        if len(lower) != min(len(text), _LONGEST) or not any(
            one in lower for one in self._signs
        ):
            return None
        for found in self._pattern.finditer(lower):
            limit = self._limit(found)
            if limit:
                return limit
        return None

    def meant(self, text: str) -> str | None:
        """Return a text that ends in a limit of nothing as if of money was said: "unter 50 €".

        None where it does not, or says what of, as in "unter 2 m".
        """
        found = self._unsaid.search(text[:_LONGEST]) if _DIGIT.search(text) else None
        if not found or len(text) > _LONGEST or self._cents(found["number"]) is None:
            return None
        code, *called = self._signs
        said = called[0] if called else code.upper()
        is_before = self._language == "en" and not said[0].isalpha()
        number = found["number"]
        money = f"{said}{number}" if is_before else f"{number} {said}"
        return text[: found.start("number")] + money

    @cached_property
    def _unsaid(self) -> re.Pattern[str]:
        return re.compile(
            f"(?<![^\\W_])(?:{_MOST}|{_LEAST}) (?P<number>{_NUMBER})\\s*$", re.IGNORECASE
        )

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        signs = "|".join(map(re.escape, sorted(self._signs, key=len, reverse=True)))
        sign = f"(?:{signs})(?![^\\W\\d_])"

        def amount(name: str) -> str:
            before, behind = f"(?P<{name}_before>{sign} ?)?", f"(?P<{name}_behind> ?{sign})?"
            return f"{before}(?P<{name}>{_NUMBER}){behind}"

        return re.compile(
            "(?<![^\\W_])(?:"
            f"(?:(?:{_FROM}) )?{amount('low')} ?(?:{_TO}) ?{amount('high')}"
            f"|(?:{_MOST}) {amount('most')}|(?:{_LEAST}) {amount('least')}"
            ")(?![^\\W_])"
        )

    def _limit(self, found: re.Match[str]) -> Limit | None:
        said = found.groupdict()
        if not any(said[f"{name}{side}"] for name in _NAMES for side in _SIDES):
            return None
        low = self._cents(said["low"] or said["least"])
        high = self._cents(said["high"] or said["most"])
        if low == high or (low or 0) > (high or MOST_CENTS):
            return None
        return Limit(Filter(PRICE, low=low, high=high), found.start(), found.end())

    def _cents(self, written: str | None) -> int | None:
        number = written and read_number(written.rstrip(".,-"), self._language)
        return to_cents(Decimal(str(number))) if number else None
