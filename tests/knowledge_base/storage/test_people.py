"""Is a person's profile made of what may be used, and of nothing else?"""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import delete, insert, select, update

from knowledge_base.consent import Consent
from knowledge_base.errors import Outage
from knowledge_base.events import Event, EventType
from knowledge_base.profiles import NOBODY, Profile
from knowledge_base.storage import folds
from knowledge_base.storage.database import Connection, Database
from knowledge_base.storage.erasure import erase_rows
from knowledge_base.storage.events import insert_events
from knowledge_base.storage.folds import fold_lag, rebuild_summaries, refresh_summaries
from knowledge_base.storage.people import export_person, read_profile, withdraw
from knowledge_base.storage.products import delete_products, put_products
from knowledge_base.storage.summaries import fold_later
from knowledge_base.storage.tables import VISITOR, events, people
from tests.knowledge_base.shop import lines

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)


def event(
    event_id: str, product_id: str = "p1", type_: EventType = EventType.VIEW, **more: object
) -> Event:
    """Make an event of the visitor v1."""
    plain = Event(
        event_id,
        type_,
        NOW,
        Consent.PERSONALIZATION,
        visitor_id="v1",
        product_id=product_id,
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # any field may be changed


def store(database: Database, *events: Event) -> None:
    """Store events in a transaction of their own."""
    with database.write() as connection:
        insert_events(connection, events)


def known(
    database: Database, visitor_id: str | None = "v1", customer_id: str | None = None
) -> Profile:
    """Read a profile."""
    with database.read() as connection:
        return read_profile(connection, visitor_id=visitor_id, customer_id=customer_id)


def take_back(database: Database, visitor_id: str = "v1") -> None:
    """Withdraw a visitor's consent."""
    with database.write() as connection:
        withdraw(connection, visitor_id)


def summaries(database: Database) -> dict[tuple[str, str], int]:
    """Return who has a summary, and up to which event."""
    with database.read() as connection:
        rows = connection.execute(select(people)).all()
    return {(row.kind, row.person_id): row.summary_seq for row in rows}


def test_nobody_is_known_before_the_first_event(database: Database) -> None:
    assert known(database) == known(database, None) == NOBODY


def test_a_profile_follows_each_event_at_once(database: Database) -> None:
    store(database, event("a", "p1"))
    store(database, event("b", "p2"))
    assert known(database).recent == ("p1", "p2")


def test_the_night_changes_nothing_about_what_is_known(database: Database) -> None:
    bought = event("b", "p2", EventType.PURCHASE, order_id="A", variant_id="p2-x")
    store(database, event("a"), bought, event("c", type_=EventType.LIKE))
    before = known(database)
    assert refresh_summaries(database) == 1
    assert known(database) == before
    assert refresh_summaries(database) == 0
    store(database, event("d", "p3"), event("e", type_=EventType.IMPRESSION))
    assert known(database).recent == ("p1", "p3")
    assert refresh_summaries(database) == 1
    assert summaries(database) == {("visitor", "v1"): 4}


@pytest.mark.parametrize("failures", [1, 3, 4])
def test_a_night_waits_for_whoever_writes_long_but_not_for_ever(
    database: Database, monkeypatch: pytest.MonkeyPatch, failures: int
) -> None:
    store(database, event("a"))
    left, pauses, write = iter(range(failures)), list[float](), database.write

    def occupied() -> AbstractContextManager[Connection]:
        if next(left, None) is not None:
            raise Outage("the database says: database is locked")
        return write()

    monkeypatch.setattr(database, "write", occupied)
    monkeypatch.setattr("time.sleep", pauses.append)
    waited = pytest.raises(Outage) if failures > 3 else nullcontext()
    with waited:
        assert refresh_summaries(database) == 1
    assert len(pauses) == min(failures, 3)
    assert bool(summaries(database)) is (failures <= 3)


def test_more_people_than_one_transaction_takes_are_all_folded(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folds, "_EVENTS_IN_ORDER", 110)
    people = [f"{'Vv'[one % 2]}-{one}" for one in range(120)]  # sorted by who knows which rules
    twice = [event(f"{time} {one}", visitor_id=one) for time in "ab" for one in people]
    store(database, *twice)
    assert refresh_summaries(database) == 120
    assert summaries(database) == {
        ("visitor", one): 121 + place for place, one in enumerate(people)
    }


def test_who_was_folded_when_a_night_was_ended_loses_nothing_in_the_next(
    database: Database,
) -> None:
    store(database, event("a"), event("b", "p2", visitor_id="v2"))
    with database.write() as connection:
        fold_later(connection, VISITOR, ["v1"])
    store(database, event("c", "p3"))
    refresh_summaries(database)
    assert summaries(database) == {("visitor", "v1"): 3, ("visitor", "v2"): 2}
    assert known(database).recent == ("p1", "p3")
    assert known(database).views == 2


def test_who_is_erased_while_everybody_is_folded_does_not_come_back(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(database, event("a"), event("b", "p2", visitor_id="v2"))
    write = database.write

    def erase_first() -> AbstractContextManager[Connection]:
        monkeypatch.undo()
        with write() as connection:
            erase_rows(connection, "v1")
        return write()

    monkeypatch.setattr(database, "write", erase_first)
    assert refresh_summaries(database) == 1
    assert summaries(database) == {("visitor", "v2"): 2}


def test_folding_lags_behind_by_the_events_that_came_since(database: Database) -> None:
    def lag() -> int:
        with database.read() as connection:
            return fold_lag(connection)

    assert lag() == 0
    store(database, event("a"), event("b", consent=Consent.NONE))
    assert lag() == 2
    refresh_summaries(database)
    assert lag() == 0
    store(database, event("c"))
    assert lag() == 1
    refresh_summaries(database)
    assert lag() == 0


@pytest.mark.parametrize("consent", [Consent.NONE, Consent.STATISTICS])
def test_only_events_with_consent_for_it_make_a_profile(
    database: Database, consent: Consent
) -> None:
    store(database, event("a"), event("b", "p2", consent=consent))
    assert known(database).recent == ("p1",)
    refresh_summaries(database)
    assert known(database).recent == ("p1",)


def test_what_a_customer_did_is_used_for_the_customer_only(database: Database) -> None:
    store(database, event("a"), event("b", "p2", customer_id="c1"), event("c", visitor_id="v2"))
    for _ in range(2):
        assert known(database).recent == ("p1",)
        assert known(database, None, "c1").recent == ("p2",)
        assert known(database, "v1", "c1").views == 2
        refresh_summaries(database)
    assert set(summaries(database)) == {
        ("visitor", "v1"),
        ("visitor", "v2"),
        ("customer", "c1"),
    }


def test_withdrawing_ends_the_use_of_everything_before_it(database: Database) -> None:
    store(database, event("a"), event("b", "p2", customer_id="c1"))
    refresh_summaries(database)
    store(database, event("c", "p3"))
    take_back(database)
    assert known(database, "v1", "c1").recent == ()
    store(database, event("d", "p4"))
    assert known(database, "v1", "c1").recent == ("p4",)
    refresh_summaries(database)
    assert known(database, "v1", "c1").recent == ("p4",)


def test_withdrawing_what_was_never_given_keeps_nothing(database: Database) -> None:
    take_back(database, "stranger")
    assert summaries(database) == {}
    store(database, event("a"))
    take_back(database)
    first = summaries(database)
    store(database, event("b", visitor_id="v2"))
    take_back(database)
    assert summaries(database) == first


def test_an_export_holds_every_event_and_fact_in_plain_words(database: Database) -> None:
    store(
        database,
        event("a", quantity=2, detail='{"seconds":3}'),
        event("b", visitor_id="v2", customer_id="v1"),
        event("c", visitor_id="v2"),
    )
    refresh_summaries(database)
    with database.read() as connection:
        export = export_person(connection, "v1")
        nothing = export_person(connection, "v9")
    assert [one["event_id"] for one in export["events"]] == ["a", "b"]
    first = export["events"][0]
    assert (first["type"], first["consent"], first["at"]) == (
        "view",
        "personalization",
        NOW.isoformat(),
    )
    assert first["detail"] == {"seconds": 3}
    assert {fact["kind"] for fact in export["facts"]} == {"visitor", "customer"}
    assert export["facts"][0]["summary"]["views"] == 1
    assert (nothing["events"], nothing["facts"]) == ([], [])


def test_a_number_is_not_given_to_another_event_after_an_erasure(database: Database) -> None:
    store(database, event("a"), event("b"))
    with database.write() as connection:
        erase_rows(connection, "v1")
    store(database, event("c", visitor_id="v2"))
    refresh_summaries(database)
    assert summaries(database) == {("visitor", "v2"): 3}


def test_facts_from_elsewhere_outlive_a_new_summary(database: Database) -> None:
    store(database, event("a"))
    with database.write() as connection:
        row = {
            "kind": "visitor",
            "person_id": "v1",
            "summary": "{}",
            "summary_seq": 0,
            "withdrawn_seq": 0,
            "consent": 2,
            "facts": '{"group":"club"}',
            "updated_at": 0,
        }
        connection.execute(insert(people), [row])
    refresh_summaries(database)
    with database.read() as connection:
        assert export_person(connection, "v1")["facts"][0]["facts"] == {"group": "club"}


def test_a_taste_outlives_the_product_it_came_from(database: Database) -> None:
    with database.write() as connection:
        put_products(connection, lines())
        delete_products(connection, ["s1"])
    bought = event("a", "s1", EventType.PURCHASE, variant_id="s1-b42", price=Decimal("79.95"))
    store(database, bought, event("b", "unheard-of"))
    before = known(database)
    assert before.tastes["brand"].keys() == {"Adler"}
    assert before.tastes["colour"].keys() == {"blau"}
    assert before.sizes["Mode/Schuhe/Laufschuhe"].keys() == {"42"}
    refresh_summaries(database)
    assert known(database) == before


def test_summaries_are_rebuilt_from_the_events_that_are_kept(database: Database) -> None:
    store(database, event("a"), event("b", "p2", customer_id="c1"))
    refresh_summaries(database)
    before = known(database, "v1", "c1")
    with database.write() as connection:
        connection.execute(update(people).values(summary='{"views":1}', summary_seq=0))
    assert rebuild_summaries(database) == (2, 0)
    assert known(database, "v1", "c1") == before


def test_a_rebuilt_summary_leaves_out_what_was_taken_back(database: Database) -> None:
    store(database, event("a"))
    take_back(database)
    store(database, event("b", "p2"))
    rebuild_summaries(database)
    assert known(database).recent == ("p2",)


def test_nobody_loses_by_a_rebuilding_after_events_were_purged(database: Database) -> None:
    store(database, event("a"), event("b", "p2", EventType.PURCHASE, order_id="A"))
    refresh_summaries(database)
    before = known(database)
    with database.write() as connection:
        connection.execute(delete(events).where(events.c.event_id == "a"))
    assert rebuild_summaries(database) == (0, 1)
    assert known(database) == before
