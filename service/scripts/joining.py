"""Joins a module with all it imports into one, under short names, so that a page asks once."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from string import ascii_letters, digits

from service.scripts.names import OUTSIDE, Names, names_of

_IMPORT = re.compile(
    r"^(?P<way>import|export)\b\s*(?P<names>\{[^{}]*\})?\s*(?:from\s*)?"
    r"\"\./(?P<module>[\w.-]+)\";\n?",
    re.MULTILINE,
)
_DECLARED = re.compile(
    r"^export (?=(?:const|class|(?:async )?function) ([\w$]+))", re.MULTILINE
)
_LISTED = re.compile(r"^export\s*\{([^{}]*)\};\n?", re.MULTILINE)
_LEFT = re.compile(r"^(?:import\b(?!\()|export\b).*", re.MULTILINE)
_KEYWORDS = frozenset({"as", "do", "if", "in", "is", "of"})
"""Words of the language as short as our names, of which there are too few for three letters."""

Variable = tuple[str, int, str]
"""A variable by its module, the part of it that sees it, and its name there."""


@dataclass(frozen=True, slots=True)
class Module:
    """A module taken apart: its text, and by which names it knows others and they know it."""

    names: Names
    imports: Mapping[str, tuple[str, str]]
    exports: Mapping[str, str]
    needed: tuple[str, ...]

    @classmethod
    def read(cls, name: str, source: str) -> "Module":
        """Read a stripped module. Raises ValueError for what is written in an unknown way."""
        imports: dict[str, tuple[str, str]] = {}
        exports: dict[str, str] = {}
        needed = []
        for found in _IMPORT.finditer(source):
            needed.append(found["module"])
            for theirs, ours in _listed(found["names"] or ""):
                imports[ours] = (found["module"], theirs)
                if found["way"] == "export":
                    exports[ours] = ours
        body = _IMPORT.sub("", source)
        exports |= {one: one for one in _DECLARED.findall(body)}
        for listed in _LISTED.findall(body):
            exports |= {theirs: ours for ours, theirs in _listed(listed)}
        body = _LISTED.sub("", _DECLARED.sub("", body))
        if left := _LEFT.search(body):
            raise ValueError(f"{name}: {left[0]}")
        return cls(names_of(body), imports, exports, tuple(needed))


def joined(entry: str, modules: Mapping[str, Module]) -> str:
    """Return a module that does what an entry and everything it imports do together.

    Every module runs once, after those it imports; what is imported while running stays where
    it is. No variable of one is a variable of another: each has a short name that no other has.
    Raises ValueError for a circle.
    """
    whole = {name: modules[name] for name in _ordered(entry, modules, (), {})}
    meant = {name: dict(_meant(name, whole)) for name in whole}
    short = _short_names(whole, meant)
    text = "".join(_text(one.names, meant[name], short) for name, one in whole.items())
    public = [
        f"{short[_declared(entry, ours, whole)]} as {theirs}"
        for theirs, ours in whole[entry].exports.items()
    ]
    return text + (f"export{{{','.join(public)}}};\n" if public else "")


def _ordered(
    name: str, modules: Mapping[str, Module], above: tuple[str, ...], done: dict[str, None]
) -> dict[str, None]:
    """Add a module to those that are done, after what it imports."""
    if name in above:
        raise ValueError(f"{name} imports itself by way of {above[-1]}")
    if name not in done:
        for needed in modules[name].needed:
            _ordered(needed, modules, (*above, name), done)
        done[name] = None
    return done


def _listed(names: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before and after `as` for each of some names in braces."""
    for one in names.strip("{}").split(","):
        if one.strip():
            before, _, after = one.strip().partition(" as ")
            yield before, after or before


def _declared(module: str, name: str, modules: Mapping[str, Module]) -> Variable:
    """Follow a name that all of a module sees to where it is declared."""
    while name in modules[module].imports:
        module, name = modules[module].imports[name]
        name = modules[module].exports[name]
    return module, OUTSIDE, name


def _meant(name: str, modules: Mapping[str, Module]) -> Iterator[tuple[int, Variable]]:
    """Yield the places of a module's variables, and which they are; others are the page's."""
    names, imports = modules[name].names, modules[name].imports
    for place, part in names.places.items():
        word = names.pieces[place]
        if word in imports or word in names.seen:
            yield place, _declared(name, word, modules)
        elif (part, word) in names.inner:
            yield place, (name, part, word)


def _short_names(
    modules: Mapping[str, Module], meant: Mapping[str, Mapping[int, Variable]]
) -> dict[Variable, str]:
    """Name every variable.

    Those of one part have the first letters in the order they come, in each part the same;
    those that all see have what is left, the most used ones the shortest. Nothing is named as
    what is not ours.
    """
    foreign = {
        module.names.pieces[place]
        for name, module in modules.items()
        for place in module.names.places
        if place not in meant[name]
    }
    letters = [*ascii_letters, *map("".join, product(ascii_letters, ascii_letters + digits))]
    free = [one for one in letters if one not in foreign | _KEYWORDS]
    used = Counter(one for variables in meant.values() for one in variables.values())
    short: dict[Variable, str] = {}
    inside: Counter[tuple[str, int]] = Counter()
    for module, part, word in used:
        if part != OUTSIDE:
            short[module, part, word] = free[inside[module, part]]
            inside[module, part] += 1
    left = iter(free[max(inside.values(), default=0) :])
    outside = [variable for variable, _ in used.most_common() if variable[1] == OUTSIDE]
    return short | dict(zip(outside, left, strict=False))


def _text(names: Names, meant: Mapping[int, Variable], short: Mapping[Variable, str]) -> str:
    """Write a module with its variables under their short names."""
    pieces = list(names.pieces)
    for place, variable in meant.items():
        before = f"{pieces[place]}:" if place in names.doubles else ""
        pieces[place] = before + short[variable]
    return "".join(pieces)
