"""`tresen compatibility`: what fits what, from and to a table."""

import typer

from knowledge_base.catalogue_files import open_catalogue
from knowledge_base.live import LiveFacts
from knowledge_base.manifest import CATALOGUE
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database
from knowledge_base.storage.products import changes_since
from service.commands.console import say
from service.commands.entry_lines import report, text_of
from service.commands.files import File
from service.commands.opened import opened_database, opened_store
from service.intake.compatibility import export_compatibility, import_compatibility
from service.unknown_names import Names

AUTHOR = "tresen compatibility import"
"""Who stands as the author of what a command wrote."""

app = typer.Typer(no_args_is_help=True, help="Import and export what fits what.")


@app.command("import")
def add(
    file: File,
) -> None:
    """Add what the lines of a table say; refused lines and unknown names are told."""
    text = text_of(file)
    with opened_database() as (settings, database):
        done = import_compatibility(database, text, AUTHOR)
        names = _names(database, opened_store(settings, database))
    warnings = {line: names.unknown(body) for line, body in done.read.items()} if names else {}
    report(file, done, warnings)


@app.command("export")
def give() -> None:
    """Print a table of what the enabled entries say."""
    with opened_database() as (_, database):
        for line in export_compatibility(database):
            say(line)


def _names(database: Database, store: SnapshotStore) -> Names | None:
    """Return the names of the catalogue being served, None before there is one."""
    current = store.current()
    if current is None:
        return None
    part = store.read(store.manifest(current), CATALOGUE)
    live = LiveFacts.at_rest(open_catalogue(part), part.facts["seq"])
    with database.read() as connection:
        return Names(live.with_changes(*changes_since(connection, live.seq)))
