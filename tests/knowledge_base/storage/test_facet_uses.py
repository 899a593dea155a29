"""Is it read from the log who filtered by what, and where?"""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import orjson

from knowledge_base.consent import Consent
from knowledge_base.events import ROBOT, Event, EventType
from knowledge_base.facet_uses import FacetUse
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import insert_events
from knowledge_base.storage.facet_uses import facet_uses

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
NUMBERS = count()


def event(kind: EventType, session: str | None, *, filters: Any = None, **more: Any) -> Event:
    number = next(NUMBERS)
    detail = None if filters is None else orjson.dumps({"filters": filters}).decode()
    moment = NOW - timedelta(hours=1) + timedelta(seconds=number)
    more = {"consent": Consent.STATISTICS, "at": moment, **more}
    return Event(f"e{number}", kind, session_id=session, detail=detail, **more)


def read(database: Database, *log: Event) -> list[FacetUse]:
    with database.write() as connection:
        insert_events(connection, log)
    since = NOW - timedelta(days=90)
    with database.read() as connection:
        return sorted(facet_uses(connection, since=since, robots_from=ROBOT))


def test_a_filter_belongs_to_what_was_searched_for_last(database: Database) -> None:
    found = read(
        database,
        event(EventType.SEARCH, "a", query="Hut"),
        event(EventType.SEARCH, "b", query="Schuh"),
        event(EventType.FILTER, "a", filters={"brand": "X"}),
        event(EventType.FILTER, "b", filters={"size": ["42"]}, query="Rote  Schuhe"),
    )
    assert found == [
        ("a", False, "hut", None, "brand"),
        ("b", False, "rote schuhe", None, "size"),
    ]


def test_the_category_looked_at_is_told_and_whose_session_it_was(database: Database) -> None:
    who = {"visitor_id": "v", "consent": Consent.PERSONALIZATION}
    found = read(
        database,
        event(EventType.FILTER, "a", filters={"category": ["Mode"], "size": ["42"]}, **who),
        event(EventType.FILTER, "b", filters={"category": ["Mode", "Foto"]}),
    )
    assert found == [
        ("b", False, "", None, "category"),
        ("v", True, "", "Mode", "category"),
        ("v", True, "", "Mode", "size"),
    ]


def test_nobody_robots_and_long_ago_tell_nothing(database: Database) -> None:
    old = NOW - timedelta(days=100)
    assert not read(
        database,
        event(EventType.FILTER, None, filters={"brand": "X"}, consent=Consent.NONE),
        event(EventType.FILTER, "r", filters={"brand": "X"}, robot=ROBOT),
        event(EventType.FILTER, "o", filters={"brand": "X"}, at=old),
        event(EventType.FILTER, "n"),
    )
