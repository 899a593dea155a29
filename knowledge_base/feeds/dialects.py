"""Turns lines under the feed's own names into lines under ours."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

import orjson

from knowledge_base.errors import BadInput, Fault
from knowledge_base.feeds.google import is_google, read_google
from knowledge_base.line_reader import field_of

ATTRIBUTE = "attributes."
"""A column of this name and a dot holds one attribute."""


Translate = Callable[[Mapping[str, Any]], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Dialect:
    """One way to name the fields of a product; counts the columns it has no use for.

    `wanted` are the columns that a mapping names.
    """

    name: str
    translate: Translate
    wanted: frozenset[str] = frozenset()
    unused: Counter[str] = field(default_factory=Counter)

    def read(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Return a line under our names."""
        line: dict[str, Any] = {}
        attributes: dict[str, Any] = {}
        for name, value in self.translate(raw).items():
            if name.startswith(ATTRIBUTE):
                attributes[name.removeprefix(ATTRIBUTE)] = value
            elif field_of(name):
                line[name] = value
            elif value not in ("", None):
                self.unused[name] += 1
        given = read_nested(line.get("attributes")) or {}
        if attributes and isinstance(given, Mapping):
            given = {**given, **attributes}
        return line | ({"attributes": given} if given else {})


def choose_dialect(columns: Iterable[str], *, now: datetime) -> Dialect:
    """Choose the dialect by the names of the columns: ours, else Google's."""
    names = set(columns)
    if "product_id" not in names and is_google(names):
        return Dialect("Google Merchant", partial(read_google, now=now))
    return Dialect("Tresen", dict)


def check_columns(dialect: Dialect, columns: Collection[str]) -> None:
    """Raise BadInput when no column says which product a line is, or what it is called."""
    line = dialect.translate(dict.fromkeys(columns, "-"))
    found = {known[0] for name, value in line.items() if value and (known := field_of(name))}
    missing = [name for name in ("product_id", "title") if name not in found]
    if missing == ["title"] and "variant_of" in found:
        return
    if missing:
        detail = f"no column holds the {' or the '.join(missing)}"
        there = ", ".join(columns)[:500]
        faults = (Fault(name, "no such column", "missing") for name in missing)
        raise BadInput(f"{detail} (a mapping could say which does); there are {there}", *faults)


def read_nested(value: Any) -> Any:
    """Read an object that a table holds as JSON; leave anything else to be judged as it is."""
    if isinstance(value, str) and value.lstrip().startswith("{"):
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            return value
    return value
