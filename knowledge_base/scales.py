"""Reads the values of a facet as amounts of one unit, where that is what they are."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor

import numpy as np

from knowledge_base.columns import Longs
from knowledge_base.language.numerals import read_number
from knowledge_base.language.unit_table import UNITS, unit_written

LEAST_AMOUNTS = 20
"""Different amounts from which on a range is handier than a list."""
ALMOST_ALL = 0.95
"""The share of the values that must be amounts."""
MOST_DECIMALS = 3
GREATEST = 10**12
NO_AMOUNT = -1
_FIRST = 50  # values that tell whether it is worth to read the others
_AMOUNT = re.compile(r"(\d[\d.,]{0,15})\s?(\D{0,12})")

Amount = tuple[float, str]
"""A number, and its unit: as the table of units calls it, or as it is written."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The amounts of a facet's values by code, as whole numbers of the smallest step.

    `steps` (int64) are NO_AMOUNT where a value is none; a step is 10 ** -decimals of `unit`,
    which is "" for bare numbers.
    """

    steps: Longs
    decimals: int
    unit: str

    @classmethod
    def of(cls, values: Sequence[str], language: str) -> "Scale | None":
        """Read values; None unless nearly all are amounts, and many different ones."""
        if len(values) < LEAST_AMOUNTS or not _are_amounts(values[:_FIRST], language):
            return None
        read = [_amount(one, language) for one in values]
        units = Counter(one[1] for one in read if one)
        if not units:
            return None
        unit, _ = units.most_common(1)[0]
        numbers = [_in_unit(one, unit) for one in read]
        known = [one for one in numbers if one is not None]
        if len(known) < ALMOST_ALL * len(values) or len(set(known)) < LEAST_AMOUNTS:
            return None
        decimals = max(map(_decimals, known))
        steps = [NO_AMOUNT if one is None else round(one * 10**decimals) for one in numbers]
        return cls(np.array(steps, dtype=np.int64), decimals, unit)

    def text(self, step: int) -> str:
        """Write so many steps as a decimal number."""
        return f"{Decimal(step).scaleb(-self.decimals):f}"

    def between(self, span: str) -> list[int]:
        """Return the codes of the amounts in a span such as 10..50, 10.. or ..50.

        Both ends are in it. None at all where it is no span.
        """
        low, dots, high = span.partition("..")
        try:
            least, most = ceil(self._steps(low, 0)), floor(self._steps(high, GREATEST))
        except ArithmeticError:
            return []
        if not dots:
            return []
        codes: list[int] = np.flatnonzero((self.steps >= least) & (self.steps <= most)).tolist()
        return codes

    def _steps(self, end: str, otherwise: int) -> Decimal:
        """Return how many steps an end of a span is. Raises ArithmeticError for no number."""
        exact = Decimal(end).scaleb(self.decimals) if end else Decimal(otherwise)
        return min(max(exact, Decimal(0)), Decimal(GREATEST))


def _are_amounts(values: Sequence[str], language: str) -> bool:
    read = sum(_amount(one, language) is not None for one in values)
    return read >= ALMOST_ALL * len(values)


def _amount(text: str, language: str) -> Amount | None:
    """Return the amount that a text is and nothing else, or None."""
    match = _AMOUNT.fullmatch(text.strip())
    value = read_number(match[1], language) if match else None
    if match is None or value is None or value >= GREATEST:
        return None
    spelling = match[2].strip()
    unit = unit_written(spelling, language) if spelling else None
    return value, unit.name if unit else spelling


def _in_unit(amount: Amount | None, unit: str) -> float | None:
    """Return an amount in a unit, None where that is no way to say it."""
    if amount is None:
        return None
    value, own = amount
    if own != unit:
        one, other = UNITS.get(own), UNITS.get(unit)
        if one is None or other is None or one.dimension != other.dimension:
            return None
        value *= one.factor / other.factor
    value = round(value, MOST_DECIMALS)
    return value if value < GREATEST / 10**MOST_DECIMALS else None


def _decimals(value: float) -> int:
    return next(
        n for n in range(MOST_DECIMALS + 1) if n == MOST_DECIMALS or round(value, n) == value
    )
