"""Finds the variables in a module of ours: where each is named, and which are its own."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from service.scripts.tokens import GAPS, tokens

_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_DECLARING = frozenset({"const", "let", "class", "function"})
_NO_PARAMETERS = frozenset({"if", "for", "while", "switch"})
"""Words whose brackets, though a block follows them, declare nothing."""
_MODIFIERS = frozenset({"static", "get", "set", "async", "*"})
_BEFORE_BLOCK = frozenset({"", ")", "=>", ";", "{", "}", "else", "try", "finally", "do"})
OUTSIDE = -1
"""Where what lies in no bracket, and in no part, is said to be."""


@dataclass(frozen=True, slots=True)
class Names:
    """A module's text in pieces, and which of them name variables.

    `places` are the indices of those pieces, each with the number of the part of the module it
    lies in: a function, a member of a class. At one of `doubles` the word is the name of a
    property, too, as in ``{ price }``. What is declared is seen by all of the module or within
    one part alone.
    """

    pieces: Sequence[str]
    places: Mapping[int, int]
    doubles: frozenset[int]
    seen: frozenset[str]
    inner: frozenset[tuple[int, str]]


def names_of(source: str) -> Names:
    """Read a module, without its imports and exports.

    Not understood are classes within functions, and a name of the browser's where the same part
    declares it, too: what is served then names nobody, and the compiler tells so in the tests.
    """
    every = list(tokens(source))
    solid = [place for place, (kind, _) in enumerate(every) if kind not in GAPS]
    text = _Text([every[place][1] for place in solid])
    variables, declared = list(text.variables()), set(text.declared())
    return Names(
        pieces=[piece for _, piece in every],
        places={solid[at]: text.part[at] for at in variables},
        doubles=frozenset(solid[at] for at in variables if text.is_double(at)),
        seen=frozenset(name for part, name in declared if part == OUTSIDE),
        inner=frozenset(one for one in declared if one[0] != OUTSIDE),
    )


@dataclass(slots=True)
class _Text:
    """Tokens without the gaps between them, and how brackets lie around them."""

    words: list[str]
    around: list[int] = field(init=False, default_factory=list)
    """Per token: the innermost bracket it lies in, of a bracket the one around it."""
    ends: dict[int, int] = field(init=False, default_factory=dict)
    classes: set[int] = field(init=False, default_factory=set)
    """Braces that hold the members of a class."""
    part: list[int] = field(init=False, default_factory=list)
    """Per token: the number of its part; nothing declared inside one is seen in another."""

    def __post_init__(self) -> None:
        opened = [OUTSIDE]
        is_class = False
        for at, word in enumerate(self.words):
            if word in {")", "]"} or word[0] == "}":
                self.ends[opened.pop()] = at
            self.around.append(opened[-1])
            if word in {"(", "[", "{"} or word.endswith("${"):
                opened.append(at)
            is_class = is_class or (word == "class" and self.word(at + 1) != ":")
            if word == "{" and is_class:
                self.classes.add(at)
                is_class = False
        parts = accumulate(self._begins_part(at) for at in range(len(self.words)))
        self.part.extend(parts)

    def _begins_part(self, at: int) -> bool:
        if self.around[at] in self.classes:
            return self._is_property(at)
        return self.around[at] == OUTSIDE and self.words[at] in _DECLARING

    def word(self, at: int) -> str:
        return self.words[at] if 0 <= at < len(self.words) else ""

    def variables(self) -> Iterator[int]:
        """Yield where a name stands that may be a variable's; keywords are among them."""
        for at, word in enumerate(self.words):
            if _NAME.fullmatch(word) and not self._is_property(at):
                yield at

    def _is_property(self, at: int) -> bool:
        before, after = self.word(at - 1), self.word(at + 1)
        if before in {".", "?."}:
            return True
        if self.around[at] in self.classes:
            return (before in _MODIFIERS or before[0] in "{;}") and after in {
                "(",
                "=",
                ";",
                "}",
            }
        begins = before in {"{", ","} or before in _MODIFIERS
        return self._is_in_object(at) and begins and after in {":", "("}

    def is_double(self, at: int) -> bool:
        """Say whether a word names a property and its value in one."""
        before, after = self.word(at - 1), self.word(at + 1)
        return self._is_in_object(at) and before in {"{", ","} and after in {",", "}", "="}

    def _is_in_object(self, at: int) -> bool:
        """Say whether the innermost brace holds properties, of a value or of a pattern."""
        brace = self.around[at]
        return (
            self.word(brace) == "{"
            and brace not in self.classes
            and self.word(brace - 1) not in _BEFORE_BLOCK
        )

    def declared(self) -> Iterator[tuple[int, str]]:
        """Yield the names that are declared, each with the part that sees it."""
        for at, begin in self._declarations():
            is_seen = self.word(at) in _DECLARING and self.around[at] == OUTSIDE
            for place in self._bound(begin):
                yield OUTSIDE if is_seen else self.part[place], self.words[place]

    def _declarations(self) -> Iterator[tuple[int, int]]:
        """Yield where something is declared, and where its name, pattern or brackets begin."""
        begins = {end: begin for begin, end in self.ends.items()}
        for at, word in enumerate(self.words):
            if word in _DECLARING:
                yield at, at + 1
            elif word == "=>":
                yield at, begins.get(at - 1, at - 1)
            elif word == "(" and self._holds_parameters(at):
                yield at, at

    def _holds_parameters(self, at: int) -> bool:
        """Say whether a bracket is that of a named function, of a method or of `catch`."""
        is_followed = self.word(self.ends[at] + 1) == "{"
        return is_followed and self.word(at - 1) not in _NO_PARAMETERS

    def _bound(self, begin: int) -> Iterator[int]:
        """Yield where names stand that a name, a pattern or brackets of parameters declare."""
        if begin not in self.ends:
            yield begin
        for at in range(begin, self.ends.get(begin, begin)):
            before, after = self.word(at - 1), self.word(at + 1)
            is_first = before in {"(", "[", "{", ",", ":", "..."}
            is_name = _NAME.fullmatch(self.words[at]) and not self._is_property(at)
            if is_name and is_first and after in {")", "]", "}", ",", "="}:
                yield at
