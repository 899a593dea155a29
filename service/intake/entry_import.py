"""Imports entries of what people of the shop write from the lines of a file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from types import MappingProxyType
from typing import Any

import orjson

from knowledge_base.errors import BadInput, Fault
from knowledge_base.storage.chunks import chunks
from knowledge_base.storage.database import Database
from knowledge_base.storage.merchandising import entry, put_entry

MOST_LINES = 10_000
"""Entries that one import may bring."""

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that could not be used, and why."""

    line: int
    faults: Sequence[Fault]

    @property
    def detail(self) -> str:
        """Say what is wrong with the line."""
        return "; ".join(f"{one.place} {one.detail}".strip() for one in self.faults)


@dataclass(frozen=True, slots=True)
class EntryImport:
    """What became of the lines of a file that say something; `read` are those that count."""

    new: int
    unchanged: int
    refused: Sequence[RefusedLine]
    read: Mapping[int, Body]


def import_entries(
    database: Database,
    kind: str,
    lines: Iterable[tuple[int, Body | str]],
    check: Callable[[str, Body], object],
    author: str,
    ids: Mapping[int, str] = MappingProxyType({}),
) -> EntryImport:
    """Add an entry for every line that can be used; one that is there already stays as it is.

    A line is its number and its entry, or what is wrong with it; `check` raises BadInput for
    an entry that means nothing. An entry's id is the one of its line in `ids`, or else follows
    from what its line says: importing a file again changes nothing. Raises BadInput, before
    anything is written, for more than MOST_LINES entries.
    """
    read: dict[int, Body] = {}
    refused: list[RefusedLine] = []
    for number, meaning in lines:
        try:
            read[number] = _checked(meaning, check)
        except BadInput as wrong:
            refused.append(RefusedLine(number, wrong.faults))
    bodies = {
        ids.get(number) or blake2b(orjson.dumps(body), digest_size=6).hexdigest(): body
        for number, body in read.items()
    }
    if len(bodies) > MOST_LINES:
        detail = f"one import brings at most {MOST_LINES} entries"
        raise BadInput(detail, Fault("", detail))
    new = sum(_add(database, kind, part, author) for part in chunks(bodies.items()))
    return EntryImport(new, len(read) - new, refused, read)


def _checked(meaning: Body | str, check: Callable[[str, Body], object]) -> Body:
    """Return the entry a line means. Raises BadInput."""
    if isinstance(meaning, str):
        raise BadInput(meaning, Fault("", meaning))
    check("", meaning)
    return meaning


def _add(database: Database, kind: str, bodies: Sequence[tuple[str, Body]], author: str) -> int:
    """Write the entries that are not there yet; return their number.

    A part of an import at a time: other writers have their turn in between.
    """
    with database.write() as connection:
        new = [one for one in bodies if entry(connection, kind, one[0]) is None]
        for entry_id, body in new:
            put_entry(connection, kind, entry_id, body, author=author)
    return len(new)
