"""Do reports count what happened, and keep apart what is nothing from what nobody knows?"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import orjson

from knowledge_base.consent import Consent
from knowledge_base.events import Event, EventType
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import insert_events
from service.reports import report_searches

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
_NUMBERS = count()


def deed(
    kind: EventType, session: str | None = None, *, days: int = 1, robot: int = 0, **more: Any
) -> Event:
    """Do something, a little later than what was done before."""
    number = next(_NUMBERS)
    detail = {name: more.pop(name) for name in ("total", "filters") if name in more}
    return Event(
        f"e{number}",
        kind,
        NOW - timedelta(days=days) + timedelta(milliseconds=number),
        Consent.STATISTICS if session else Consent.NONE,
        session_id=session,
        robot=robot,
        detail=orjson.dumps(detail).decode() if detail else None,
        **more,
    )


def searched(query: str, session: str | None = None, **more: Any) -> Event:
    return deed(EventType.SEARCH, session, query=query, **more)


def clicked(session: str | None) -> Event:
    return deed(EventType.CLICK, session, product_id="p1")


def report(database: Database, happened: Sequence[Event]) -> dict[str, Any]:
    with database.write() as connection:
        insert_events(connection, happened)
    return report_searches(database, now=NOW, days=30, most=10, robots_from=50)


def test_what_nobody_told_is_no_zero(database: Database) -> None:
    found = report(database, [searched("Schuh "), searched("schuh"), searched("x", total=0)])
    schuh, x = found["top"]
    assert (schuh["query"], schuh["searches"]) == ("schuh", 2)
    assert schuh["without_results"] is None
    assert schuh["click_rate"] is None
    assert x["without_results"] == 1
    assert (found["results_known"], found["clicks_known"]) == (0.3333, 0)


def test_an_empty_log_says_that_nothing_is_known(database: Database) -> None:
    found = report(database, [])
    assert found["searches"] == 0
    assert found["results_known"] is None
    assert found["top"] == found["falling"] == found["filters_without_results"] == []


def test_a_search_is_clicked_once_and_only_before_the_next_search(database: Database) -> None:
    happened = [searched("a", "s1"), clicked("s1"), clicked("s1")]
    happened += [searched("a", "s2"), searched("b", "s2"), clicked("s2")]
    happened += [searched("a", "s3"), clicked("s4"), clicked(None)]
    rates = {one["query"]: one["click_rate"] for one in report(database, happened)["top"]}
    assert rates == {"a": 0.3333, "b": 1}


def test_what_finds_nothing_most_often_comes_first(database: Database) -> None:
    happened = [searched("selten", total=0), searched("voll", total=9)]
    happened += [searched("oft", total=0), searched("oft", total=0), searched("oft", total=1)]
    rows = report(database, happened)["without_results_by_query"]
    assert [(one["query"], one["without_results"]) for one in rows] == [
        ("oft", 0.6667),
        ("selten", 1),
    ]


def test_a_click_rate_falls_only_where_chance_hardly_explains_it(database: Database) -> None:
    happened = []
    for number in range(40):
        for query, before, lately in (("fällt", 30, 10), ("steht", 30, 27), ("neu", 0, 0)):
            for days, clicks in ((40, before), (5, lately)):
                session = f"{query}-{days}-{number}"
                happened.append(searched(query, session, days=days))
                if number < clicks:
                    happened.append(deed(EventType.VIEW, session, days=days, product_id="p1"))
    (row,) = report(database, happened)["falling"]
    assert (row["query"], row["click_rate_before"], row["click_rate"]) == ("fällt", 0.75, 0.25)


def test_a_filter_that_led_nowhere_is_named_by_its_value(database: Database) -> None:
    chosen = {"colour": ["Blau"], "size": ["42"]}
    happened = [deed(EventType.FILTER, filters=chosen, total=0)]
    happened += [deed(EventType.FILTER, filters={"size": ["42"]}, total=3)]
    happened += [deed(EventType.FILTER, filters={"brand": ["Uhu"]})]
    rows = report(database, happened)["filters_without_results"]
    assert rows == [
        {"facet": "colour", "value": "Blau", "searches": 1, "without_results": 1},
        {"facet": "size", "value": "42", "searches": 2, "without_results": 0.5},
    ]


def test_robots_and_other_times_are_not_reported(database: Database) -> None:
    happened = [searched("a", robot=80), searched("a", days=31), searched("a", days=-1)]
    assert report(database, happened)["searches"] == 0


def test_what_may_name_a_person_is_counted_and_not_shown(database: Database) -> None:
    found = report(database, [searched("0170 1234567 bestellung")])
    assert (found["searches"], found["top"]) == (1, [])
