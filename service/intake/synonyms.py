"""Imports and exports the shop's synonyms as the lines of a `synonyms.txt`."""

from collections.abc import Iterator, Mapping
from typing import Any

from knowledge_base.merchandising import merchandising_from
from knowledge_base.solr_synonyms import read_lines, write_lines
from knowledge_base.storage.database import Database
from knowledge_base.storage.merchandising import entries
from knowledge_base.synonyms import SynonymEntry, read_synonym
from service.intake.entry_import import EntryImport, import_entries

KIND = "synonyms"


def import_synonyms(
    database: Database, text: str, author: str, language: str | None = None
) -> EntryImport:
    """Add an entry for every line that can be used, in a language or in all of them.

    Raises BadInput for more lines than one import may bring.
    """
    lines = ((number, _told(meaning, language)) for number, meaning in read_lines(text))
    return import_entries(database, KIND, lines, read_synonym, author)


def _told(meaning: Mapping[str, Any] | str, language: str | None) -> Mapping[str, Any] | str:
    """Say in which language a line holds."""
    if isinstance(meaning, str) or not language:
        return meaning
    return {**meaning, "language": language}


def export_synonyms(database: Database, language: str | None = None) -> Iterator[str]:
    """Yield the lines that say what the enabled entries of a language say; of all without."""
    with database.read() as connection:
        stored = merchandising_from(0, {KIND: entries(connection, KIND)}).synonyms
    yield from write_lines(one for one in stored if _holds(one, language))


def _holds(entry: SynonymEntry, language: str | None) -> bool:
    return entry.enabled and (language is None or entry.language in (None, language))
