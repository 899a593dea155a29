"""Opens what a command works on, and closes it again."""

from collections.abc import Iterator
from contextlib import contextmanager

from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database, open_database
from service.settings import Settings, load_settings


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


def opened_store(settings: Settings | None = None) -> SnapshotStore:
    """Open the directory of snapshots the settings name."""
    settings = settings or load_settings()
    return SnapshotStore(settings.data_dir / "snapshots")
