"""Notices products that nobody can find yet, and has the catalogue refreshed for them."""

import logging
import math
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping

from knowledge_base.fingerprints import fingerprint
from knowledge_base.live import Change
from knowledge_base.snapshots import SnapshotStore
from service.engine import Opened
from service.settings import Settings, environment_of
from service.stores import snapshots_of

COMMAND = (sys.executable, "-m", "service", "refresh", "--gently")
"""What a refresh is: a process of its own, which takes no request's time."""
TAKEN_OVER = 2.0
"""Seconds within which every process serves what was published."""
PATIENCE = 5.0
"""Seconds a refresh has to end in when the service does."""
_CAUTION = 1.5  # a refresh takes longer than the last when the shop is busy
_LONGEST_PAUSE = 3600.0

log = logging.getLogger(__name__)


class Refresher:
    """Starts a refresh `after` seconds, at most one in `every` seconds and one at a time.

    All but `promise` is called by one thread. `waiting` are the ids of products that are new,
    or say something else than the snapshot; `running` is the refresh under way. `trouble` says
    why the last one failed.
    """

    def __init__(
        self,
        store: SnapshotStore,
        environment: Mapping[str, str],
        after: float,
        every: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.waiting: set[str] = set()
        self.trouble = ""
        self.failures = 0
        self._store = store
        self._environment = environment
        self._after, self._every = after, every
        self._clock = clock
        self._opened: Opened | None = None
        self._noticed = self._started = -math.inf
        self._seconds = 0.0
        self.running: subprocess.Popen[bytes] | None = None

    @classmethod
    def of(cls, settings: Settings) -> "Refresher":
        """Refresh what a service with those settings serves, as often as they say."""
        return cls(
            SnapshotStore(snapshots_of(settings)),
            environment_of(settings),
            settings.refresh_after,
            settings.refresh_every,
        )

    def notice(self, opened: Opened, changes: Iterable[Change]) -> None:
        """Compare changes since a snapshot was made with what it says."""
        if opened is not self._opened:
            self._opened = opened
            self.waiting.clear()
            self._seconds = max(self._seconds, opened.build_seconds)
        was_empty = not self.waiting
        for change in changes:
            if _is_said(opened, change):
                self.waiting.discard(change.product_id)
            else:
                self.waiting.add(change.product_id)
        if was_empty:
            self._noticed = self._clock()

    def look(self) -> None:
        """See what became of the last refresh, and start one when it is time."""
        if self.running is not None:
            self._conclude(self.running)
        elif self.waiting and self._clock() >= self._due(self._noticed):
            self._start()

    def promise(self) -> int:
        """Return the seconds within which something that changes now will be found."""
        now = self._clock()
        return math.ceil(self._due(now) - now + _CAUTION * self._seconds + 2 * TAKEN_OVER)

    def stop(self) -> None:
        """End a refresh that is under way; the next one clears up behind it."""
        if self.running is None:
            return
        self.running.terminate()
        try:
            self.running.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.running.kill()
            self.running.communicate()

    def _due(self, noticed: float) -> float:
        """Return when to start a refresh, after failures ever later."""
        pause = max(self._every, 2 * self._seconds) * 2.0**self.failures
        return max(noticed + self._after, self._started + min(pause, _LONGEST_PAUSE))

    def _start(self) -> None:
        if self._store.is_refreshing:  # another process's is as good as ours
            return
        self._started = self._clock()
        try:
            self.running = subprocess.Popen(  # noqa: S603 - our own program
                COMMAND,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        except OSError as error:
            self._fail(f"the system says: {error}")

    def _conclude(self, process: subprocess.Popen[bytes]) -> None:
        if process.poll() is None:
            return
        self.running = None
        words = process.communicate()[1].decode(errors="replace").strip()
        if process.returncode:
            last = words.rpartition("\n")[2]
            self._fail(last or f"it ended with {process.returncode}")
            return
        self._seconds = self._clock() - self._started
        self.failures, self.trouble = 0, ""

    def _fail(self, why: str) -> None:
        self.failures += 1
        self.trouble = f"new products wait, as the catalogue could not be refreshed: {why}"
        log.error("%s", self.trouble)


def _is_said(opened: Opened, change: Change) -> bool:
    """Say whether a snapshot has a product the way it is now, but for live facts."""
    if change.family is None:
        return True
    row = opened.catalogue.product_ids.row(change.product_id)
    return row >= 0 and int(opened.fingerprints[row]) == fingerprint(change.family)
