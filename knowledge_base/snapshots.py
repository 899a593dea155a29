"""Snapshots: made in drafts, published by one switch, held by a rollback, pruned in the end.

snapshots/                    beside what the directory of snapshots holds:
  CURRENT                     the id being served: replaced by one atomic rename
  PINNED                      present after a rollback: training publishes nothing over it
  REFRESHING                  locked by whoever refreshes the catalogue
"""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from knowledge_base.disk import locked, write_whole
from knowledge_base.drafts import Draft
from knowledge_base.snapshot_directory import SnapshotDirectory

REFRESH = "refresh"
"""What drafts of a refresh are called."""

_DAY = 86_400
_REFRESHED = 2
"""Refreshed snapshots that are kept: the last, and the one somebody may still be opening."""
_REFUSED = 2
"""Trained ones that are kept although nobody shall see them, to be looked at."""


class SnapshotStore(SnapshotDirectory):
    """The snapshots of a shop, one of which is served.

    Where it `is_shared`, other hosts publish, too, and keeping up with them is worth a thread.
    """

    is_shared = False

    def keep_up(self) -> bool:
        """Serve what other hosts published; say whether that is something else than before.

        Where they share the directory itself it already is served.
        """
        return False

    def follow(self) -> None:
        """Learn of all that other hosts made and published."""

    @contextmanager
    def refreshing(self) -> Iterator[None]:
        """Be the only one to refresh the catalogue; wait for whoever is at it.

        What a refresh left behind that was killed is cleared away first.
        """
        with locked(self.root / "REFRESHING"):
            for left in self.root.glob(f".{REFRESH}-*"):
                shutil.rmtree(left, ignore_errors=True)
            yield

    @property
    def is_refreshing(self) -> bool:
        """Say whether somebody, in whatever process, refreshes the catalogue just now."""
        try:
            with locked(self.root / "REFRESHING", fcntl.LOCK_NB):
                return False
        except BlockingIOError:
            return True

    @contextmanager
    def draft(self, kind: str = "draft") -> Iterator[Draft]:
        """Open a working directory for a new snapshot; it is removed at the end.

        A refresh names itself as `kind`.
        """
        with self.working(kind) as folder:
            yield Draft(self, folder)

    def prune(self, keep: int | None, now: datetime) -> list[str]:
        """Delete all but the newest trained snapshots, the last refreshed and the current one.

        Returns the deleted; what only they need goes with them, and so does a draft of
        yesterday: a killed training left it behind. Snapshots that cannot be read are set
        aside, with every file that may be theirs. Without `keep` all trained ones stay, and
        those cannot be told from others: raises Conflict.
        """
        with self.switching():
            if keep is None:
                for snapshot_id in self.ids():
                    self.manifest(snapshot_id)
            self._set_aside()
            for draft in self.root.glob(".draft-*"):
                if now.timestamp() - draft.stat().st_mtime >= _DAY:
                    shutil.rmtree(draft)
            return self._keep_only(keep)

    def _keep_only(self, trainings: int | None) -> list[str]:
        manifests = self.manifests()
        trained = [one for one in manifests if one.is_trained and not one.refused]
        refreshed = [one for one in manifests if not one.is_trained and not one.refused]
        refused = [one for one in manifests if one.refused]
        wanted = (
            *(trained[-trainings:] if trainings else trained),
            *refreshed[-_REFRESHED:],
            *refused[-_REFUSED:],
        )
        kept = {one.snapshot_id for one in wanted} | {self.current()}
        gone = [one.snapshot_id for one in manifests if one.snapshot_id not in kept]
        for snapshot_id in gone:
            shutil.rmtree(self.root / snapshot_id)
        self._sweep()
        return gone

    def current(self) -> str | None:
        """Return the id being served, None before the first."""
        try:
            return (self.root / "CURRENT").read_text(errors="replace").strip() or None
        except FileNotFoundError:
            return None

    def publish(self, snapshot_id: str) -> None:
        """Serve a snapshot from now on. Raises UnknownName."""
        self.manifest(snapshot_id)
        write_whole(self.root / "CURRENT", snapshot_id.encode())

    @property
    def pinned(self) -> bool:
        """Say whether a rollback holds the current snapshot fast."""
        return (self.root / "PINNED").exists()

    def pin(self) -> None:
        """Hold the current snapshot: training goes on but publishes nothing."""
        write_whole(self.root / "PINNED", (self.current() or "").encode())

    def unpin(self) -> None:
        """Let training publish again."""
        (self.root / "PINNED").unlink(missing_ok=True)
