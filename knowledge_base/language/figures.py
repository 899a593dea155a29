"""Finds the numbers of a text, the unit behind each, and ranges such as 6-16 Monate."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from math import inf

from knowledge_base.language.numerals import FRACTIONS, NUMBER, read_number
from knowledge_base.language.unit_table import Unit, unit_written

MOST_FIGURES = 256
"""Numbers of a text that count."""
_WIDEST = 5
"""The upper end of a range written with blanks is at most so many times the lower one."""

_UNIT = (
    r"(?:(?:sq|cu|fl|square|cubic|fluid)\.? ?[a-z]{1,6}"
    r"|er(?:[ -]pack(?:ung)?)?(?![^\W_])"
    r"|°[CF]?"
    "|''|[\"'\u2019\u201d\u2032\u2033%℃]"
    r"|[^\W\d_]{1,16}(?:/[^\W\d_]{1,4})?[23]?(?:/h)?)(?![^\W_])"
)
_FIGURE = re.compile(
    # not inside a word or a number, but behind "x" and "Ø"
    r"(?:(?<![^\W_])|(?<=[\d \"'][xX])|(?<=[Øø]))(?<!\d[.,])"
    rf"(?P<number>{NUMBER})(?:(?:[ \u00a0\u202f]{{0,2}}|-)(?P<unit>{_UNIT}))?",
    re.IGNORECASE,
)
_TO = re.compile(r"[-\u2013~]| [-\u2013] | bis | to ", re.IGNORECASE)
_ONE = re.compile(r"in ?\d", re.IGNORECASE)
_QUOTED = re.compile(rf'(?<![\d{FRACTIONS}])"[^"]*"?')


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, or the range from `low`, with its unit; `text[start:end]` is both.

    `digit` is what one more in the last digit would be: 0.1 for 13.3.
    """

    value: float
    low: float
    digit: float
    unit: Unit | None
    start: int
    end: int


def read_figures(text: str, language: str) -> list[Figure]:
    """Return the numbers of a text in order; linear in the text."""
    if '"' in text:  # what quotation marks enclose is no measure in inches
        text = _QUOTED.sub(lambda quoted: quoted[0].replace('"', " "), text)
    figures: list[Figure] = []
    for match in islice(_FIGURE.finditer(text), MOST_FIGURES):
        figure = _figure(match, language)
        if figure is None or _is_part_of_code(text, figure, figures):
            continue
        if figures and _is_range(text, figures[-1], figure):
            lower = figures.pop()
            figure = replace(figure, low=lower.value, digit=0, start=lower.start)
        figures.append(figure)
    return figures


def _figure(match: re.Match[str], language: str) -> Figure | None:
    read = _read(match["number"], match["unit"] or "", language)
    if read is None:
        return None
    value, digit, unit, letters = read
    start, end, behind = match.start(), match.end("number"), match.start("unit")
    if unit and unit.name == "in" and _ONE.match(match.string, behind):
        unit = None  # 3 in 1
    return Figure(value, value, digit, unit, start, behind + letters if unit else end)


@lru_cache(maxsize=1 << 14)
def _read(
    number: str, spelling: str, language: str
) -> tuple[float, float, Unit | None, int] | None:
    """Return the number, its last digit, its unit and how many letters of it are the unit's."""
    unit = unit_written(spelling, language) if spelling else None
    if unit is None and "/" in spelling:
        spelling = spelling.partition("/")[0]  # 50 m/Rolle
        unit = unit_written(spelling, language)
    value = read_number(number, language, unit.most if unit else inf)
    if value is None:
        return None
    if unit and not unit.least <= value <= unit.most:
        unit = None
    return value, _digit(number), unit, len(spelling)


def _digit(written: str) -> float:
    _, sign, decimals = written.replace(",", ".").rpartition(".")
    return float(10 ** -len(decimals)) if sign else 1.0


def _is_part_of_code(text: str, figure: Figure, before: Sequence[Figure]) -> bool:
    """Say whether a number follows a word and a hyphen, as in i7-4770; 6-16 is a range."""
    start = figure.start
    if start <= 1 or text[start - 1] != "-" or not text[start - 2].isalnum():
        return False
    return not before or before[-1].end != start - 1


def _is_range(text: str, lower: Figure, upper: Figure) -> bool:
    between = _TO.fullmatch(text, lower.end, upper.start)
    if not between or upper.unit is None or lower.unit not in (None, upper.unit):
        return False
    too_wide = " " in between[0] and upper.value > _WIDEST * lower.value
    return lower.low == lower.value < upper.value and not too_wide
