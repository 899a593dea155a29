"""The little language of segments: `orders >= 3 and discount_share > 0.5`."""

import operator
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from knowledge_base.errors import BadInput, Fault

Holds = Callable[[Mapping[str, float]], bool]

DEEPEST = 20
"""Parentheses and nots inside one another; nobody needs more, and the reader recurses."""
_TOKEN = re.compile(r"\s*(\d+(?:\.\d+)?|[a-z][a-z0-9_]*|<=|>=|==|!=|\S)", re.IGNORECASE)
_COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
_WORDS = frozenset({"and", "or", "not"})


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition as it was written, and what decides it."""

    text: str
    holds: Holds


def parse_condition(text: str, measures: Collection[str]) -> Condition:
    """Read a condition over measures. Raises BadInput that says what was expected where.

    Comparisons of measures and numbers, joined by `not`, `and`, `or` (binding in that order)
    and parentheses.
    """
    reader = _Reader(text, measures)
    holds = reader.alternatives(0)
    reader.end()
    return Condition(text, holds)


class _Reader:
    """Reads tokens from left to right, one function for each way of joining."""

    def __init__(self, text: str, measures: Collection[str]) -> None:
        self.text = text
        self.measures = measures
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

    def end(self) -> None:
        if self.token:
            raise self._wrong(f"expected 'and', 'or' or the end, not '{self.token}'")

    def alternatives(self, depth: int) -> Holds:
        parts = [self._conjunction(depth)]
        while self._accept("or"):
            parts.append(self._conjunction(depth))
        return parts[0] if len(parts) == 1 else lambda facts: any(one(facts) for one in parts)

    def _conjunction(self, depth: int) -> Holds:
        parts = [self._statement(depth)]
        while self._accept("and"):
            parts.append(self._statement(depth))
        return parts[0] if len(parts) == 1 else lambda facts: all(one(facts) for one in parts)

    def _statement(self, depth: int) -> Holds:
        if depth > DEEPEST:
            raise self._wrong(f"nested more than {DEEPEST} deep")
        if self._accept("not"):
            denied = self._statement(depth + 1)
            return lambda facts: not denied(facts)
        if self._accept("("):
            inner = self.alternatives(depth + 1)
            if not self._accept(")"):
                raise self._wrong("expected ')'")
            return inner
        return self._comparison()

    def _comparison(self) -> Holds:
        left = self._operand()
        compare = _COMPARISONS.get(self.token)
        if compare is None:
            raise self._wrong(f"expected one of {' '.join(_COMPARISONS)}")
        self._next()
        right = self._operand()
        return lambda facts: compare(left(facts), right(facts))

    def _operand(self) -> Callable[[Mapping[str, float]], float]:
        token = self.token
        if token[:1].isdecimal():
            number = float(self._next())
            return lambda _: number
        if not token[:1].isalpha() or token.lower() in _WORDS:
            raise self._wrong("expected a measure or a number")
        if token not in self.measures:
            known = ", ".join(sorted(self.measures))
            raise self._wrong(f"there is no measure '{token}'; there are {known}")
        self._next()
        return operator.itemgetter(token)
