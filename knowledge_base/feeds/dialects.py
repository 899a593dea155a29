"""Turns lines under the feed's own names into lines under ours."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from knowledge_base.errors import BadInput, Fault
from knowledge_base.feeds.entries import Entries
from knowledge_base.line_reader import field_of

ATTRIBUTE = "attributes."
"""A column of this name and a dot holds one attribute."""
_MOST_NOTES = 1_000


Translate = Callable[[Mapping[str, Any]], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Dialect:
    """One way to name the fields of a product, and to spread products over lines.

    `arrange` puts lines together that are one product, or leaves some out; `translate` names
    the fields of one. `wanted` are the columns that a mapping cannot do without. `notes`
    counts what was of no use.
    """

    name: str
    translate: Translate
    arrange: Callable[[Entries], Entries] = lambda entries: entries
    wanted: frozenset[str] = frozenset()
    notes: Counter[str] = field(default_factory=Counter)

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
                self.note(f"values of column '{name}' not used")
        given = read_nested(line.get("attributes")) or {}
        if attributes and isinstance(given, Mapping):
            given = {**given, **attributes}
        return line | ({"attributes": given} if given else {})

    def note(self, note: str) -> None:
        """Count something that was of no use; of endlessly many kinds only the first."""
        if note in self.notes or len(self.notes) < _MOST_NOTES:
            self.notes[note] += 1


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
