"""The little language of segments: `orders >= 3 and group in ("gold", "silver")`."""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import reduce
from typing import Any

from knowledge_base.errors import BadInput, Fault

Know = Callable[[str], Any]
"""Says what is known by name: a number, a text, or a function of a facet and a value.

What is not known is None.
"""
Holds = Callable[[Know], bool]
Value = float | str | None
Compare = Callable[[Any, Any], bool]

DEEPEST = 20
"""Parentheses and nots inside one another; nobody needs more, and the reader recurses."""
OWN = "customer."
"""What stands before the names that the shop itself gave to facts of its customers."""
EACH = "*"
"""Stands for every value of a facet: `interest("category:*") > 0.5` is a family of segments."""
_TOKEN = re.compile(
    r"""\s*("[^"]*"|'[^']*'|\d+(?:\.\d+)?|customer\.\w[\w.-]*|[a-z]\w*|<=|>=|==|!=|\S)""",
    re.IGNORECASE,
)
_COMPARISONS: Mapping[str, Compare] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
_TRUTHS = {"true": 1.0, "false": 0.0}
_WORDS = frozenset({"and", "or", "not", "in"})


class Kind(Enum):
    """What a name stands for; what the shop's own facts stand for is only seen when asked."""

    NUMBER = "a number"
    TEXT = "a text"
    ASKED = 'asked of a value, as in interest("brand:Adler")'
    FREE = "a fact of the shop's own"


Names = Mapping[str, Kind]


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition as it was written, and what decides it.

    With an `each` it is one condition for every value of that facet: for which, the fact `*`
    says.
    """

    text: str
    holds: Holds
    each: str | None = None


@dataclass(frozen=True, slots=True)
class _Operand:
    """One side of a comparison: how to read it, and what it will be."""

    read: Callable[[Know], Value]
    kind: Kind
    constant: Value = None


def parse_condition(text: str, names: Names) -> Condition:
    """Read a condition over named facts. Raises BadInput that says what was expected where.

    Comparisons of facts, numbers and texts in quotes, `in (…)` among them, joined by `not`,
    `and`, `or` (binding in that order) and parentheses. Texts compare without regard to case,
    days as 2026-03-01. Every comparison with something unknown is false. A condition takes
    time in proportion to its length, whatever the facts are.
    """
    reader = _Reader(text, names)
    holds = reader.alternatives(0)
    reader.end()
    return Condition(text, holds, reader.each)


class _Reader:
    """Reads tokens from left to right, one function for each way of joining."""

    def __init__(self, text: str, names: Names) -> None:
        self.text = text
        self.names = names
        self.each: str | None = None
        self.at = 0
        self.token = ""
        self._next()

    def _next(self) -> str:
        """Move on to the next token, "" at the end, and return the one left behind."""
        before = self.token
        match = _TOKEN.match(self.text, self.at)
        self.token = match.group(1) if match else ""
        self.at = match.end() if match else len(self.text)
        return before

    def _wrong(self, detail: str) -> BadInput:
        place = self.at - len(self.token) + 1
        whole = f"{detail}, at character {place} of '{self.text}'"
        return BadInput(whole, Fault("condition", whole))

    def _accept(self, token: str) -> bool:
        if self.token.lower() != token:
            return False
        self._next()
        return True

    def _expect(self, token: str) -> None:
        if not self._accept(token):
            raise self._wrong(f"expected '{token}'")

    def end(self) -> None:
        if self.token:
            raise self._wrong(f"expected 'and', 'or' or the end, not '{self.token}'")

    def alternatives(self, depth: int) -> Holds:
        parts = [self._conjunction(depth)]
        while self._accept("or"):
            parts.append(self._conjunction(depth))
        return reduce(_either, parts)

    def _conjunction(self, depth: int) -> Holds:
        parts = [self._statement(depth)]
        while self._accept("and"):
            parts.append(self._statement(depth))
        return reduce(_both, parts)

    def _statement(self, depth: int) -> Holds:
        if depth > DEEPEST:
            raise self._wrong(f"nested more than {DEEPEST} deep")
        if self._accept("not"):
            denied = self._statement(depth + 1)
            return lambda know: not denied(know)
        if self._accept("("):
            inner = self.alternatives(depth + 1)
            self._expect(")")
            return inner
        return self._comparison()

    def _comparison(self) -> Holds:
        left = self._operand()
        if self._accept("in"):
            return _among(left, self._listed(left))
        if self._accept("not"):
            self._expect("in")
            return _among(left, self._listed(left), there=False)
        compare = _COMPARISONS.get(self.token)
        if compare is None:
            raise self._wrong(f"expected one of {' '.join(_COMPARISONS)} in")
        self._next()
        return _compared(compare, left, self._beside(left))

    def _listed(self, left: _Operand) -> list[_Operand]:
        """Read the values in parentheses behind `in`."""
        self._expect("(")
        listed = [self._beside(left)]
        while self._accept(","):
            listed.append(self._beside(left))
        self._expect(")")
        return listed

    def _beside(self, left: _Operand) -> _Operand:
        """Read what something is compared with, which must be of its kind."""
        at, token = self.at, self.token
        right = self._operand()
        if Kind.FREE not in (left.kind, right.kind) and left.kind is not right.kind:
            self.at, self.token = at, token
            raise self._wrong(f"expected {left.kind.value}, not {right.kind.value}")
        return right

    def _operand(self) -> _Operand:
        token = self.token
        if token[:1].isdecimal():
            return _constant(float(self._next()), Kind.NUMBER)
        if token[:1] in {'"', "'"} and len(token) > 1:
            return _constant(self._next()[1:-1].casefold(), Kind.TEXT)
        if token.lower() in _TRUTHS:
            return _constant(_TRUTHS[self._next().lower()], Kind.NUMBER)
        if not token[:1].isalpha() or token.lower() in _WORDS:
            raise self._wrong("expected a name, a number or a text in quotes")
        kind = Kind.FREE if token.startswith(OWN) else self.names.get(token)
        if kind is None:
            raise self._wrong(f"there is nothing called '{token}'; {self._known()}")
        self._next()
        return self._asked(token) if kind is Kind.ASKED else _Operand(_fact(token, kind), kind)

    def _known(self) -> str:
        return f"there are {', '.join(sorted(self.names))} and {OWN}… for facts of your own"

    def _asked(self, name: str) -> _Operand:
        """Read what a name is asked of: a value of a facet."""
        self._expect("(")
        facet, _, value = self.token[1:-1].partition(":")
        if self.token[:1] not in {'"', "'"} or not facet or not value:
            raise self._wrong('expected a value of a facet in quotes, as "brand:Adler"')
        if value == EACH and self.each not in (None, facet):
            raise self._wrong(f"there can be a '{EACH}' for one facet only")
        self.each = facet if value == EACH else self.each
        self._next()
        self._expect(")")
        return _Operand(_answer(name, facet, value), Kind.NUMBER)


def _either(one: Holds, other: Holds) -> Holds:
    return lambda know: one(know) or other(know)


def _both(one: Holds, other: Holds) -> Holds:
    return lambda know: one(know) and other(know)


def _constant(value: float | str, kind: Kind) -> _Operand:
    return _Operand(lambda _: value, kind, value)


def _fact(name: str, kind: Kind) -> Callable[[Know], Value]:
    if kind is Kind.NUMBER:
        return lambda know: know(name)

    def read(know: Know) -> Value:
        value = know(name)
        return value.casefold() if isinstance(value, str) else value

    return read


def _answer(name: str, facet: str, value: str) -> Callable[[Know], Value]:
    def read(know: Know) -> Value:
        ask, about = know(name), know(EACH) if value == EACH else value
        return None if ask is None or about is None else ask(facet, about)

    return read


def _compared(compare: Compare, left: _Operand, right: _Operand) -> Holds:
    if left.kind is right.kind is Kind.NUMBER and right.constant is not None:
        return _held_against(compare, left.read, right.constant)
    read_left, read_right = left.read, right.read

    def holds(know: Know) -> bool:
        a, b = read_left(know), read_right(know)
        if a is None or b is None or isinstance(a, str) is not isinstance(b, str):
            return False
        return compare(a, b)

    return holds


def _held_against(compare: Compare, read: Callable[[Know], Value], limit: Value) -> Holds:
    """Compare a number with one that is written: what conditions mostly do."""

    def holds(know: Know) -> bool:
        value = read(know)
        return value is not None and compare(value, limit)

    return holds


def _among(left: _Operand, listed: list[_Operand], *, there: bool = True) -> Holds:
    """Say whether something known is one of some values, or none of them."""

    def holds(know: Know) -> bool:
        value = left.read(know)
        return value is not None and there is (value in [one.read(know) for one in listed])

    return holds
