"""Is each event kept once and as it was, and does only the right one teach?"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from sqlalchemy import select

from knowledge_base.consent import Consent
from knowledge_base.events import ROBOT, Event, EventType, RefusedEvent, Trust
from knowledge_base.interactions import Interactions
from knowledge_base.storage.database import Database
from knowledge_base.storage.event_rows import event_of
from knowledge_base.storage.events import (
    counts,
    insert_events,
    keep_refused,
    last_event_seq,
    read_interactions,
)
from knowledge_base.storage.people import withdraw
from knowledge_base.storage.successes import successes
from knowledge_base.storage.tables import events as log
from tests.knowledge_base.shop import small_catalogue

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)


def event(event_id: str, type_: EventType = EventType.VIEW, **fields: object) -> Event:
    """Make an event the shop's server vouches for."""
    plain = Event(
        event_id,
        type_,
        NOW,
        Consent.PERSONALIZATION,
        visitor_id="v1",
        session_id="s1",
        product_id="s1",
        trust=Trust.CONFIRMED,
    )
    return replace(plain, **fields)  # type: ignore[arg-type]  # any field may be changed


def store(database: Database, *events: Event) -> list[bool]:
    """Store events in a transaction of their own."""
    with database.write() as connection:
        return insert_events(connection, events)


def learned(database: Database) -> Interactions:
    """Read what teaches about the small shop."""
    with database.read() as connection:
        return read_interactions(connection, small_catalogue(), now=NOW)


def test_an_event_comes_back_as_it_was_stored(database: Database) -> None:
    full = event(
        "e1",
        EventType.PURCHASE,
        at=NOW - timedelta(milliseconds=1),
        customer_id="c1",
        variant_id="s1-b42",
        query="laufschuh",
        placement="search",
        position=3,
        quantity=2,
        price=Decimal("79.95"),
        discount=0.25,
        order_id="A1",
        forced=True,
        robot=20,
        token_id="t1",
        detail='{"sort":"price_asc"}',
    )
    store(database, full, event("e2"))
    with database.read() as connection:
        rows = connection.execute(select(log).order_by(log.c.seq)).all()
    assert [event_of(row) for row in rows] == [replace(full, seq=1), event("e2", seq=2)]


def test_an_event_is_stored_once_however_often_it_is_sent(database: Database) -> None:
    assert store(database, event("a"), event("b"), event("a")) == [True, True, False]
    assert store(database, event("c"), event("a")) == [True, False]
    with database.read() as connection:
        assert counts(connection) == {"stored": 3, "refused": 0}
        assert last_event_seq(connection) == 3


def test_more_events_than_one_statement_takes_are_stored_in_order(database: Database) -> None:
    many = [event(f"e{number}") for number in range(1200)]
    assert store(database, *many, many[0]) == [True] * 1200 + [False]
    with database.read() as connection:
        ids = connection.execute(select(log.c.event_id).order_by(log.c.seq)).scalars().all()
    assert ids == [one.event_id for one in many]


def test_what_was_refused_is_kept(database: Database) -> None:
    with database.write() as connection:
        keep_refused(connection, [RefusedEvent("invalid", "type", "is not one", "{}")])
        keep_refused(connection, [])
        assert counts(connection) == {"stored": 0, "refused": 1}


def test_where_a_product_was_shown_counts_only_when_it_is_proved(database: Database) -> None:
    shelf = {"placement": "free_shipping"}
    store(
        database,
        event("claimed", EventType.VIEW, trust=Trust.CLAIMED, **shelf),
        event("shown", EventType.CLICK, trust=Trust.SHOWN, token_id="t1", **shelf),
        event("elsewhere", EventType.CLICK, placement="search"),
    )
    values = learned(database)
    assert len(values) == 2
    assert len(values.shown_on("free_shipping")) == 1
    assert len(values.shown_on("nowhere")) == 0


def test_events_become_columns_over_the_rows_of_the_catalogue(database: Database) -> None:
    store(
        database,
        event("a", variant_id="s1-b43", position=4),
        event("b", product_id="s2-k44", visitor_id="v2", session_id="s2"),
        event("c", product_id="unknown"),
        event("d", EventType.SEARCH, product_id=None),
        event("e", EventType.PURCHASE, order_id="A1", quantity=2, customer_id="v1"),
        event("f", consent=Consent.NONE, visitor_id=None, session_id=None),
    )
    catalogue = small_catalogue()
    values = learned(database)
    ids = [catalogue.product_ids[row] for row in values.product]
    assert ids == ["s1", "s2", "s1", "s1"]
    assert values.visitor.tolist() == [0, 1, 2, -1]
    assert values.session.tolist() == [0, 1, 0, -1]
    assert values.basket.tolist() == [-1, -1, 0, -1]
    assert values.position.tolist() == [4, -1, -1, -1]
    assert values.type.tolist() == [4, 4, 14, 4]
    assert values.at.tolist() == [NOW.timestamp()] * 4
    assert values.weight.tolist() == [1.0] * 4
    assert (values.products, values.until) == (catalogue.products, NOW.timestamp())


def test_an_empty_log_teaches_nothing_and_breaks_nothing(database: Database) -> None:
    assert len(learned(database)) == 0


SHOWN: dict[str, Any] = {"trust": Trust.SHOWN}
CLAIMED: dict[str, Any] = {"trust": Trust.CLAIMED}


def click(token: str, **fields: object) -> Event:
    """Make a click that a token proves."""
    return event(f"click {token} {fields}", EventType.CLICK, token_id=token, **SHOWN, **fields)


def claim(order: str, **fields: object) -> Event:
    """Make a purchase that only a browser has seen."""
    claimed = {**CLAIMED, "order_id": order, **fields}
    return event(f"claim {order} {fields}", EventType.PURCHASE, **claimed)


def test_a_browsers_claims_teach_nothing_but_purchases_of_what_it_was_shown(
    database: Database,
) -> None:
    store(database, event("a", **CLAIMED), claim("A1"))
    assert len(learned(database)) == 0
    store(database, click("t"))
    assert learned(database).type.tolist() == [EventType.PURCHASE, EventType.CLICK]
    assert learned(database).weight.tolist() == pytest.approx([0.1, 1.0])


def test_a_purchase_with_a_token_is_still_a_browsers_claim(database: Database) -> None:
    store(database, claim("A1", token_id="t", **SHOWN), claim("A2", token_id="t", **SHOWN))
    assert learned(database).weight.tolist() == pytest.approx([0.1])


@pytest.mark.parametrize(
    "twice",
    [
        {},
        {"visitor_id": "v2"},
        {"session_id": "s2"},
        {"visitor_id": None},
        {"session_id": None},
        {"customer_id": "c1"},
    ],
    ids=str,
)
def test_claimed_purchases_count_once_for_whom_the_product_was_shown_to(
    database: Database, twice: dict[str, object]
) -> None:
    store(database, click("t"), claim("A1"), *(claim(f"B{one}", **twice) for one in range(3)))
    assert learned(database).type.tolist() == [EventType.CLICK, EventType.PURCHASE]


def test_a_purchase_in_the_session_of_a_click_counts_after_a_login(database: Database) -> None:
    store(database, click("t"), claim("A1", customer_id="c1"))
    assert len(learned(database)) == 2


def test_a_confirmed_order_replaces_what_the_browser_claimed_of_it(database: Database) -> None:
    store(database, click("t1"), claim("A1"), claim("A3", token_id="t2", **SHOWN))
    assert learned(database).weight.tolist() == pytest.approx([1.0, 0.1, 0.1])
    confirmed = [event(f"c{one}", EventType.PURCHASE, order_id=one) for one in ("A1", "A3")]
    store(database, *confirmed)
    assert learned(database).weight.tolist() == [1.0, 1.0, 1.0]


def test_a_browser_does_not_confirm_an_order_with_a_token(database: Database) -> None:
    store(database, click("t1"), claim("A1", token_id="t2", **SHOWN), claim("A1"))
    assert learned(database).weight.tolist() == pytest.approx([1.0, 0.1, 0.1])


def test_nobody_but_the_shop_says_that_something_came_back(database: Database) -> None:
    store(
        database,
        event("a", EventType.RETURN, token_id="t", **SHOWN),
        event("b", EventType.RETURN, **CLAIMED),
        event("c", EventType.RETURN),
    )
    assert len(learned(database)) == 1


def test_a_token_teaches_once_for_each_type_whoever_brings_it(database: Database) -> None:
    store(
        database,
        event("a", EventType.IMPRESSION, token_id="t1", **SHOWN),
        click("t1"),
        click("t1", session_id="s2"),
        click("t1", visitor_id="v2"),
        click("t1", visitor_id=None),
        click("t2"),
    )
    values = learned(database)
    assert values.type.tolist() == [2, 3, 3]
    assert values.visitor.tolist() == [0, 0, 0]


def test_robots_teach_nothing(database: Database) -> None:
    store(database, event("a"), event("b", robot=ROBOT - 1), event("c", robot=ROBOT))
    assert len(learned(database)) == 2
    with database.read() as connection:
        strict = read_interactions(connection, small_catalogue(), now=NOW, robots_from=1)
    assert len(strict) == 1


def test_who_takes_the_consent_back_is_nobody_up_to_then(database: Database) -> None:
    store(database, event("a"), event("b", visitor_id="v2", session_id="s2"))
    with database.write() as connection:
        withdraw(connection, "v1")
    store(database, event("c"))
    values = learned(database)
    assert (values.visitor[0], values.session[0]) == (-1, -1)
    assert values.visitor[2] != values.visitor[1]
    assert np.all(values.visitor[1:] >= 0)


def search(number: int, query: str, session: str, visitor: str | None = None) -> Event:
    """Make a search in a session."""
    return event(
        f"q{number}{session}",
        EventType.SEARCH,
        at=NOW + timedelta(seconds=number),
        query=query,
        session_id=session,
        visitor_id=visitor,
        product_id=None,
    )


def found(number: int, session: str, visitor: str | None = None) -> Event:
    """Make a click in a session."""
    return event(
        f"c{number}{session}",
        EventType.CLICK,
        at=NOW + timedelta(seconds=number),
        session_id=session,
        visitor_id=visitor,
    )


def asked(database: Database, events: Iterable[Event], least: int) -> list[tuple[str, float]]:
    """Store a few sessions and read the queries that succeeded."""
    store(database, *events)
    with database.read() as connection:
        return successes(connection, since=NOW - timedelta(90)).frequent(least)


def succeeded(
    query: str, session: str, visitor: str | None = None, *, days: int = 0
) -> list[Event]:
    """Make a search of some days ago that found something."""
    at = NOW - timedelta(days)
    both = (search(1, query, session, visitor), found(1, session, visitor))
    return [replace(one, at=at) for one in both]


def test_a_query_counts_once_per_visitor_who_found_something(database: Database) -> None:
    events = [
        search(1, "Laufschuh", "a", "v1"),
        found(2, "a", "v1"),
        found(2, "a2", "v1"),
        search(1, "laufschuh ", "b", "v2"),
        found(2, "b", "v2"),
        search(1, "kamera", "c", "v3"),
        search(2, "objektiv", "c", "v3"),
        found(2, "c", "v3"),
        search(1, "laufschuh", "d", "v4"),
        found(1, "e", "v5"),
    ]
    assert asked(database, events, 1) == [("laufschuh", 2), ("objektiv", 1)]


def test_coming_back_does_not_make_two_visitors_of_one(database: Database) -> None:
    events = [*succeeded("hemd", "a", "v1"), *succeeded("hemd", "b", "v1")]
    assert asked(database, events, 2) == []


def test_two_sessions_of_nobody_knows_whom_may_be_one_visitor(database: Database) -> None:
    events = [one for session in "abc" for one in succeeded("hemd", session)]
    assert asked(database, events, 2) == []
    assert asked(database, succeeded("hemd", "d"), 2) == [("hemd", 4)]


def test_robots_searches_suggest_nothing(database: Database) -> None:
    robots = [replace(one, robot=ROBOT) for one in succeeded("hemd", "a", "v1")]
    assert asked(database, [*robots, *succeeded("hose", "b", "v2")], 1) == [("hose", 1)]


def test_an_old_query_weighs_less_but_its_visitors_count(database: Database) -> None:
    events = [
        *succeeded("winterjacke", "a", "v1", days=60),
        *succeeded("winterjacke", "b", "v2", days=30),
        *succeeded("bikini", "c", "v1"),
        *succeeded("bikini", "d", "v2"),
    ]
    assert asked(database, events, 2) == [("bikini", 2), ("winterjacke", 0.75)]


def test_numbers_and_addresses_are_never_suggested_to_others(database: Database) -> None:
    queries = ["bestellung 1234567", "erika@example.org", "0711 / 12 34 56", "nikon d90"]
    events = [
        one
        for number, query in enumerate(queries)
        for one in succeeded(query, f"s{number}", f"v{number}")
    ]
    assert asked(database, events, 1) == [("nikon d90", 1)]
