"""Does a deed follow from the search and from the click that led to it?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.consent import Consent
from knowledge_base.events import Event, EventType, Trust
from knowledge_base.interactions import Interactions
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import insert_events, read_interactions
from tests.knowledge_base.shop import small_catalogue

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)


def event(event_id: str, kind: EventType, minute: float, **fields: object) -> Event:
    """Make an event of session s1, on shoe s1, proved by a token where it was shown."""
    plain = Event(
        event_id,
        kind,
        NOW + timedelta(minutes=minute),
        Consent.PERSONALIZATION,
        visitor_id="v1",
        session_id="s1",
        product_id=None if kind is EventType.SEARCH else "s1",
        trust=Trust.CLAIMED if kind is EventType.SEARCH else Trust.SHOWN,
    )
    return replace(plain, **fields)  # type: ignore[arg-type]  # any field may be changed


def shown(event_id: str, kind: EventType, minute: float, **fields: object) -> Event:
    """Make an event on the first hit of a search."""
    proved: dict[str, object] = {"placement": "search", "position": 1, "token_id": "a1-1"}
    return event(event_id, kind, minute, **(proved | fields))


def learned(database: Database, *events: Event) -> Interactions:
    """Store events and read what they teach."""
    with database.write() as connection:
        insert_events(connection, events)
    with database.read() as connection:
        return read_interactions(connection, small_catalogue(), now=NOW)


def asked(values: Interactions) -> list[str | None]:
    """Say for each interaction what had been searched for."""
    return [values.queries[one] if one >= 0 else None for one in values.query.tolist()]


def test_what_a_list_showed_belongs_to_the_search_before_it(database: Database) -> None:
    values = learned(
        database,
        event("e1", EventType.SEARCH, 0, query="Rote  Schuhe"),
        shown("e2", EventType.IMPRESSION, 1),
        shown("e3", EventType.CLICK, 2),
        event("e4", EventType.SEARCH, 3, query="kamera"),
        shown("e5", EventType.CLICK, 4, product_id="c1", token_id="a2-1"),
        shown("e6", EventType.CLICK, 200, product_id="b1", token_id="a3-1"),
    )
    assert asked(values) == ["rote schuhe", "rote schuhe", "kamera", None]
    assert values.answer[0] == values.answer[1] != values.answer[2]


def test_what_says_for_what_it_was_shown_is_believed(database: Database) -> None:
    own = shown("e2", EventType.CLICK, 1, query="Laufschuh", session_id=None)
    assert asked(learned(database, own)) == ["laufschuh"]


def test_a_shelf_follows_from_no_search(database: Database) -> None:
    values = learned(
        database,
        event("e1", EventType.SEARCH, 0, query="schuhe"),
        shown("e2", EventType.CLICK, 1, placement="trending"),
    )
    assert asked(values) == [None]


def test_baskets_and_orders_follow_from_the_click_that_led_there(database: Database) -> None:
    values = learned(
        database,
        event("e1", EventType.SEARCH, 0, query="schuhe"),
        shown("e2", EventType.CLICK, 1, forced=True),
        event("e3", EventType.SEARCH, 2, query="socken"),
        event("e4", EventType.ADD_TO_BASKET, 3),
        event("e5", EventType.PURCHASE, 60 * 24 * 3, trust=Trust.CONFIRMED, session_id="s2"),
        event("e6", EventType.PURCHASE, 60 * 24 * 30, trust=Trust.CONFIRMED, session_id="s3"),
        event("e7", EventType.PURCHASE, 5, trust=Trust.CONFIRMED, product_id="c1"),
    )
    assert asked(values) == ["schuhe"] * 3 + [None, None]
    assert values.forced.tolist() == [True] * 3 + [False, False]


def test_words_that_may_name_a_person_are_not_read(database: Database) -> None:
    values = learned(
        database,
        event("e1", EventType.SEARCH, 0, query="erika@example.org"),
        shown("e2", EventType.CLICK, 1),
    )
    assert asked(values) == [None]
    assert "erika@example.org" not in values.queries


def test_how_likely_chance_showed_something_is_read_from_what_its_token_said(
    database: Database,
) -> None:
    tried = '{"snapshot":"a","explored":true,"propensity":0.25}'
    words = '{"filters":{"propensity":0.5},"snapshot":"a"}'
    values = learned(
        database,
        shown("e1", EventType.IMPRESSION, 1, detail=tried),
        shown("e2", EventType.CLICK, 2, detail=tried),
        shown("e3", EventType.CLICK, 3, token_id="a2-1", detail=words),
        shown("e4", EventType.CLICK, 4, token_id="a3-1"),
    )
    assert values.chance.tolist() == [0.25, 0.25, 1, 1]


def test_how_well_something_matched_is_read_from_what_its_token_said(
    database: Database,
) -> None:
    values = learned(
        database,
        shown("e1", EventType.IMPRESSION, 1, match_grade=300),
        shown("e2", EventType.CLICK, 2),
    )
    assert values.match_grade.tolist() == [300, UNKNOWN]
