"""Do robots lose their say, all of it, and nobody else's?"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from knowledge_base.consent import Consent
from knowledge_base.events import ROBOT, Event, EventType, Trust
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import insert_events
from knowledge_base.storage.robots import WINDOW, mark_robots
from knowledge_base.storage.tables import events

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def views(
    who: str | None, pause: float, *, session: str | None = None, **more: Any
) -> list[Event]:
    """Make fifty views with the same pause between them, and a search."""
    fields: dict[str, Any] = {
        "visitor_id": who,
        "session_id": session or who,
        "trust": Trust.SHOWN,
    }
    fields |= {"consent": Consent.PERSONALIZATION, **more}
    start = NOW - timedelta(hours=1)
    return [
        Event(
            f"{who}-{session}-{number}-{pause}",
            EventType.VIEW if number else EventType.SEARCH,
            start + timedelta(seconds=pause * (number + number % 3 / 10)),
            product_id="p1",
            **fields,
        )
        for number in range(51)
    ]


def scores(database: Database, *stored: Event) -> dict[str | None, set[int]]:
    """Store events, look for robots, and return the scores of each session."""
    with database.write() as connection:
        insert_events(connection, stored)
    mark_robots(database, now=NOW)
    found: dict[str | None, set[int]] = {}
    with database.read() as connection:
        for session, robot in connection.execute(select(events.c.session_id, events.c.robot)):
            found.setdefault(session, set()).add(robot)
    return found


def test_all_a_fast_visitor_did_is_a_robots_and_a_slow_ones_nothing(
    database: Database,
) -> None:
    found = scores(database, *views("fast", 0.2), *views("slow", 20))
    assert found["slow"] == {0}
    assert min(found["fast"]) >= ROBOT


def test_a_session_without_a_visitor_is_judged_like_one(database: Database) -> None:
    anonymous = views(None, 0.2, session="s1", consent=Consent.STATISTICS)
    assert min(scores(database, *anonymous)["s1"]) >= ROBOT


def test_once_surely_a_robot_always_one(database: Database) -> None:
    trapped = views("calm", 20)
    found = scores(database, *trapped[:30], *views("late", 20, robot=100)[:1], *trapped[30:])
    assert found == {"calm": {0}, "late": {100}}
    more = views("late", 30)
    assert scores(database, *more)["late"] == {60, 100}


@pytest.mark.parametrize(
    ("pause", "more"),
    [(0.2, {"trust": Trust.CONFIRMED}), (0.2, {"visitor_id": None, "session_id": None})],
)
def test_whom_the_shop_vouches_for_and_who_cannot_be_told_apart_is_left_alone(
    database: Database, pause: float, more: dict[str, Any]
) -> None:
    stored = views("v1", pause, **more)
    assert list(scores(database, *stored).values()) == [{0}]


def test_a_second_look_changes_nothing_and_a_night_looks_a_month_back(
    database: Database,
) -> None:
    first = scores(database, *views("fast", 0.2, robot=40))
    assert first["fast"] == {100}
    assert mark_robots(database, now=NOW) == 0
    with database.write() as connection:
        insert_events(connection, views("old", 0.2))
    assert mark_robots(database, now=NOW + WINDOW) == 0
