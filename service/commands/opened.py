"""Opens what a command works on, and closes it again."""

from collections.abc import Iterator
from contextlib import contextmanager

from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database, open_database
from service.settings import Settings, load_settings
from service.stores import open_store, snapshots_of


@contextmanager
def opened_database(settings: Settings | None = None) -> Iterator[tuple[Settings, Database]]:
    """Open the database the settings name, its tables up to date."""
    settings = settings or load_settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = open_database(settings.database_url)
    try:
        database.migrate()
        yield settings, database
    finally:
        database.close()


def opened_store(settings: Settings, database: Database) -> SnapshotStore:
    """Open the snapshots the settings name, and learn of those that other hosts made."""
    store = open_store(settings, database)
    store.follow()
    return store


@contextmanager
def opened_snapshots() -> Iterator[SnapshotStore]:
    """Open the snapshots alone; the database only where hosts take turns by it."""
    settings = load_settings()
    if settings.snapshots:
        with opened_database(settings) as (_, database):
            yield opened_store(settings, database)
    else:
        yield SnapshotStore(snapshots_of(settings))
