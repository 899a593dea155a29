"""Does a replay count what a rule would have moved, and say what it did not look at?"""

from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from knowledge_base.consent import Consent
from knowledge_base.events import ROBOT, Event, EventType
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import insert_events
from service.drafting.drafts import read_draft
from service.drafting.rule_replay import Limits, replay
from tests.service.flow import NOW, Desk

LIMITS = Limits(NOW - timedelta(days=7), NOW, ROBOT)
NUMBERS = count()


def visit(text: str, *clicked: str, bought: tuple[str, ...] = ()) -> list[Event]:
    """Make a session of one search, its clicks and its purchases."""
    session = f"s{next(NUMBERS)}"
    deeds = [
        (EventType.SEARCH, None),
        *((EventType.CLICK, one) for one in clicked),
        *((EventType.PURCHASE, one) for one in bought),
    ]
    return [
        Event(
            f"{session}-{number}",
            kind,
            NOW - timedelta(hours=1) + timedelta(seconds=number),
            Consent.STATISTICS,
            session_id=session,
            product_id=product_id,
            query=text if kind is EventType.SEARCH else None,
        )
        for number, (kind, product_id) in enumerate(deeds)
    ]


@pytest.fixture
def past(database: Database, desk: Desk) -> Database:
    """Remember three searches for cameras and one for shoes."""
    first = desk.found("kamera")[0]
    visits = [
        *visit("kamera", first, bought=(first,)),
        *visit("Kameras", "cam3"),
        *visit("kamera"),
        *visit("laufschuh", "run1-42"),
    ]
    with database.write() as connection:
        insert_events(connection, visits)
    return database


def replayed(desk: Desk, past: Database, rule: Any, limits: Limits = LIMITS) -> Any:
    draft = read_draft(desk.engine, None, rule, NOW)
    return replay(desk.engine, past, draft, limits, "de", 10)


def pin(product_id: str, **when: Any) -> dict[str, Any]:
    return {"when": when, "then": [{"pin": {"product_id": product_id, "position": 1}}]}


def test_only_the_searches_that_the_rule_holds_for_are_touched(
    desk: Desk, past: Database
) -> None:
    found = replayed(desk, past, pin("cam3", query="kamera"))
    assert (found["searches"], found["queries"]) == (4, 3)
    assert found["touched"] == {"searches": 3, "queries": 2}
    assert found["looked_at"] == {"searches": 4, "queries": 3, "complete": True}
    assert {one["query"] for one in found["touched_queries"]} == {"kamera", "kameras"}


def test_clicks_and_purchases_that_would_have_moved_are_summed_up(
    desk: Desk, past: Database
) -> None:
    first, *_, last = desk.found("kamera")
    found = replayed(desk, past, pin(last, query="kamera"))
    assert found["purchases"] == {"made": 1, "up": 0, "down": 1, "gone": 0}
    assert found["clicks"]["made"] == 2
    assert found["moved_down"][0] == {
        "query": "kamera",
        "product_id": first,
        "before": 1,
        "after": 2,
        "clicks": 1,
        "purchases": 1,
    }
    assert found["top_ten"] == {"overlap": 1.0, "moved": pytest.approx(4 / 3, abs=1e-3)}


def test_a_hidden_product_is_gone_and_a_variants_click_is_its_products(
    desk: Desk, past: Database
) -> None:
    found = replayed(desk, past, {"then": [{"hide": {"product_id": "run1"}}]})
    assert found["clicks"]["gone"] == 1
    assert found["touched"]["searches"] == 4
    shoes = next(one for one in found["touched_queries"] if one["query"] == "laufschuh")
    assert shoes["overlap"] == 0.75
    assert "run1" in shoes["before"]
    assert "run1" not in shoes["after"]


def test_a_rule_that_does_nothing_yet_is_replayed_as_if_it_held(
    desk: Desk, past: Database
) -> None:
    when = {"query": "kamera", "from": (NOW + timedelta(days=3)).isoformat()}
    later = replayed(desk, past, pin("cam3", segment="bargain", campaign="x", **when))
    assert later["touched"]["searches"] == 3


def test_a_rule_for_an_evening_is_replayed_as_if_it_were_one(
    desk: Desk, past: Database
) -> None:
    when = {"query": "kamera", "weekdays": ["friday"], "hours": "20..21", "device": "phone"}
    assert replayed(desk, past, pin("cam3", **when))["touched"]["searches"] == 3


def test_a_rule_of_a_shelf_touches_no_search(desk: Desk, past: Database) -> None:
    found = replayed(desk, past, pin("cam3", placement="home"))
    assert found["touched"] == {"searches": 0, "queries": 0}
    assert found["top_ten"] == {"overlap": None, "moved": None}


def test_what_there_was_no_time_for_is_said(desk: Desk, past: Database) -> None:
    found = replayed(desk, past, pin("cam3"), replace(LIMITS, seconds=-1))
    assert found["looked_at"] == {"searches": 0, "queries": 0, "complete": False}
    few = replayed(desk, past, pin("cam3"), replace(LIMITS, most_events=3))
    assert few["looked_at"]["complete"] is False


def test_what_may_name_a_person_is_counted_and_not_listed(desk: Desk, past: Database) -> None:
    with past.write() as connection:
        insert_events(connection, visit("0170 1234567 kamera", "cam1"))
    found = replayed(desk, past, pin("cam3", query="kamera"))
    assert found["touched"]["searches"] == 4
    assert not [one for one in found["touched_queries"] if "0170" in one["query"]]
    assert not [one for one in found["moved_down"] if "0170" in one["query"]]
