"""Opens the snapshots that the settings name: a directory, or one that follows a depot."""

from functools import partial
from pathlib import Path

from knowledge_base.depot import Depot
from knowledge_base.shared_snapshots import SharedStore
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database
from service.settings import Settings

_SWITCHING = 0x7377_6974_6368
"""The number of PostgreSQL's advisory lock that whoever switches snapshots of a depot holds."""


def snapshots_of(settings: Settings) -> Path:
    """Return the directory that a host keeps its snapshots in."""
    return settings.data_dir / "snapshots"


def open_store(settings: Settings, database: Database) -> SnapshotStore:
    """Open what is to be served. Raises BadInput for a depot that cannot be used."""
    if not settings.snapshots:
        return SnapshotStore(snapshots_of(settings))
    alone = partial(database.claimed, _SWITCHING, patiently=True)
    return SharedStore(snapshots_of(settings), Depot(settings.snapshots), alone)
