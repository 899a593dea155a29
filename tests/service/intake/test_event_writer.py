"""Does every event get the right verdict, whatever else is being written?"""

import asyncio
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, create_engine, select

from knowledge_base.consent import Consent
from knowledge_base.errors import Unavailable
from knowledge_base.events import Event, EventType, RefusedEvent
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import counts
from knowledge_base.storage.people import read_profile
from knowledge_base.storage.tables import events, refused_events
from service.intake.event_writer import Counted, EventWriter, Verdict

DUPLICATE, STORED, REFUSED = Verdict
POISON = 2**70
PATIENCE = 120
"""Seconds after which what was promised will not come any more, however slow the machine."""


def event(event_id: str, **more: object) -> Event:
    """Make an event of the visitor v1."""
    now = datetime(2025, 6, 1, 12, tzinfo=UTC)
    plain = Event(
        event_id,
        EventType.VIEW,
        now,
        Consent.PERSONALIZATION,
        visitor_id="v1",
        product_id="p1",
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # any field may be changed


@pytest.fixture
def writer(database: Database) -> Iterator[EventWriter]:
    """Start a writer over a fresh database."""
    started = EventWriter(database, most_rows=200, most_bytes=200_000)
    yield started
    started.close()


def stored(database: Database) -> set[str]:
    """Return the ids of all stored events."""
    with database.read() as connection:
        return set(connection.execute(select(events.c.event_id)).scalars())


def test_a_verdict_says_what_is_on_disk(database: Database, writer: EventWriter) -> None:
    assert writer.submit([event("a"), event("b"), event("a")]).result() == [
        STORED,
        STORED,
        DUPLICATE,
    ]
    assert stored(database) == {"a", "b"}
    assert writer.submit([event("b"), event("c")]).result() == [DUPLICATE, STORED]
    assert writer.submit([]).result() == []


def test_what_was_received_is_what_was_stored_doubled_and_refused(
    database: Database, writer: EventWriter
) -> None:
    bad = [RefusedEvent("invalid", "type", "is not one", "{}")]
    writer.submit([event("a"), event("b"), event("a")], bad).result()
    with database.write():
        promises = [
            writer.submit([event("b"), event(name, position=position)], bad)
            for name, position in (("c", 1), ("d", POISON), ("e", 2))
        ]
    for promise in promises:
        promise.result(timeout=PATIENCE)
    with database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE events RENAME TO away")
    with pytest.raises(Unavailable):
        writer.submit([event("f")]).result(timeout=PATIENCE)
    counted = writer.counted
    assert counted == Counted(received=13, stored=4, duplicates=4, refused=5)
    assert counted.received == counted.stored + counted.duplicates + counted.refused
    with database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE away RENAME TO events")
        assert counts(connection) == {"stored": 4, "refused": 5}


def test_requests_that_wait_together_are_written_together_and_answered_apart(
    database: Database, writer: EventWriter
) -> None:
    with database.write():
        promises = [writer.submit([event(f"e{number}"), event("same")]) for number in range(20)]
        assert not any(promise.done() for promise in promises)
    verdicts = [promise.result(timeout=PATIENCE) for promise in promises]
    assert verdicts == [[STORED, STORED], *[[STORED, DUPLICATE]] * 19]
    assert len(stored(database)) == 21


def test_a_poisoned_event_harms_no_other(database: Database, writer: EventWriter) -> None:
    with database.write():
        good = [writer.submit([event(f"a{number}")]) for number in range(9)]
        bad = writer.submit([event("x", position=POISON), event("y")])
        surrogate = writer.submit([event("z", query="\ud800")])
        good += [writer.submit([event(f"b{number}")]) for number in range(9)]
    assert [promise.result(timeout=PATIENCE) for promise in good] == [[STORED]] * 18
    assert bad.result() == [REFUSED, STORED]
    assert surrogate.result() == [REFUSED]
    assert len(stored(database)) == 19
    with database.read() as connection:
        assert counts(connection) == {"stored": 19, "refused": 2}


def test_refused_events_and_withdrawals_are_on_disk_with_the_rest(
    database: Database, writer: EventWriter
) -> None:
    writer.submit([event("a")]).result()
    writer.submit([], [RefusedEvent("invalid", "type", "is not one", "{}")], ["v1"]).result()
    with database.read() as connection:
        codes = connection.execute(select(refused_events.c.code)).scalars().all()
        profile = read_profile(connection, visitor_id="v1", customer_id=None)
    assert codes == ["invalid"]
    assert profile.views == 0


def test_too_much_at_once_is_turned_away_and_harms_nothing(
    database: Database, writer: EventWriter
) -> None:
    with database.write():
        promises = [writer.submit([event("first")])]
        while writer.waiting:  # until it is taken, and the writer stands before our lock
            time.sleep(0.001)
        while writer.waiting < 150:
            many = [event(f"e{len(promises)}-{row}") for row in range(50)]
            promises.append(writer.submit(many))
        with pytest.raises(Unavailable, match="too many"):
            writer.submit([event(f"late-{row}") for row in range(60)])
        with pytest.raises(Unavailable, match="too many"):
            writer.submit([event("large", detail="x" * 200_000)])
    assert all(set(promise.result(timeout=PATIENCE)) == {STORED} for promise in promises)
    assert len(stored(database)) == 1 + 50 * (len(promises) - 1)
    assert writer.waiting == 0


def test_an_outage_fails_what_waits_and_passes(database: Database, writer: EventWriter) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE events RENAME TO away")
    with pytest.raises(Unavailable):
        writer.submit([event("a")]).result(timeout=PATIENCE)
    with database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE away RENAME TO events")
    assert writer.submit([event("a")]).result(timeout=PATIENCE) == [STORED]
    assert writer.is_alive


def test_closing_writes_what_was_accepted_and_takes_no_more(database: Database) -> None:
    writer = EventWriter(database)
    with database.write():
        promises = [writer.submit([event(f"e{number}")]) for number in range(5)]
        closing = threading.Thread(target=writer.close)
        closing.start()
    closing.join(timeout=PATIENCE)
    assert [promise.result() for promise in promises] == [[STORED]] * 5
    assert not writer.is_alive
    with pytest.raises(Unavailable):
        writer.submit([event("late")])


class Deadly(Database):
    """A database in which writing ends the thread that does it."""

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Write nothing."""
        with self.read() as connection:
            try:
                yield connection
            finally:
                sys.exit()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_writer_that_dies_is_noticed_and_nobody_waits_in_vain() -> None:
    deadly = Deadly(create_engine("sqlite://"))
    writer = EventWriter(deadly)
    with pytest.raises(Unavailable, match="stopped"):
        writer.submit([event("a")]).result(timeout=PATIENCE)
    writer.close()
    with pytest.raises(Unavailable):
        writer.submit([event("b")])
    assert not writer.is_alive
    deadly.close()


def test_an_event_loop_waits_for_the_verdict_without_standing_still(
    writer: EventWriter,
) -> None:
    async def write_many() -> list[list[Verdict]]:
        return await asyncio.gather(*(writer.write([event(f"e{one}")]) for one in range(50)))

    assert asyncio.run(write_many()) == [[STORED]] * 50
