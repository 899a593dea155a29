"""Writes events in groups: many requests, one commit, and an answer once it is on disk."""

import asyncio
import math
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import IntEnum
from logging import getLogger

from knowledge_base.errors import BadInput, Unavailable
from knowledge_base.events import Event, RefusedEvent
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import insert_events, keep_refused
from knowledge_base.storage.people import withdraw

log = getLogger(__name__)

_MOST_ROWS = 20_000
_MOST_BYTES = 32 * 2**20
"""What may wait: a second or two of what a disk takes."""
_ROWS_A_COMMIT = 1_000
_ROW_BYTES = 300
"""About what a row takes beside its texts of any length."""


class Verdict(IntEnum):
    """What became of an event."""

    DUPLICATE = 0
    STORED = 1
    REFUSED = 2
    """the database could not keep it, although every check let it through"""


@dataclass(frozen=True, slots=True)
class _Parcel:
    """What one request brings, and the promise it was given."""

    events: Sequence[Event]
    refused: Sequence[RefusedEvent]
    withdrawn: Collection[str]
    verdicts: Future[list[Verdict]] = field(default_factory=Future)

    @property
    def rows(self) -> int:
        return len(self.events) + len(self.refused) + len(self.withdrawn)

    @property
    def bytes(self) -> int:
        texts = sum(len(one.query or "") + len(one.detail or "") for one in self.events)
        return self.rows * _ROW_BYTES + texts + sum(len(one.body) for one in self.refused)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many events were answered, and how: received = stored + duplicates + refused.

    One value for all, replaced as a whole, so that whoever looks sees numbers that add up.
    """

    received: int = 0
    stored: int = 0
    duplicates: int = 0
    refused: int = 0

    def plus(self, group: Sequence[_Parcel], verdicts: Sequence[Verdict]) -> "Counted":
        """Add a group that was written."""
        refused = sum(len(parcel.refused) for parcel in group)
        return Counted(
            self.received + len(verdicts) + refused,
            self.stored + verdicts.count(Verdict.STORED),
            self.duplicates + verdicts.count(Verdict.DUPLICATE),
            self.refused + verdicts.count(Verdict.REFUSED) + refused,
        )


class EventWriter:
    """The one thread that writes events; whatever came while it wrote is the next group."""

    def __init__(
        self, database: Database, *, most_rows: int = _MOST_ROWS, most_bytes: int = _MOST_BYTES
    ) -> None:
        self._database = database
        self._most_rows = most_rows
        self._most_bytes = most_bytes
        self._waiting: deque[_Parcel] = deque()
        self._rows = self._bytes = 0
        self._counted = Counted()
        self._began = 0.0
        self._listener: Callable[[int, float], None] = _nobody
        self._is_closing = False
        self._news = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="event writer", daemon=True)
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        """Say whether anybody writes what is submitted."""
        return self._thread.is_alive() and not self._is_closing

    @property
    def waiting(self) -> int:
        """Return how many rows wait to be written."""
        return self._rows

    @property
    def waiting_bytes(self) -> int:
        """Return about what those take in memory."""
        return self._bytes

    @property
    def at_it_for(self) -> float:
        """Return the seconds the group being written has taken; infinite if nobody writes."""
        began = self._began
        if not self.is_alive:
            return math.inf
        return time.monotonic() - began if began else 0.0

    @property
    def counted(self) -> "Counted":
        """Return what became of all events since this was started."""
        return self._counted

    def listen(self, listener: Callable[[int, float], None]) -> None:
        """Have somebody told of each group: the rows, and the seconds it took to write them."""
        self._listener = listener

    def submit(
        self,
        events: Sequence[Event],
        refused: Sequence[RefusedEvent] = (),
        withdrawn: Collection[str] = (),
    ) -> Future[list[Verdict]]:
        """Hand over events, and get a verdict for each as soon as they are on disk.

        `refused` are kept beside them; `withdrawn` names visitors who take their consent
        back. Raises Unavailable when too much waits already; the verdicts raise it too, when
        the database fails.
        """
        parcel = _Parcel(events, refused, withdrawn)
        parcel.verdicts.set_running_or_notify_cancel()
        rows, size = parcel.rows, parcel.bytes
        with self._news:
            if not self.is_alive:
                raise Unavailable("no more events are written here")
            if self._rows + rows > self._most_rows or self._bytes + size > self._most_bytes:
                raise Unavailable("too many events wait to be written")
            self._rows += rows
            self._bytes += size
            self._waiting.append(parcel)
            self._news.notify()
        return parcel.verdicts

    async def write(
        self,
        events: Sequence[Event],
        refused: Sequence[RefusedEvent] = (),
        withdrawn: Collection[str] = (),
    ) -> list[Verdict]:
        """Submit events and wait for the verdicts."""
        return await asyncio.wrap_future(self.submit(events, refused, withdrawn))

    def close(self) -> None:
        """Write what was accepted, then stop."""
        with self._news:
            self._is_closing = True
            self._news.notify()
        self._thread.join()

    def _run(self) -> None:
        """Write one group after the other; if this ever ends early, nobody waits in vain."""
        group: list[_Parcel] = []
        try:
            while group := self._next_group():
                self._commit(group)
        finally:
            with self._news:
                self._is_closing = True
                left = [*group, *self._waiting]
                self._waiting.clear()
            _fail(left, Unavailable("the event writer has stopped"))

    def _next_group(self) -> list[_Parcel]:
        """Wait for something to write; nothing comes back once all is written and closed."""
        group: list[_Parcel] = []
        rows = 0
        with self._news:
            self._news.wait_for(lambda: self._waiting or self._is_closing)
            while self._waiting and rows < _ROWS_A_COMMIT:
                parcel = self._waiting.popleft()
                group.append(parcel)
                rows += parcel.rows
                self._rows -= parcel.rows
                self._bytes -= parcel.bytes
        return group

    def _commit(self, group: Sequence[_Parcel]) -> None:
        """Write a group and keep the promises; an outage fails it as a whole."""
        self._began = time.monotonic()
        try:
            verdicts = self._store(
                [event for parcel in group for event in parcel.events],
                [one for parcel in group for one in parcel.refused],
                [one for parcel in group for one in parcel.withdrawn],
            )
        except Unavailable as outage:
            _fail(group, outage)
        except Exception:
            log.exception("%d requests with events could not be written", len(group))
            _fail(group, Unavailable("the events could not be written"))
        else:
            self._counted = self._counted.plus(group, verdicts)
            self._listener(sum(one.rows for one in group), time.monotonic() - self._began)
            start = 0
            for parcel in group:
                end = start + len(parcel.events)
                parcel.verdicts.set_result(verdicts[start:end])
                start = end
        finally:
            self._began = 0.0

    def _store(
        self,
        events: Sequence[Event],
        refused: Sequence[RefusedEvent] = (),
        withdrawn: Sequence[str] = (),
    ) -> list[Verdict]:
        """Write events in one transaction, or in halves, until a bad one stands alone."""
        try:
            with self._database.write() as connection:
                stored = insert_events(connection, events)
                keep_refused(connection, refused)
                for visitor_id in withdrawn:
                    withdraw(connection, visitor_id)
        except BadInput as reason:
            if not events:
                raise
            if len(events) == 1:
                bad = RefusedEvent(reason.code, "event", reason.detail, "")
                self._store((), [*refused, bad], withdrawn)
                return [Verdict.REFUSED]
            middle = len(events) // 2
            first = self._store(events[:middle], refused, withdrawn)
            return first + self._store(events[middle:])
        return [Verdict(is_new) for is_new in stored]


def _nobody(rows: int, seconds: float) -> None:
    """Listen to nothing."""


def _fail(parcels: Sequence[_Parcel], outage: Unavailable) -> None:
    for parcel in parcels:
        if not parcel.verdicts.done():
            parcel.verdicts.set_exception(outage)
