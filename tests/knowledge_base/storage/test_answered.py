"""Is what people came to put down to what they had asked for?"""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import orjson

from knowledge_base.consent import Consent
from knowledge_base.events import ROBOT, Event, EventType
from knowledge_base.storage.answered import Asked, Outcome, outcomes
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import insert_events

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
NUMBERS = count()


def deed(
    kind: EventType, session: str | None = "s", product_id: str | None = None, **more: Any
) -> Event:
    """Make an event, each a second after the one before."""
    number = next(NUMBERS)
    at = NOW - timedelta(hours=1) + timedelta(seconds=number)
    consent = Consent.STATISTICS if session else Consent.NONE
    return Event(
        f"e{number}", kind, at, consent, session_id=session, product_id=product_id, **more
    )


def searched(text: str, session: str | None = "s", **filters: Any) -> Event:
    detail = orjson.dumps({"filters": filters}).decode() if filters else None
    return deed(EventType.SEARCH, session, query=text, detail=detail)


def read(database: Database, *deeds: Event, most: int = 100) -> Any:
    with database.write() as connection:
        insert_events(connection, deeds)
    with database.read() as connection:
        return outcomes(
            connection,
            since=NOW - timedelta(days=1),
            until=NOW,
            robots_from=ROBOT,
            most=most,
        )


def test_clicks_and_purchases_belong_to_the_search_that_led_to_them(
    database: Database,
) -> None:
    _, found = read(
        database,
        searched("Jacke "),
        deed(EventType.CLICK, product_id="j1"),
        searched("hose"),
        deed(EventType.CLICK, product_id="h1"),
        deed(EventType.PURCHASE, product_id="j1"),
        deed(EventType.PURCHASE, product_id="x"),
        searched("jacke", "t"),
    )
    assert found == {
        Asked("jacke", ()): Outcome(2, Counter(["j1"]), Counter(["j1"])),
        Asked("hose", ()): Outcome(1, Counter(["h1"])),
    }


def test_the_same_words_under_other_filters_are_another_question(database: Database) -> None:
    _, found = read(database, searched("jacke"), searched("jacke", brand=["A", "B"], size="42"))
    assert set(found) == {
        Asked("jacke", ()),
        Asked("jacke", ("brand:A", "brand:B", "size:42")),
    }


def test_who_has_no_session_is_counted_and_led_nowhere(database: Database) -> None:
    nobody = [searched("jacke", None), deed(EventType.CLICK, None, "j1")]
    _, found = read(database, *nobody)
    assert found == {Asked("jacke", ()): Outcome(1)}


def test_robots_are_left_out_and_of_too_many_events_the_latest_count(
    database: Database,
) -> None:
    deeds = [searched("alt"), searched("neu", "t"), searched("neu", "u")]
    robot = deed(EventType.SEARCH, "r", query="robot", robot=ROBOT)
    since, found = read(database, *deeds, robot, most=2)
    assert found == {Asked("neu", ()): Outcome(2)}
    assert deeds[0].at < since <= deeds[1].at
