from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from knowledge_base.consent import Consent
from knowledge_base.customers import Facts
from knowledge_base.events import Event, EventType
from knowledge_base.profiles import Profile
from knowledge_base.storage import crowd
from knowledge_base.storage.customers import put_customers
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import insert_events
from knowledge_base.storage.folds import refresh_summaries
from knowledge_base.storage.people import withdraw
from knowledge_base.storage.tables import events

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
ROBOT = 80


def looks(visitor_id: str, times: int) -> Iterator[Event]:
    for number in range(times):
        yield Event(
            f"{visitor_id}-{number}",
            EventType.VIEW,
            NOW,
            Consent.PERSONALIZATION,
            visitor_id=visitor_id,
            product_id="p1",
        )


def views(database: Database) -> list[int]:
    return [one.views for one in crowd.everybody(database, ROBOT)]


def fill(database: Database, people: int) -> None:
    with database.write() as connection:
        for number in range(people):
            insert_events(connection, [*looks(f"v{number}", number + 1)])
    refresh_summaries(database)


def test_everybody_is_read_once_and_always_in_the_same_order(database: Database) -> None:
    fill(database, 5)
    assert views(database) == [1, 2, 3, 4, 5]


def test_many_are_read_in_chunks(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(database, 5)
    monkeypatch.setattr(crowd, "AT_ONCE", 2)
    assert views(database) == [1, 2, 3, 4, 5]


def test_who_withdrew_and_who_is_a_robot_is_left_out(database: Database) -> None:
    fill(database, 4)
    with database.write() as connection:
        withdraw(connection, "v1")
        is_robot = update(events).where(events.c.visitor_id == "v2").values(robot=90)
        connection.execute(is_robot)
    assert views(database) == [1, 4]


def test_customers_come_with_what_the_books_say(database: Database) -> None:
    bought = Event(
        "e1", EventType.VIEW, NOW, Consent.PERSONALIZATION, customer_id="c1", product_id="p1"
    )
    with database.write() as connection:
        insert_events(connection, [bought])
        put_customers(connection, {"c1": Facts(group="gold"), "c2": Facts(group="red")})
    refresh_summaries(database)
    assert [one.facts for one in crowd.everybody(database, ROBOT)] == [Facts(group="gold")]


def test_nobody_is_read_where_nobody_is_known(database: Database) -> None:
    found: list[Profile] = [*crowd.everybody(database, ROBOT)]
    assert found == []


def test_of_many_some_are_drawn_the_same_each_time(database: Database) -> None:
    fill(database, 40)
    drawn = [one.interests for one in crowd.everybody(database, ROBOT, at_most=10)]
    assert 0 < len(drawn) < 25
    assert drawn == [one.interests for one in crowd.everybody(database, ROBOT, at_most=10)]
    assert len(list(crowd.everybody(database, ROBOT, at_most=100))) == 40
