"""Are visits read as they went, and people as they were before?"""

from datetime import UTC, datetime, timedelta
from typing import Any

from knowledge_base.consent import Consent
from knowledge_base.events import Event, EventType, Trust
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import insert_events
from knowledge_base.storage.visits import last_deed, profiles_before, visits

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def looked(number: int, session_id: str = "s1", **more: Any) -> Event:
    kind = more.pop("type", EventType.VIEW)
    told: dict[str, Any] = {
        "product_id": f"p{number}",
        "visitor_id": "v1",
        "trust": Trust.CONFIRMED,
        "consent": Consent.PERSONALIZATION,
    }
    told |= more
    return Event(
        event_id=f"{session_id}-{number}",
        type=kind,
        at=NOW + timedelta(minutes=number),
        session_id=session_id,
        **told,
    )


def read(database: Database, *happened: Event) -> list[list[tuple[str, str | None]]]:
    with database.write() as connection:
        insert_events(connection, happened)
    with database.read() as connection:
        gone = visits(connection, NOW, NOW + timedelta(hours=1), robots_from=50)
        return [[(deed.session_id, deed.product_id) for deed in visit] for visit in gone]


def test_visits_come_whole_and_in_order_of_time(database: Database) -> None:
    found = read(database, looked(2), looked(1, "s2"), looked(1), looked(3, "s2"))
    assert found == [[("s1", "p1"), ("s1", "p2")], [("s2", "p1"), ("s2", "p3")]]


def test_claims_robots_and_other_times_are_left_out(database: Database) -> None:
    found = read(
        database,
        looked(1),
        looked(2, trust=Trust.CLAIMED),
        looked(3, robot=80),
        looked(4, type=EventType.IMPRESSION),
        looked(-1),
        looked(60),
    )
    assert found == [[("s1", "p1")]]


def test_people_are_known_as_they_were_before(database: Database) -> None:
    read(database, looked(-2), looked(5))
    with database.read() as connection:
        stranger = ("visitor", "v9")
        known = profiles_before(connection, {("visitor", "v1"), stranger}, NOW)
        assert last_deed(connection, NOW + timedelta(hours=1)) == NOW + timedelta(minutes=5)
        assert last_deed(connection, NOW - timedelta(hours=1)) is None
    assert list(known) == [("visitor", "v1")]
    assert set(known["visitor", "v1"].interests) == {"p-2"}
