"""Reads a mapping file: which column of somebody's feed is which field of ours.

docs/feeds.md says what may stand in one; those of the shop systems lie in mappings/.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property, lru_cache, partial
from itertools import count, takewhile
from pathlib import Path
from typing import Any

import msgspec

from knowledge_base.errors import BadInput, Fault
from knowledge_base.feeds.columns import NUMBER, Spellings, plain
from knowledge_base.feeds.details import read_details
from knowledge_base.feeds.dialects import ATTRIBUTE, Dialect, read_nested
from knowledge_base.feeds.entries import Entries, Line
from knowledge_base.feeds.sales import Sale
from knowledge_base.line_reader import RESERVED, TRANSLATED, attribute_name, field_of

Arrange = Callable[[Entries], Entries]


class Join(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Several columns that make one text."""

    columns: tuple[str, ...]
    separator: str = " "


class JsonColumn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the keys of a column's JSON object become names of attributes."""

    prefixes: tuple[str, ...] = ()
    rename: dict[str, str] = {}

    def name(self, key: str) -> str:
        """Return the attribute a key stands for."""
        if key in self.rename:
            return self.rename[key]
        prefix = next((one for one in self.prefixes if key.startswith(one)), "")
        return key.removeprefix(prefix)


class Mapped(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """A mapping file as it stands.

    Those that come with the package have a `name`, and are `recognised_by` all columns of one
    of several sets. `attribute_columns` is a regular expression for columns that are
    attributes: its group is the name. `details` holds several attributes, and with `rest`
    columns that are not named go by their own names.
    """

    fields: dict[str, str | tuple[str, ...]]
    name: str = ""
    recognised_by: tuple[tuple[str, ...], ...] = ()
    language: str | None = None
    language_column: str = ""
    category_separator: str = ">"
    attribute_columns: str = ""
    spellings: dict[str, tuple[str, ...]] = {}
    join: dict[str, Join] = {}
    constants: dict[str, Any] = {}
    first: dict[str, tuple[str, ...]] = {}
    lists: dict[str, str] = {}
    only: dict[str, tuple[str, ...]] = {}
    void: dict[str, str] = {}
    sale: Sale | None = None
    pairs: dict[str, str] = {}
    details: str = ""
    rest: bool = False
    objects: dict[str, JsonColumn] = {}

    @cached_property
    def spelled(self) -> Spellings:
        """Return what the columns may be called."""
        return Spellings(self.spellings)

    def knows(self, columns: set[str]) -> int:
        """Return how many columns tell that a feed is in this dialect, 0 if it is not."""
        named = columns | {self.spelled.name(one) for one in columns}
        return max((len(one) for one in self.recognised_by if named.issuperset(one)), default=0)

    @cached_property
    def columns(self) -> frozenset[str]:
        """Return every column that is read by its name and must be there."""
        named = [*self.objects, *(self.sale.columns() if self.sale else ())]
        named += [self.language_column] if self.language_column else []
        for columns in (*self.fields.values(), *(join.columns for join in self.join.values())):
            named += [columns] if isinstance(columns, str) else columns
        return frozenset(named)

    def translate(self, raw: Mapping[str, Any], now: datetime) -> dict[str, Any]:
        """Return a line under our names; `raw` has the columns as the mapping spells them."""
        given = {name: self._value(name, value) for name, value in raw.items()}
        line = {**self._rest(given), **self.constants}
        for name, column in self.fields.items():
            line[name] = (
                given.get(column) if isinstance(column, str) else _values(given, column)
            )
        for name, join in self.join.items():
            line[name] = join.separator.join(map(str, _values(given, join.columns)))
        for name, columns in self.first.items():
            line[name] = next((value for one in columns if (value := given.get(one))), None)
        line |= self.sale.prices(given, now) if self.sale else {}
        line |= dict(self._attributes(given))
        if isinstance(line.get("categories"), str):
            line["categories"] = line["categories"].replace(self.category_separator, ">")
        language = _language(given.get(self.language_column)) or self.language
        if language:
            return {name: _spoken(name, value, language) for name, value in line.items()}
        return line

    def counts(self, raw: Mapping[str, Any]) -> str | None:
        """Return the column for whose value a line does not count, or None."""
        for column, values in self.only.items():
            value = str(raw.get(column, "")).strip().casefold()
            if value and value not in values:
                return column
        return None

    def _value(self, column: str, value: Any) -> Any:
        """Return what a cell says: nothing, several values, or itself."""
        if not isinstance(value, str):
            return value
        if column in self.void and re.fullmatch(self.void[column], value.strip()):
            return None
        return _cut(value, self.lists[column]) if column in self.lists else value

    def _rest(self, given: Mapping[str, Any]) -> dict[str, Any]:
        if not self.rest:
            return {}
        known = self.columns | self._optional
        return {plain(name): value for name, value in given.items() if name not in known}

    @cached_property
    def _optional(self) -> frozenset[str]:
        first = [one for columns in self.first.values() for one in columns]
        times = (self.sale.start, self.sale.end, self.sale.period) if self.sale else ()
        return frozenset([*first, *times, self.details])

    def _attributes(self, given: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        for column, keys in self.objects.items():
            yield from _attributes(given.get(column), keys).items()
        if self.details and given.get(self.details):
            yield from read_details(given[self.details]).items()
        for names, values in self.pairs.items():
            for number, column in _series(names, given):
                value = given.get(values.replace(NUMBER, number))
                if given[column] and value:
                    between = self.lists.get(values)
                    yield f"{ATTRIBUTE}{given[column]}", _cut(value, between)
        for column, value in given.items() if self.attribute_columns else ():
            name = _attribute_name(self.attribute_columns, column)
            if name and column not in self.columns and isinstance(value, str):
                yield f"{ATTRIBUTE}{name}", value


def dialect_of(
    mapped: Mapped, *, now: datetime, arrange: Arrange = lambda entries: entries
) -> Dialect:
    """Make a dialect of a mapping; `arrange` says which lines belong together."""
    translate = partial(mapped.translate, now=now)
    dialect = Dialect(mapped.name, translate)

    def arranged(entries: Entries) -> Entries:
        for entry in arrange(mapped.spelled.respell(entries)):
            left_out = mapped.counts(entry.raw) if isinstance(entry, Line) else None
            if left_out is None:
                yield entry
            else:
                dialect.note(f"lines left out because of '{left_out}'")

    return replace(dialect, arrange=arranged)


def read_mapping(path: Path, *, now: datetime) -> Dialect:
    """Read somebody's mapping file. Raises BadInput that names the wrong entry."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        raise BadInput(f"the mapping {path.name} cannot be read: {wrong}") from wrong
    mapped = parse_mapping(text, path.name)
    return replace(dialect_of(mapped, now=now), name=path.stem, wanted=mapped.columns)


def parse_mapping(text: str, name: str) -> Mapped:
    """Read the text of a mapping file. Raises BadInput that names the wrong entry."""
    try:
        mapped = msgspec.convert(tomllib.loads(text), Mapped)
    except tomllib.TOMLDecodeError as wrong:
        raise BadInput(f"the mapping {name} cannot be read: {wrong}") from wrong
    except msgspec.ValidationError as wrong:
        raise BadInput(f"the mapping {name} is wrong: {wrong}") from wrong
    faults = [
        Fault(field, "is not a field of a product", "unknown_field")
        for field in (*mapped.fields, *mapped.join, *mapped.constants)
        if not field.startswith(ATTRIBUTE) and field_of(field) is None
    ]
    if faults:
        names = ", ".join(fault.place for fault in faults)
        raise BadInput(f"the mapping {name} fills unknown fields: {names}", *faults)
    _check_patterns(mapped, name)
    return mapped


def _check_patterns(mapped: Mapped, name: str) -> None:
    for pattern in (mapped.attribute_columns, *mapped.void.values(), *mapped.lists.values()):
        try:
            re.compile(pattern)
        except re.error as wrong:
            detail = f"the mapping {name} has '{pattern}', no regular expression: {wrong}"
            raise BadInput(detail) from wrong


def _cut(value: Any, between: str | None) -> Any:
    """Cut a text at what stands between its values, but not at a comma that is escaped."""
    if between is None or not isinstance(value, str):
        return value
    parts = (part.strip().replace("\\,", ",") for part in re.split(between, value))
    return [part for part in parts if part]


def _values(raw: Mapping[str, Any], columns: tuple[str, ...]) -> list[Any]:
    """Return the values of several columns, each of which may have several itself."""
    found = (raw.get(column) for column in columns)
    several = (one if isinstance(one, list) else [one] for one in found)
    return [value for one in several for value in one if value not in ("", None)]


def _series(names: str, given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the numbers and names of columns in series, until one is not there."""
    numbered = ((str(number), names.replace(NUMBER, str(number))) for number in count(1))
    return takewhile(lambda one: one[1] in given, numbered)


@lru_cache(4096)
def _attribute_name(pattern: str, column: str) -> str | None:
    found = re.fullmatch(pattern, column)
    return found[1] if found and attribute_name(found[1]) not in RESERVED else None


@lru_cache(256)
def _language(written: object) -> str | None:
    """Read de, de_DE or DE-de as de."""
    found = re.match(r"\s*([a-z]{2})(?![a-z])", str(written or "").lower())
    return found[1] if found else None


def _spoken(name: str, value: Any, language: str) -> Any:
    is_text = name in TRANSLATED or name.startswith(ATTRIBUTE)
    has_value = value not in (None, "") and not isinstance(value, Mapping)
    return {language: value} if is_text and has_value else value


def _attributes(value: Any, keys: JsonColumn) -> dict[str, Any]:
    """Return the attributes of a JSON object; equal names keep all their values."""
    if not value:
        return {}
    given = read_nested(value)
    if not isinstance(given, dict):
        return {"attributes": value}
    found: dict[str, list[Any]] = {}
    for key, one in given.items():
        several = one if isinstance(one, list) else [one]
        found.setdefault(f"{ATTRIBUTE}{keys.name(key)}", []).extend(several)
    return dict(found)
