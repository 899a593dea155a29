"""Does what is old go, what is young stay, and what it added up to survive?"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from sqlalchemy import select, update

from knowledge_base.consent import Consent
from knowledge_base.events import Event, EventType, RefusedEvent, Trust
from knowledge_base.retention import read_retention
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import counts, insert_events, keep_refused
from knowledge_base.storage.people import read_profile
from knowledge_base.storage.purging import expire_refused, horizons, purge_events
from knowledge_base.storage.tables import events, refused_events

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
RETENTION = read_retention(("all:180", "impression:90", "purchase:1000"))


def event(kind: EventType, days: int, number: int = 0) -> Event:
    """Make an event of some days ago."""
    return Event(
        f"{kind.word}-{days}-{number}",
        kind,
        NOW - timedelta(days),
        Consent.PERSONALIZATION,
        visitor_id="v1",
        product_id="p1",
        order_id=f"A{number}",
        price=Decimal("10.00"),
        trust=Trust.CONFIRMED,
    )


def store(database: Database, some: Iterable[Event]) -> None:
    """Store events."""
    with database.write() as connection:
        insert_events(connection, list(some))


def left(database: Database) -> set[str]:
    """Return the ids of what is in the log."""
    with database.read() as connection:
        return set(connection.execute(select(events.c.event_id)).scalars())


def test_each_type_is_kept_as_long_as_is_said(database: Database) -> None:
    kinds = (EventType.IMPRESSION, EventType.VIEW, EventType.PURCHASE)
    store(database, (event(kind, days) for kind in kinds for days in (0, 91, 181, 1001)))
    gone = purge_events(database, RETENTION, now=NOW)
    assert gone == {"impression": 3, "view": 2, "purchase": 1}
    assert left(database) == {
        "impression-0-0",
        "view-0-0",
        "view-91-0",
        "purchase-0-0",
        "purchase-91-0",
        "purchase-181-0",
    }
    assert not purge_events(database, RETENTION, now=NOW)


def test_what_somebody_did_in_a_lifetime_survives(database: Database) -> None:
    store(database, (event(EventType.PURCHASE, 1100, number) for number in range(3)))
    store(database, (event(EventType.VIEW, 300, number) for number in range(5)))
    with database.read() as connection:
        before = read_profile(connection, visitor_id="v1", customer_id=None)
    assert purge_events(database, RETENTION, now=NOW).total() == 8
    with database.read() as connection:
        after = read_profile(connection, visitor_id="v1", customer_id=None)
    assert (after.orders, after.spent, after.views) == (3, 3000, 5)
    assert after == before


def test_a_long_log_is_looked_through_to_its_end(database: Database) -> None:
    store(database, (event(EventType.VIEW, 200 * (one % 2), one) for one in range(4_500)))
    assert purge_events(database, RETENTION, now=NOW) == {"view": 2_250}
    assert len(left(database)) == 2_250


def test_an_empty_log_has_nothing_to_lose(database: Database) -> None:
    assert not purge_events(database, RETENTION, now=NOW)


def test_a_horizon_never_comes_back(database: Database) -> None:
    purge_events(database, RETENTION, now=NOW)
    longer = read_retention(("all:400",))
    purge_events(database, longer, now=NOW)
    with database.read() as connection:
        reached = horizons(connection)
    assert reached[EventType.IMPRESSION] == NOW - timedelta(90)
    assert reached[EventType.PURCHASE] == NOW - timedelta(400)


def test_what_was_refused_expires(database: Database) -> None:
    refused = RefusedEvent("invalid", "type", "is not one", "{}")
    with database.write() as connection:
        keep_refused(connection, [refused])
        connection.execute(update(refused_events).values(received_at=0))
        keep_refused(connection, [refused])
        now = datetime.now(UTC)
        assert expire_refused(connection, timedelta(days=14), now=now) == 1
        assert counts(connection)["refused"] == 1
