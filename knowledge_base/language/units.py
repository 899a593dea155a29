"""Reads quantities as people write them: 0,5 l, 13", 4 x 100 g, 225/45 R17, Größe 42."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from knowledge_base.language.figures import Figure, read_figures
from knowledge_base.language.numerals import FRACTIONS
from knowledge_base.language.sizes import SIZE, SIZE_AHEAD, TYRE, read_sizes, size_parts
from knowledge_base.language.unit_table import DATA, LENGTH, MASS, PACK, PIECES, VOLUME, Unit

FORMAT = "format"
NAMED = frozenset({SIZE, TYRE, FORMAT})
"""Dimensions of names instead of numbers."""
EXACT = NAMED | {PIECES}
"""Dimensions in which nothing near will do: four batteries are no five."""
MOST = 64
"""Quantities of a text that count."""

_PACKED = frozenset({MASS, VOLUME})
_ROUNDING = 0.017
"""How far a size of another system may be off: 6 ft are sold as 1.8 m, 10 ft as 3 m."""
_HALF = 0.499
_BINARY = 1024
_ANY = re.compile(rf"[\d{FRACTIONS}]|{SIZE_AHEAD}", re.IGNORECASE)
_TIMES = re.compile(r"\s{0,2}(?:[x×*]|by|mal)\s{0,2}|\.\s{0,2}x\s{0,2}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity in a text: `text[start:end]` is how it is written there.

    `value` is in the base unit of its dimension; anything from `low` to `high` is equal to
    it, because it is a range or a rounded unit. `text` says it in short, and is the key of
    what has a name instead of a number. `unit` is the name of its unit, "" without one.
    `parts` are the measures of a format and the sizes of a double size.
    """

    dimension: str
    value: float
    low: float
    high: float
    start: int
    end: int
    text: str
    unit: str = ""
    parts: tuple["Quantity", ...] = ()


def read_quantities(text: str, language: str) -> list[Quantity]:
    """Return the quantities of a text in order; their places do not overlap.

    A number without a unit is none, except in a format ("90x200"). Linear in the text.
    """
    if not _ANY.search(text):
        return []
    figures = read_figures(text, language)
    sizes = list(_sizes(text, language, figures))
    found = list(sizes)
    for group in _groups(text, _outside(figures, sizes) if sizes else figures):
        found += _together(group)
    return (sorted(found, key=lambda one: one.start) if sizes else found)[:MOST]


@lru_cache(maxsize=1 << 14)
def measure(value: float, unit: Unit, digit: float = 0.0) -> Quantity:
    """Return so much of a unit; in a rounded unit all is equal that is rounded to it.

    `digit` is what one more in the last digit would be. 1024 MB and 1000 MB are one GB.
    """
    base = value * unit.factor
    if unit.dimension == DATA and value >= _BINARY and not value % (_BINARY / 2):
        base = value / _BINARY * 1000 * unit.factor
    slack = min(_HALF * digit * unit.factor, _ROUNDING * base) if unit.rounded else 0.0
    low, high = _neat(base - slack), _neat(base + slack)
    text = f"{value:.6g} {unit.name}"
    return Quantity(unit.dimension, _neat(base), low, high, 0, 0, text, unit.name)


def _neat(number: float) -> float:
    """Forget what binary arithmetic adds: 1.1 litres are 1100 ml, not 1100.0000000000002."""
    return float(f"{number:.9g}")


def _sizes(text: str, language: str, figures: Sequence[Figure]) -> Iterator[Quantity]:
    """Yield what has a size, but for numbers with a unit: "US 110 V" is no size."""
    named = list(islice(read_sizes(text, language), MOST))
    taken = {figure.start for figure in figures if figure.unit} if named else set()
    before = 0
    for size in sorted(named, key=lambda one: one.start):
        if size.start >= before and taken.isdisjoint(range(size.start, size.end)):
            found = sized(size.key) if size.dimension == SIZE else _named(TYRE, size.key)
            yield replace(found, start=size.start, end=size.end)
            before = size.end


def sized(key: str) -> Quantity:
    """Return the size of a key; one for two sizes has both as its parts."""
    parts = tuple(_named(SIZE, part) for part in size_parts(key))
    return replace(_named(SIZE, key), parts=parts)


def _named(dimension: str, key: str) -> Quantity:
    return Quantity(dimension, 0, 0, 0, 0, 0, key)


def _outside(figures: Sequence[Figure], found: Sequence[Quantity]) -> list[Figure]:
    """Return the numbers that are not part of what was found."""
    return [
        figure
        for figure in figures
        if all(figure.end <= one.start or one.end <= figure.start for one in found)
    ]


def _groups(text: str, figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    """Yield the numbers, those with "x" between them together."""
    group: list[Figure] = []
    for figure in figures:
        if group and not _TIMES.fullmatch(text, group[-1].end, figure.start):
            yield group
            group = []
        group.append(figure)
    if group:
        yield group


def _together(group: Sequence[Figure]) -> Iterator[Quantity]:
    """Yield what a number, or several with "x" between them, say."""
    units = {figure.unit.dimension for figure in group if figure.unit}
    several = len(group) > 1
    if several and units <= {LENGTH}:
        yield _format(group)
        return
    if several and group[-1].unit and group[-1].unit.dimension in _PACKED:
        yield replace(_measured(group[0], PACK), end=group[1].start)
    yield from (_measured(figure, figure.unit) for figure in group if figure.unit)


def _measured(figure: Figure, unit: Unit) -> Quantity:
    upper = measure(figure.value, unit, figure.digit)
    value, low, text = upper.value, upper.low, upper.text
    if figure.low < figure.value:
        low = measure(figure.low, unit).value
        value, text = (low + upper.value) / 2, f"{figure.low:.6g}-{text}"
    place = figure.start, figure.end
    return Quantity(upper.dimension, value, low, upper.high, *place, text, upper.unit)


def _format(group: Sequence[Figure]) -> Quantity:
    """Return a format; a number without a unit has the next one's, or the last there is."""
    units = [figure.unit for figure in group]
    parts = tuple(
        _measured(figure, next(unit for unit in (*units[at:], *units[::-1]) if unit))
        for at, figure in enumerate(group)
        if any(units)
    )
    text = "x".join(f"{figure.value:.6g}" for figure in group)
    return Quantity(FORMAT, 0, 0, 0, group[0].start, group[-1].end, text, parts=parts)
