"""Imports and exports the shop's synonyms as the lines of a `synonyms.txt`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import orjson

from knowledge_base.errors import BadInput, Fault
from knowledge_base.merchandising import merchandising_from
from knowledge_base.solr_synonyms import read_lines, write_lines
from knowledge_base.storage.chunks import chunks
from knowledge_base.storage.database import Database
from knowledge_base.storage.merchandising import entries, entry, put_entry
from knowledge_base.synonyms import SynonymEntry, read_synonym

KIND = "synonyms"
MOST_LINES = 10_000
"""Entries that one import may bring."""


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
class SynonymImport:
    """What became of the lines of a file that say something."""

    new: int
    unchanged: int
    refused: Sequence[RefusedLine]


def import_synonyms(
    database: Database, text: str, author: str, language: str | None = None
) -> SynonymImport:
    """Add an entry for every line that can be used; one that is there already stays as it is.

    An entry's id follows from what its line says: importing a file again changes nothing.
    Raises BadInput, before anything is written, for more than MOST_LINES entries.
    """
    bodies: dict[str, Mapping[str, Any]] = {}
    refused: list[RefusedLine] = []
    read = 0
    for number, meaning in read_lines(text):
        try:
            body = _body(meaning, language)
        except BadInput as wrong:
            refused.append(RefusedLine(number, wrong.faults))
        else:
            bodies[blake2b(orjson.dumps(body), digest_size=6).hexdigest()] = body
            read += 1
    if len(bodies) > MOST_LINES:
        detail = f"one import brings at most {MOST_LINES} entries"
        raise BadInput(detail, Fault("", detail))
    new = sum(_add(database, part, author) for part in chunks(bodies.items()))
    return SynonymImport(new, read - new, refused)


def _add(
    database: Database, bodies: Sequence[tuple[str, Mapping[str, Any]]], author: str
) -> int:
    """Write the entries that are not there yet; return their number.

    A part of an import at a time: other writers have their turn in between.
    """
    with database.write() as connection:
        new = [one for one in bodies if entry(connection, KIND, one[0]) is None]
        for entry_id, body in new:
            put_entry(connection, KIND, entry_id, body, author=author)
    return len(new)


def _body(meaning: Mapping[str, Any] | str, language: str | None) -> Mapping[str, Any]:
    """Return the entry a line means. Raises BadInput."""
    if isinstance(meaning, str):
        raise BadInput(meaning, Fault("", meaning))
    body = {**meaning, **({"language": language} if language else {})}
    read_synonym("", body)
    return body


def export_synonyms(database: Database, language: str | None = None) -> Iterator[str]:
    """Yield the lines that say what the enabled entries of a language say; of all without."""
    with database.read() as connection:
        stored = merchandising_from(0, {KIND: entries(connection, KIND)}).synonyms
    yield from write_lines(one for one in stored if _holds(one, language))


def _holds(entry: SynonymEntry, language: str | None) -> bool:
    return entry.enabled and (language is None or entry.language in (None, language))
