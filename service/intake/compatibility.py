"""Imports and exports what the shop says of compatibility as a table."""

from collections.abc import Iterator

from knowledge_base.compatibility import read_compatibility
from knowledge_base.compatibility_lines import read_table, write_table
from knowledge_base.merchandising import merchandising_from
from knowledge_base.storage.database import Database
from knowledge_base.storage.merchandising import entries
from service.intake.entry_import import EntryImport, import_entries

KIND = "compatibility"


def import_compatibility(database: Database, text: str, author: str) -> EntryImport:
    """Add an entry for every line that can be used.

    Raises BadInput for a head nobody knows, and for more lines than one import may bring.
    """
    return import_entries(database, KIND, read_table(text), read_compatibility, author)


def export_compatibility(database: Database) -> Iterator[str]:
    """Yield the lines that say what the enabled entries say."""
    with database.read() as connection:
        stored = merchandising_from(0, {KIND: entries(connection, KIND)}).compatibility
    yield from write_table(one for one in stored if one.enabled)
