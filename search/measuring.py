"""Learns from a catalogue which quantities its products have, and what its numbers measure."""

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial

from knowledge_base.catalogue_builder import in_language
from knowledge_base.families import Family
from knowledge_base.language.sizes import SIZE_WORDS, size_key
from knowledge_base.language.unit_table import UNITS, Unit, unit_written
from knowledge_base.language.units import (
    FORMAT,
    NAMED,
    Quantity,
    measure,
    read_quantities,
    sized,
)
from knowledge_base.products import Texts

ENOUGH_PRODUCTS = 3
"""Products that make a letter behind a number (5 g, 3M) a unit of the shop."""
ENOUGH_VOTES = 5
"""Products whose title says a number again with a unit, before that unit is believed."""
SURE = 0.6
"""The share of those titles that have the unit at all."""
TELLING = 0.1
"""The share of an attribute's products whose titles say its number; nobody asks for others."""
DIFFERENT = 3
"""Different numbers an attribute has at least: a 1 is found in many titles."""
LONGEST_VALUE = 80
"""Characters of an attribute's value; what is longer describes."""

_MOST_FORMS = 1000
_SHOWN = 5
_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,9})?")
_LABEL = re.compile(r"(?:[(\[] ?|\bin )([^\s()\[\]]{1,12})[)\]]?")

Interval = tuple[float, float]
Said = tuple[Quantity, str]
"""A quantity and how it is written."""


@dataclass(slots=True)
class _Numbers:
    """The bare numbers of an attribute by row, and by unit how many titles say them again.

    `asked` counts the products whose titles have the unit at all, `met` those with the number.
    """

    rows: "array[int]" = field(default_factory=lambda: array("i"))
    values: "array[float]" = field(default_factory=lambda: array("d"))
    asked: Counter[str] = field(default_factory=Counter)
    met: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _Written:
    """In how many products a unit is written, in how many of them as one letter, and how."""

    products: int = 0
    letters: int = 0
    forms: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Use:
    """That `products` have quantities in a unit, written like the examples.

    With an `attribute`: that its numbers are in this unit, as `share` of the titles that
    have the unit say; 1 where its name says so.
    """

    unit: str
    products: int
    examples: tuple[str, ...]
    attribute: str = ""
    share: float = 1.0


class Measuring:
    """Collects the quantities of products, one after the other.

    `measured` lists the product rows of each interval by dimension and attribute, or the unit
    that texts say them in, `named` those of each key.
    """

    def __init__(self, language: str, languages: Sequence[str], brands: frozenset[str]) -> None:
        self._language = language
        self._languages = languages
        self._brands = brands
        self.measured: defaultdict[tuple[str, str], defaultdict[Interval, array[int]]]
        self.measured = defaultdict(partial(defaultdict, _no_rows))
        self.named: defaultdict[str, array[int]] = defaultdict(_no_rows)
        self._numbers: defaultdict[str, _Numbers] = defaultdict(_Numbers)
        self._written: defaultdict[str, _Written] = defaultdict(_Written)
        self._of_value = lru_cache(maxsize=1 << 14)(self._value)

    def add(self, row: int, family: Family) -> None:
        """Take in what titles and attributes of a product and its variants say."""
        lines = [one for one in family.variants if one is not family.product]
        lines.insert(0, family.product)
        titles = dict.fromkeys(self._text(one.title) for one in lines)
        found = [said for title in titles for said in self._said_by("", title)]
        measured = [one for one, _ in found if one.unit]
        values = dict.fromkeys(
            (name, self._text(value))
            for one in lines
            for name, texts in one.attributes.items()
            for value in texts
        )
        for name, text in values:
            said, number = self._of_value(name, text)
            found += said
            if number is not None:
                self._count(row, name, number, measured)
        self._keep(row, found)

    def _text(self, texts: Texts) -> str:
        return texts.get(self._language) or in_language(texts, self._language, self._languages)

    def _value(self, name: str, text: str) -> tuple[Sequence[Said], float | None]:
        """Return the quantities of an attribute's value, or the bare number that it is."""
        if _NUMBER.fullmatch(text) and not is_size(name):
            return (), float(text.replace(",", "."))
        return self._said_by(name, text) if len(text) <= LONGEST_VALUE else (), None

    def _said_by(self, name: str, text: str) -> Sequence[Said]:
        """Return the quantities of a title or an attribute's value, with all their parts."""
        key = size_key(text, self._language) if is_size(name) else None
        if key:
            return [(one, text) for one in (sized(key), *sized(key).parts)]
        return [
            (one, text[whole.start : whole.end])
            for whole in read_quantities(text, self._language)
            if text[whole.start : whole.end].casefold() not in self._brands
            for one in (whole, *whole.parts)
        ]

    def _keep(self, row: int, found: Sequence[Said]) -> None:
        units: dict[str, str] = {}
        for one, written in found:
            if one.dimension in NAMED:
                for key in (*keys_of(one), *keys_of(_face(one))):
                    _append(self.named[key], row)
            else:
                _append(self.measured[one.dimension, one.unit][one.low, one.high], row)
                units[one.unit] = written.strip()
        for unit, written in units.items():
            entry = self._written[unit]
            entry.products += 1
            entry.letters += not written[-2:].isalpha() and written[-1].isalpha()
            if len(entry.forms) < _MOST_FORMS or written in entry.forms:
                entry.forms[written] += 1

    def _count(self, row: int, name: str, value: float, said: Sequence[Quantity]) -> None:
        numbers = self._numbers[name]
        numbers.rows.append(row)
        numbers.values.append(value)
        for unit in dict.fromkeys(one.unit for one in said):
            base = value * UNITS[unit].factor
            numbers.asked[unit] += 1
            again = any(one.unit == unit and one.low <= base <= one.high for one in said)
            numbers.met[unit] += again

    def finish(self) -> list[Use]:
        """Give the numbers of attributes their units, and say which unit is used how."""
        uses = [
            Use(unit, one.products, tuple(form for form, _ in one.forms.most_common(_SHOWN)))
            for unit, one in self._written.items()
            if self._is_used(UNITS[unit].dimension)
        ]
        for written in self._written:
            if not self._is_used(UNITS[written].dimension):
                del self.measured[UNITS[written].dimension, written]
        for name, numbers in self._numbers.items():
            unit, share = _unit_of(name, numbers, self._language)
            if unit:
                uses.append(self._measure(name, numbers, unit, share))
        return uses

    def _is_used(self, dimension: str) -> bool:
        """Say whether a dimension is more than a letter behind the numbers of few products."""
        written = [w for unit, w in self._written.items() if UNITS[unit].dimension == dimension]
        products = sum(one.products for one in written)
        return products >= ENOUGH_PRODUCTS or any(one.letters < one.products for one in written)

    def _measure(self, name: str, numbers: _Numbers, unit: Unit, share: float) -> Use:
        place = self.measured[unit.dimension, name]
        for row, value in zip(numbers.rows, numbers.values, strict=True):
            one = measure(value, unit, 1.0 if value.is_integer() else 0.1)
            _append(place[one.low, one.high], row)
        examples = (f"{value:.6g}" for value in dict.fromkeys(numbers.values[:_MOST_FORMS]))
        products = len(set(numbers.rows))
        return Use(unit.name, products, tuple(examples)[:_SHOWN], name, share)


def _unit_of(name: str, numbers: _Numbers, language: str) -> tuple[Unit | None, float]:
    """Return what an attribute's numbers are in: as its name or as the titles say."""
    label = _LABEL.search(name)
    unit = unit_written(label[1], language) if label else None
    if unit:
        return unit, 1.0
    for name_of, met in numbers.met.most_common(1):
        share = met / numbers.asked[name_of]
        enough = met >= max(ENOUGH_VOTES, TELLING * len(numbers.rows))
        if enough and share >= SURE and len(set(numbers.values)) >= DIFFERENT:
            return UNITS[name_of], share
    return None, 0.0


def is_size(attribute: str) -> bool:
    """Say whether an attribute holds the sizes of clothes or shoes."""
    return attribute.casefold() in SIZE_WORDS


def keys_of(quantity: Quantity) -> Iterator[str]:
    """Yield the keys of a name among quantities, the strictest first.

    A format has that of its measures, in whatever unit, and that of its bare numbers, for
    the unit is often left out. The order is no matter: a bed of 90x200 is one of 200x90.
    """
    if quantity.dimension != FORMAT:
        yield f"{quantity.dimension} {quantity.text}"
        return
    if quantity.parts:
        yield _format_key(part.value for part in quantity.parts) + " mm"
    yield _format_key(float(one) for one in quantity.text.split("x"))


def _format_key(sides: Iterable[float]) -> str:
    return f"{FORMAT} " + "x".join(f"{one:.6g}" for one in sorted(sides))


def _face(quantity: Quantity) -> Quantity:
    """Return the first two sides of a format: a 2x4x8 is a 2x4."""
    text = "x".join(quantity.text.split("x")[:2])
    return replace(quantity, text=text, parts=quantity.parts[:2])


def _no_rows() -> "array[int]":
    return array("i")


def _append(rows: "array[int]", row: int) -> None:
    """Append a row once; rows ascend."""
    if not rows or rows[-1] != row:
        rows.append(row)
