"""Counts today's clicks in a running service, so that they move answers within a minute."""

import time
from datetime import UTC, datetime, timedelta

from knowledge_base.manifest import LEARNED
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database
from knowledge_base.storage.lately import Lately
from ranking.today import counted
from service.engine import Opened

PAUSE = 15.0
"""Seconds from one count to the next."""
DAY = timedelta(hours=24)


class Pulse:
    """Counts what was clicked since the last training, of a day at most; one per process."""

    def __init__(self, database: Database, store: SnapshotStore) -> None:
        self._database, self._store = database, store
        self._opened: Opened | None = None
        self._lately: Lately | None = None
        self._due = 0.0

    def look(self, opened: Opened) -> None:
        """Count again if it is time to."""
        if time.monotonic() >= self._due:
            self._due = time.monotonic() + PAUSE
            self.count(opened, datetime.now(UTC))

    def count(self, opened: Opened, now: datetime) -> None:
        """Count what the day brought; it holds for the snapshot that is opened at once."""
        lately = self._lately
        if lately is None or self._opened is not opened:
            self._opened, lately = opened, Lately(opened.catalogue)
        since = max(now - DAY, self._trained_at(opened, now))
        with self._database.read() as connection:
            values = lately.news(connection, since, now)
        if values is not None:
            every, languages = opened.everybody, opened.catalogue.languages
            every.today.counts = counted(values, every.wanted, languages)
        self._lately = lately

    def forget(self) -> None:
        """Let go of what was read: somebody was erased, or took consent back."""
        self._lately = None

    def _trained_at(self, opened: Opened, now: datetime) -> datetime:
        """Return up to when a snapshot has learned everything, a day ago where never."""
        facts = self._store.manifest(opened.snapshot_id).parts[LEARNED].facts
        trained = str(facts["trained_at"])
        return datetime.fromisoformat(trained) if trained else now - DAY
