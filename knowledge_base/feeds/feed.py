"""Opens a product feed: its format by content, its dialect by the names it uses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

from knowledge_base.errors import BadInput, Fault
from knowledge_base.feeds.detect import Format, count_lines, read_entries
from knowledge_base.feeds.dialects import Dialect, check_columns
from knowledge_base.feeds.entries import Entries, Line, Unreadable
from knowledge_base.feeds.mapping import read_mapping
from knowledge_base.feeds.shipped import choose_dialect

_PEEK = 100
"""Lines looked at before the dialect is chosen: JSON may leave out what it does not know."""
_LISTS = ("size", "colour", "color", "material", "image_urls")


@dataclass(frozen=True, slots=True)
class Feed:
    """An open feed; its lines are read as they are taken, and numbered up to `lines`."""

    form: Format
    dialect: Dialect
    entries: Entries
    lines: int

    def read(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Return a line under our names; in a table a cell holds several values as `a|b`."""
        line = self.dialect.read(raw)
        if self.form is Format.DELIMITED:
            line |= {name: _split(line[name]) for name in _LISTS if name in line}
            given = line.get("attributes")
            if isinstance(given, Mapping):
                line["attributes"] = {name: _split(value) for name, value in given.items()}
        return line


def open_feed(
    path: Path, *, now: datetime, form: Format = Format.AUTO, mapping: Path | None = None
) -> Feed:
    """Open a feed. Raises BadInput when it is empty or says nothing about products."""
    found, entries = read_entries(path, form)
    first, columns = _peek(entries)
    if not first:
        raise BadInput(f"{path.name} has no lines")
    if not columns:
        unread = next(one.detail for one in first if isinstance(one, Unreadable))
        raise BadInput(f"{path.name} has no line that can be read; its first {unread}")
    dialect = read_mapping(mapping, now=now) if mapping else choose_dialect(columns, now=now)
    entries = dialect.arrange(chain(first, entries))
    first, columns = _peek(entries)
    if columns:
        if found in {Format.DELIMITED, Format.PARQUET}:
            _check_wanted(dialect.wanted - columns.keys())
        check_columns(dialect, columns)
    return Feed(found, dialect, chain(first, entries), count_lines(path, found))


def _peek(entries: Entries) -> tuple[list[Line | Unreadable], dict[str, None]]:
    """Take the first lines, and name their columns."""
    first = list(islice(entries, _PEEK))
    return first, {name: None for one in first if isinstance(one, Line) for name in one.raw}


def _check_wanted(missing: Iterable[str]) -> None:
    names = sorted(missing)
    if names:
        faults = (Fault(name, "no such column", "missing") for name in names)
        raise BadInput(f"the feed lacks columns of the mapping: {', '.join(names)}", *faults)


def _split(value: Any) -> Any:
    """Cut a cell into its values, also in each language."""
    if isinstance(value, Mapping):
        return {language: _split(one) for language, one in value.items()}
    return value.split("|") if isinstance(value, str) and "|" in value else value
