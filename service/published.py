"""Follows what is published, and finds something else to serve when its files are damaged."""

import logging

from knowledge_base.errors import Conflict, TresenError
from knowledge_base.snapshots import SnapshotStore
from service.collector import left_alone
from service.engine import Opened, open_snapshot

log = logging.getLogger(__name__)


class Published:
    """The snapshot to serve: the published one, else the best of those that can be opened.

    `trouble` says why it is not the published one, and is empty when it is.
    """

    def __init__(self, store: SnapshotStore) -> None:
        self.trouble = ""
        self._store = store
        self._looked_at: str | None = None
        self._opened: Opened | None = None

    @property
    def opened(self) -> Opened:
        """Return what `follow` came to last. Raises Conflict before it found anything."""
        return self._opened or self.follow()

    def follow(self) -> Opened:
        """Return what to serve from now on: mostly the same as before.

        Opening takes its time, a second for 100,000 products; one thread at a time.

        What is published and cannot be opened is tried once, not with every look. Raises
        Conflict when nothing is open yet and not one snapshot can be opened.
        """
        published, using = self._store.current(), self._opened
        if using and published in {None, self._looked_at}:
            return using
        self._looked_at = published
        self.trouble = "" if published else "no snapshot is published"
        candidates = [published] if published else []
        if using is None:
            candidates += self._others(published)
        with left_alone():
            opened = next(filter(None, map(self._try, candidates)), using)
        if opened is None:
            raise Conflict(f"{self.trouble}, nor any other: `tresen train` makes a new one")
        if self.trouble:
            self.trouble += f"; serving {opened.snapshot_id}"
            log.error("%s", self.trouble)
        self._opened = opened
        return opened

    def _try(self, snapshot_id: str) -> Opened | None:
        """Open a snapshot; the first that cannot be opened is the trouble we are in."""
        try:
            return open_snapshot(self._store, snapshot_id)
        except Exception as error:  # noqa: BLE001 - damaged files fail in ways of their own
            reason = error.detail if isinstance(error, TresenError) else repr(error)
        self.trouble = self.trouble or f"snapshot {snapshot_id} cannot be opened ({reason})"
        return None

    def _others(self, published: str | None) -> list[str]:
        """List those before the published one, the newest first, then those after it."""
        others = [one for one in self._store.ids() if one != published]
        return sorted(others, key=lambda one: (one < (published or "~"), one), reverse=True)
