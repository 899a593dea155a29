"""Follows what is published, and finds something else to serve when its files are damaged."""

import logging
from pathlib import Path

from knowledge_base.columns import Longs
from knowledge_base.errors import Conflict, TresenError
from knowledge_base.ledger import open_ledger
from knowledge_base.snapshots import SnapshotStore
from service.collector import left_alone
from service.engine import Opened, open_snapshot, unlearned

log = logging.getLogger(__name__)


class Published:
    """The snapshot to serve: the published one, else the best of those that can be opened.

    `trouble` says why it is not the published one, and is empty when it is; `away` says why
    what other hosts publish does not come here.
    """

    def __init__(self, store: SnapshotStore, ledger: Path | None = None) -> None:
        self.trouble = self.away = ""
        self._store = store
        self._ledger = ledger
        self._ledger_size = 0
        self._erased: Longs | None = None
        self._looked_at: str | None = None
        self._opened: Opened | None = None

    @property
    def opened(self) -> Opened:
        """Return what `follow` came to last. Raises Conflict before it found anything."""
        return self._opened or self.follow()

    def fetch_first(self) -> None:
        """Bring here what is to be served, before anything is.

        Raises Unavailable where that is not possible, and nothing is here from before.
        """
        try:
            self.fetch()
        except TresenError:
            if not self._store.ids():
                raise

    def fetch(self) -> bool:
        """Bring here what another host has published; say whether something new came.

        It may take as long as a network does. Raises Unavailable or Conflict.
        """
        try:
            has_come = self._store.keep_up()
        except TresenError as error:
            self.away = error.detail
            raise
        self.away = ""
        return has_come

    def follow(self) -> Opened:
        """Return what to serve from now on: mostly the same as before.

        Whoever was erased since is unheard in it from now on, whichever snapshot it is.

        Opening takes its time, a second for 100,000 products; one thread at a time.

        What is published and cannot be opened is tried once, not with every look. Raises
        Conflict when nothing is open yet and not one snapshot can be opened.
        """
        published, using = self._store.current(), self._opened
        is_moved = self._read_ledger()
        if using and published in {None, self._looked_at}:
            self._opened = unlearned(self._store, using, self._erased) if is_moved else using
            return self._opened
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

    def _read_ledger(self) -> bool:
        """Read whose events were erased, and say whether that is more than the last time."""
        if self._ledger is None or not self._ledger.exists():
            return False
        size = self._ledger.stat().st_size
        if size == self._ledger_size:
            return False
        before, self._erased = self._erased, open_ledger(self._ledger).traces
        self._ledger_size = size
        return len(self._erased) > (0 if before is None else len(before))

    def _try(self, snapshot_id: str) -> Opened | None:
        """Open a snapshot; the first that cannot be opened is the trouble we are in."""
        try:
            return open_snapshot(self._store, snapshot_id, self._erased)
        except Exception as error:  # noqa: BLE001 - damaged files fail in ways of their own
            reason = error.detail if isinstance(error, TresenError) else repr(error)
        self.trouble = self.trouble or f"snapshot {snapshot_id} cannot be opened ({reason})"
        return None

    def _others(self, published: str | None) -> list[str]:
        """List those before the published one, the newest first, then those after it.

        None of them was refused when it was made.
        """
        sound = [one.snapshot_id for one in self._store.manifests() if not one.refused]
        others = [one for one in sound if one != published]
        return sorted(others, key=lambda one: (one < (published or "~"), one), reverse=True)
