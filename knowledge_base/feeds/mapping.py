"""Reads a mapping file: which column of somebody's feed is which field of ours.

language = "en"                 what texts without a language are written in
category_separator = "/"        between the steps of a path; ">" unless told

[fields]                        our field = their column, or several columns for a list
product_id = "item_id"
image_urls = ["picture_1", "picture_2"]
"attributes.width" = "w"

[join]                          our field = several columns as one text
title = { columns = ["maker", "model"], separator = " " }

[constants]                     our field = the same value on every line
currency = "USD"

[objects.details]               a column that holds a JSON object: every key an attribute
prefixes = ["n_", "t_"]         dropped from the keys
rename = { n_sz = "screen_size" }
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from knowledge_base.errors import BadInput, Fault
from knowledge_base.feeds.dialects import ATTRIBUTE, Dialect, read_nested
from knowledge_base.line_reader import TRANSLATED, field_of


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


class Mapped(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A mapping file as it stands."""

    fields: dict[str, str | tuple[str, ...]]
    language: str | None = None
    category_separator: str = ">"
    join: dict[str, Join] = {}
    constants: dict[str, Any] = {}
    objects: dict[str, JsonColumn] = {}

    def columns(self) -> frozenset[str]:
        """Return every column the mapping reads."""
        named = [*self.objects]
        for columns in (*self.fields.values(), *(join.columns for join in self.join.values())):
            named += [columns] if isinstance(columns, str) else columns
        return frozenset(named)

    def translate(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Return a line under our names."""
        line = dict(self.constants)
        for name, column in self.fields.items():
            line[name] = raw.get(column) if isinstance(column, str) else _values(raw, column)
        for name, join in self.join.items():
            line[name] = join.separator.join(map(str, _values(raw, join.columns)))
        for column, keys in self.objects.items():
            line |= _attributes(raw.get(column), keys)
        if isinstance(line.get("categories"), str):
            line["categories"] = line["categories"].replace(self.category_separator, ">")
        if self.language:
            return {name: self._in_language(name, value) for name, value in line.items()}
        return line

    def _in_language(self, name: str, value: Any) -> Any:
        is_text = name in TRANSLATED or name.startswith(ATTRIBUTE)
        has_value = value not in (None, "") and not isinstance(value, Mapping)
        return {self.language: value} if is_text and has_value else value


def read_mapping(path: Path) -> Dialect:
    """Read a mapping file into a dialect. Raises BadInput that names the wrong entry."""
    try:
        mapped = msgspec.convert(tomllib.loads(path.read_text("utf-8")), Mapped)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise BadInput(f"the mapping {path.name} cannot be read: {wrong}") from wrong
    except msgspec.ValidationError as wrong:
        raise BadInput(f"the mapping {path.name} is wrong: {wrong}") from wrong
    faults = [
        Fault(name, "is not a field of a product", "unknown_field")
        for name in (*mapped.fields, *mapped.join, *mapped.constants)
        if not name.startswith(ATTRIBUTE) and field_of(name) is None
    ]
    if faults:
        names = ", ".join(fault.place for fault in faults)
        raise BadInput(f"the mapping {path.name} fills unknown fields: {names}", *faults)
    return Dialect(path.stem, mapped.translate, mapped.columns())


def _values(raw: Mapping[str, Any], columns: tuple[str, ...]) -> list[Any]:
    found = (raw.get(column) for column in columns)
    return [value for value in found if value not in ("", None)]


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
