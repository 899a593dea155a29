"""Reads Algolia's three ways to filter as our filters, and refuses what these cannot say.

Ours OR the values of a facet and AND the facets. Whatever means the same is accepted; what does
not ("not red", "red and blue at once", "red or cheap") is an error rather than another answer.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import reduce

from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.filters import PRICE, Filter
from knowledge_base.money import MOST_CENTS
from service.api.algolia_params import Params
from service.api.context import MOST_FILTERS
from service.api.question import unusable

SEPARATOR = " > "
"""Between the steps of a category, as InstantSearch has it unless told otherwise."""

_LEVEL = re.compile(r".+\.lvl(\d)")
_NAME = r"""(?:"[^"]+"|'[^']+'|[^\s:<>=!()"']+)"""
_NUMBER = r"-?\d{1,15}(?:\.\d{1,9})?"
_COMPARED = re.compile(rf"({_NAME})\s*(<=|>=|!=|<|>|=)\s*({_NUMBER})")
_BETWEEN = re.compile(rf"({_NAME})\s*:\s*({_NUMBER})\s+TO\s+({_NUMBER})")
_VALUE = re.compile(rf"""({_NAME})\s*:\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s()]+)""")
_SPACE = re.compile(r"\s*")
_WORD = re.compile(r"(AND|OR|NOT)(?=[\s(])|[()]")
_HAIR = Decimal("1e-9")
"""Less than any step of a facet: what lies beyond a number that is itself left out."""


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers from one to another, both ends in, open where they are None."""

    low: Decimal | None = None
    high: Decimal | None = None

    def common(self, other: "Span") -> "Span":
        """Return what lies in both."""
        lows = [one for one in (self.low, other.low) if one is not None]
        highs = [one for one in (self.high, other.high) if one is not None]
        return Span(max(lows, default=None), min(highs, default=None))


@dataclass(frozen=True, slots=True)
class Choice:
    """Alternatives of one facet."""

    facet: str
    among: tuple[str | Span, ...]


def facet_of(name: str) -> tuple[str, int | None]:
    """Return our name for a facet, and the level if it is one of a tree: "x.lvl0"."""
    level = _LEVEL.fullmatch(name)
    return (CATEGORY, int(level[1])) if level else (name, None)


def path_of(steps: str) -> str:
    """Write a category of theirs ("Mode > Schuhe") the way ours are written."""
    return "/".join(step.replace("/", "%2F") for step in steps.split(SEPARATOR))


def steps_of(path: str) -> str:
    """Write a category of ours the way theirs are written."""
    return SEPARATOR.join(step.replace("%2F", "/") for step in path.split("/"))


def read_filters(params: Params) -> tuple[Filter, ...]:
    """Read `filters`, `facetFilters` and `numericFilters`. Raises BadInput."""
    choices = [*_facet_filters(params), *_numeric_filters(params)]
    if "filters" in params:
        choices += _Expression(params.text("filters", 10_000), params.at("filters")).choices()
    by_facet: dict[str, list[Choice]] = {}
    for one in choices:
        by_facet.setdefault(one.facet, []).append(one)
    filters = tuple(
        filter_
        for several in by_facet.values()
        for filter_ in _written(reduce(lambda one, two: _both(one, two, params), several))
    )
    if len(filters) > MOST_FILTERS:
        raise unusable(params.place, f"has more than {MOST_FILTERS} filters")
    return filters


def _facet_filters(params: Params) -> Iterator[Choice]:
    place = params.at("facetFilters")
    for one in params.listed("facetFilters"):
        yield _one_facet((_of_facet(text, place) for text in _texts(one, place)), place)


def _numeric_filters(params: Params) -> Iterator[Choice]:
    place = params.at("numericFilters")
    for one in params.listed("numericFilters"):
        read = (_of_numbers(text, place) for text in _texts(one, place))
        yield _one_facet(read, place)


def _texts(value: object, place: str) -> Sequence[str]:
    """Return alternatives; one alone needs no list around it."""
    given = value if isinstance(value, list) else [value]
    texts = [one for one in given[:MOST_FILTERS] if isinstance(one, str)]
    if not texts or len(texts) < len(given):
        raise unusable(place, "is not a list of texts or of lists of texts")
    return texts


def _of_facet(text: str, place: str) -> Choice:
    """Read `facet:value`; a minus before the value would mean all others."""
    name, colon, value = text.partition(":")
    if not (name and colon and value and text.isprintable()):
        raise unusable(place, f"has '{text[:100]}', which is not of the form facet:value")
    if value.startswith("-"):
        raise unusable(place, f"has '{text[:100]}': values cannot be excluded here")
    return _chosen(name, value.removeprefix("\\"), place)


def _chosen(name: str, value: str, place: str) -> Choice:
    facet, level = facet_of(name)
    if level is not None:
        return Choice(facet, (path_of(value),))
    if facet != PRICE:
        return Choice(facet, (value,))
    if not re.fullmatch(_NUMBER, value):
        raise unusable(place, f"has '{value[:100]}', which is no price")
    return Choice(PRICE, (Span(Decimal(value), Decimal(value)),))


def _of_numbers(text: str, place: str) -> Choice:
    """Read `facet>=10`, `facet:10 TO 20`, or an equality `facet:10`."""
    read = _comparison(text.strip(), 0, place) or (_of_facet(text, place), len(text.strip()))
    if read[1] != len(text.strip()):
        raise unusable(place, f"has '{text[:100]}', which is no comparison of numbers")
    return read[0]


def _comparison(text: str, at: int, place: str) -> tuple[Choice, int] | None:
    """Read a comparison of numbers there, and say where it ends; None where there is none."""
    if found := _BETWEEN.match(text, at):
        span = Span(Decimal(found[2]), Decimal(found[3]))
    elif found := _COMPARED.match(text, at):
        span = _span(found[2], Decimal(found[3]), place)
    else:
        return None
    return Choice(facet_of(_bare(found[1]))[0], (span,)), found.end()


def _span(sign: str, number: Decimal, place: str) -> Span:
    match sign:
        case ">=":
            return Span(low=number)
        case "<=":
            return Span(high=number)
        case ">":
            return Span(low=number + _HAIR)
        case "<":
            return Span(high=number - _HAIR)
        case "=":
            return Span(number, number)
        case _:
            raise unusable(place, "has !=: values cannot be excluded here")


def _bare(text: str) -> str:
    """Take quotation marks off, and what keeps those inside from ending it."""
    if text[0] in "\"'" and text[0] == text[-1] and len(text) > 1:
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    return text


class _Expression:
    """A `filters` expression: restrictions joined by AND, alternatives by OR."""

    def __init__(self, text: str, place: str) -> None:
        self._text, self._place, self._at = text, place, 0

    def choices(self) -> list[Choice]:
        """Read all of it. Raises BadInput."""
        choices = [self._alternatives()]
        while self._next("AND"):
            choices.append(self._alternatives())
        if self._at < len(self._text):
            raise self._fault("cannot be read")
        return choices

    def _alternatives(self) -> Choice:
        is_open = self._next("(")
        read = [self._one()]
        while self._next("OR"):
            read.append(self._one())
        if is_open and not self._next(")"):
            raise self._fault("has alternatives that are no list of facet:value joined by OR")
        return _one_facet(read, self._place)

    def _one(self) -> Choice:
        if self._next("NOT"):
            raise self._fault("has NOT: values cannot be excluded here")
        self._at = self._end_of_space()
        read = _comparison(self._text, self._at, self._place)
        if read is None:
            found = _VALUE.match(self._text, self._at)
            if found is None:
                raise self._fault("cannot be read")
            chosen = _chosen(_bare(found[1]), _bare(found[2]), self._place)
            read = chosen, found.end()
        self._at = read[1]
        return read[0]

    def _next(self, word: str) -> bool:
        """Go past a word if it is the next one."""
        found = _WORD.match(self._text, self._end_of_space())
        if found is None or found[0] != word:
            return False
        self._at = found.end()
        self._at = self._end_of_space()
        return True

    def _end_of_space(self) -> int:
        found = _SPACE.match(self._text, self._at)
        return found.end() if found else self._at

    def _fault(self, detail: str) -> Exception:
        return unusable(self._place, f"{detail} at '{self._text[self._at : self._at + 40]}'")


def _one_facet(read: Iterable[Choice], place: str) -> Choice:
    """Join alternatives, which have to be of one facet."""
    several = list(read)
    facets = {one.facet for one in several}
    if len(facets) > 1:
        names = " or ".join(sorted(facets))
        raise unusable(place, f"has alternatives of different facets ({names}): not possible")
    return Choice(facets.pop(), tuple(value for one in several for value in one.among))


def _both(one: Choice, two: Choice, params: Params) -> Choice:
    """Return what two restrictions of one facet leave together. Raises BadInput.

    Ranges overlap, and a category lies in another; other values a product may have at once,
    which our filters cannot ask for.
    """
    spans = [
        first.common(second)
        for first in one.among
        for second in two.among
        if isinstance(first, Span) and isinstance(second, Span)
    ]
    if spans:
        return Choice(one.facet, tuple(spans))
    values = [
        max(first, second, key=len)
        for first in one.among
        for second in two.among
        if isinstance(first, str) and isinstance(second, str)
        if _lies_in(one.facet, first, second) or _lies_in(one.facet, second, first)
    ]
    if not values:
        detail = (
            f"asks for several values of {one.facet} at once: values of one facet are OR-ed"
        )
        raise unusable(params.place, detail)
    return Choice(one.facet, tuple(dict.fromkeys(values)))


def _lies_in(facet: str, value: str, other: str) -> bool:
    return value == other or (facet == CATEGORY and value.startswith(f"{other}/"))


def _written(choice: Choice) -> Iterator[Filter]:
    """Write alternatives as filters of ours."""
    for one in choice.among:
        if isinstance(one, str):
            yield Filter(choice.facet, one)
        elif choice.facet == PRICE:
            yield Filter(PRICE, low=_least_cents(one.low), high=_most_cents(one.high))
        else:
            low, high = ("" if end is None else f"{end:f}" for end in (one.low, one.high))
            yield Filter(choice.facet, f"{low}..{high}")


def _least_cents(low: Decimal | None) -> int | None:
    """Return the lower end of a range of prices; below nothing there are no prices."""
    return None if low is None else min(max(_cents(low, ROUND_CEILING), 0), MOST_CENTS)


def _most_cents(high: Decimal | None) -> int | None:
    """Return the upper end of a range of prices."""
    return None if high is None else min(max(_cents(high, ROUND_FLOOR), -1), MOST_CENTS)


def _cents(end: Decimal, rounding: str) -> int:
    return int((end * 100).to_integral_value(rounding))
