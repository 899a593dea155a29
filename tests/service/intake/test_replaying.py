"""Is nothing lost that was refused by mistake?"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from knowledge_base.consent import Consent
from knowledge_base.event_lines import read_event
from knowledge_base.events import Event, RefusedEvent, Trust
from knowledge_base.proof import Proof
from knowledge_base.storage.database import Database
from knowledge_base.storage.event_rows import event_of
from knowledge_base.storage.events import counts, insert_events, keep_refused
from knowledge_base.storage.refused import RefusedOnes, reasons
from knowledge_base.storage.tables import events, refused_events
from service.intake.replaying import replay

NOW = datetime.now(UTC)
ALL = RefusedOnes()
SHOWN = Proof(trust=Trust.SHOWN, token_id="t1", position=2, placement="search")


def refuse(
    database: Database, number: int, proof: Proof = SHOWN, **fields: Any
) -> RefusedEvent:
    """Send a basket with something wrong in it, and keep what was refused."""
    sent = {
        "event_id": f"e{number}",
        "type": "add_to_basket",
        "product_id": "p1",
        "visitor_id": "v1",
        "consent": "personalization",
        **fields,
    }
    refused = read_event(sent, received_at=NOW, proof=proof)
    assert isinstance(refused, RefusedEvent)
    with database.write() as connection:
        keep_refused(connection, [refused])
    return refused


def stored(database: Database) -> list[Event]:
    """Return the log."""
    with database.read() as connection:
        return [event_of(row) for row in connection.execute(select(events))]


def arrival(database: Database) -> datetime:
    """Return when the first of the refused events came."""
    with database.read() as connection:
        came = connection.scalar(select(func.min(refused_events.c.received_at)))
    assert came is not None
    return datetime.fromtimestamp(came / 1000, UTC)


def test_a_misspelled_type_is_put_right_for_all_and_counts_as_it_would_have(
    database: Database,
) -> None:
    for number in range(1_200):
        refuse(database, number, type="add_to_cart")
    refuse(database, 2_000, type="stare")
    came = arrival(database)
    assert replay(database, ALL, {}) == {"stored": 0, "duplicates": 0, "refused": 1_201}
    done = replay(database, RefusedOnes(place="type"), {"type": "add_to_basket"})
    assert done == {"stored": 1_201, "duplicates": 0, "refused": 0}
    first = stored(database)[0]
    assert (first.trust, first.token_id, first.position) == (Trust.SHOWN, "t1", 2)
    assert (first.visitor_id, first.consent) == ("v1", Consent.PERSONALIZATION)
    assert first.at == came
    with database.read() as connection:
        assert counts(connection) == {"stored": 1_201, "refused": 0}


def test_what_came_too_late_is_believed_when_somebody_replays_it(database: Database) -> None:
    at = NOW - timedelta(days=20)
    refuse(database, 1, at=at.isoformat())
    assert replay(database, RefusedOnes(code="too_old"), {})["stored"] == 1
    assert abs(stored(database)[0].at - at) < timedelta(minutes=1)


def test_a_time_that_cannot_be_gives_way_to_the_time_of_arrival(database: Database) -> None:
    refuse(database, 1, at="2199-01-01T00:00:00Z")
    came = arrival(database)
    assert replay(database, ALL, {})["refused"] == 1
    assert replay(database, ALL, {"at": ""})["stored"] == 1
    assert stored(database)[0].at == came


def test_what_is_stored_already_is_no_longer_kept_as_refused(database: Database) -> None:
    refuse(database, 1, quantity=0)
    good = read_event(
        {"event_id": "e1", "type": "view", "product_id": "p1"}, received_at=NOW, proof=SHOWN
    )
    assert isinstance(good, Event)
    with database.write() as connection:
        insert_events(connection, [good])
    assert replay(database, ALL, {"quantity": "1"})["duplicates"] == 1
    with database.read() as connection:
        assert counts(connection) == {"stored": 1, "refused": 0}


def test_a_replay_gives_nobody_more_than_the_sender_had(database: Database) -> None:
    refuse(database, 1, quantity=0, consent=None)
    refuse(database, 2, quantity=0, customer_id="c1", token="t")
    assert replay(database, ALL, {"quantity": "1"}) == {
        "stored": 1,
        "duplicates": 0,
        "refused": 1,
    }
    assert stored(database)[0].visitor_id is None


def test_reasons_are_counted_the_most_frequent_first(database: Database) -> None:
    refuse(database, 1, quantity=0)
    refuse(database, 2, quantity=0, filters={"a": "x" * 10_000})
    refuse(database, 3, type="stare")
    with database.read() as connection:
        found = reasons(connection, ALL)
        only = reasons(connection, RefusedOnes("invalid", "type"))
    assert [(one.place, one.count, one.replayable) for one in found] == [
        ("quantity", 2, 1),
        ("type", 1, 1),
    ]
    assert [one.place for one in only] == ["type"]


@pytest.mark.parametrize("raw", ["text", 7, None, ["a"]])
def test_what_is_no_object_stays_refused(database: Database, raw: object) -> None:
    refused = read_event(raw, received_at=NOW)
    assert isinstance(refused, RefusedEvent)
    with database.write() as connection:
        keep_refused(connection, [refused])
    assert replay(database, ALL, {"type": "view"})["refused"] == 1
