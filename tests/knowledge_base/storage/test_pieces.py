"""Does the log in columns say what its rows say, one by one, of whatever length it is?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from sqlalchemy import RowMapping, select

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.consent import Consent
from knowledge_base.events import ROBOT, Event, EventType, Trust
from knowledge_base.interactions import traces
from knowledge_base.storage import pieces as of_pieces
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import insert_events, read_interactions
from knowledge_base.storage.pieces import Codes, marks, numbered, pieces
from knowledge_base.storage.tables import events as log
from tests.knowledge_base.shop import small_catalogue

NOW = datetime(2026, 6, 1, tzinfo=UTC)
QUERIES = [None, "", "Rote  Schuhe", "rote schuhe", "Größe 42", "rufen Sie 0711/123456 an"]
KINDS = [
    EventType.SEARCH,
    EventType.IMPRESSION,
    EventType.CLICK,
    EventType.VIEW,
    EventType.ADD_TO_BASKET,
    EventType.PURCHASE,
    EventType.RETURN,
]


def some_log(length: int, seed: int) -> list[Event]:
    """Make up events in which everything that may be missing sometimes is."""
    chance = np.random.default_rng(seed)
    catalogue = small_catalogue()
    products = [*catalogue.product_ids.column.texts(), "gone", None]
    variants = [*catalogue.variant_ids.column.texts(), None, None, None]

    def one_of(values: Any) -> Any:
        return values[int(chance.integers(len(values)))]

    def event(number: int) -> Event:
        kind, token = one_of(KINDS), one_of([None, "a1-1", f"a{number}-1", f"b-{number}-2"])
        is_search = kind is EventType.SEARCH
        return Event(
            f"ereignis-ö{number}",
            kind,
            NOW - timedelta(minutes=length - number),
            Consent.PERSONALIZATION,
            visitor_id=one_of([None, "v1", "v2", "größer"]),
            session_id=one_of([None, "s1", "s2", "s3"]),
            customer_id=one_of([None, None, "v1", "c1"]),
            product_id=None if is_search else one_of(products),
            variant_id=None if is_search else one_of(variants),
            query=one_of(QUERIES),
            placement=one_of([None, "search", "home"]),
            position=one_of([None, 1, 7]),
            quantity=one_of([1, 3]),
            order_id=one_of([None, "o1", "o2"]),
            trust=one_of([*Trust]),
            forced=one_of([False, True]),
            robot=one_of([0, 0, 0, 90]),
            token_id=token,
            detail=one_of([None, '{"propensity":0.25}', '{"total":3}']),
            match_grade=one_of([None, 0, 5]),
        )

    return [event(number) for number in range(length)]


@dataclass
class Numbers:
    """Numbers what comes, and nobody UNKNOWN."""

    known: dict[Any, int] = field(default_factory=dict)

    def of(self, one: Any) -> int:
        return self.known.setdefault(one, len(self.known)) if one else UNKNOWN


def deeds(database: Database) -> Iterator[RowMapping]:
    """Go through the log row by row: what is proved, and all purchases."""
    with database.read() as connection:
        happened = connection.execute(select(log).order_by(log.c.seq)).mappings().all()
    for one in happened:
        is_proved = one["trust"] == Trust.CONFIRMED or (
            one["trust"] == Trust.SHOWN and one["type"] != EventType.RETURN
        )
        is_human = one["product_id"] is not None and one["robot"] < ROBOT
        if is_human and (is_proved or one["type"] == EventType.PURCHASE):
            yield one


def plain(database: Database) -> Iterator[Mapping[str, Any]]:
    """Say of each deed but purchases what it teaches, a value at a time."""
    catalogue = small_catalogue()
    variants = {one: row for row, one in enumerate(catalogue.variant_ids.column.texts())}
    rows = {one: int(catalogue.product_of[row]) for one, row in variants.items()}
    rows |= {one: row for row, one in enumerate(catalogue.product_ids.column.texts())}
    visitors, answers = Numbers(), Numbers()
    used: set[tuple[Any, Any]] = set()
    for one in deeds(database):
        customer = one["customer_id"] and ("customer", one["customer_id"])
        placement = None if one["trust"] == Trust.CLAIMED else one["placement"]
        is_done = one["type"] != EventType.IMPRESSION
        told = {
            "visitor": visitors.of(customer or one["visitor_id"]),
            "answer": answers.of((one["token_id"] or "").rpartition("-")[0]),
            "product": rows.get(one["product_id"], UNKNOWN),
            "type": one["type"],
            "at": one["at"] / 1000,
            "position": UNKNOWN if one["position"] is None else one["position"],
            "placement": placement,
            "trace": int(traces([one["event_id"]])[0]) if is_done else 0,
            "chance": 0.25 if "propensity" in (one["detail"] or "") else 1.0,
            "match_grade": UNKNOWN if one["match_grade"] is None else one["match_grade"],
        }
        use = one["token_id"], one["type"]
        is_again = one["trust"] == Trust.SHOWN and use in used
        if one["trust"] == Trust.SHOWN:
            used.add(use)
        if told["product"] >= 0 and not is_again and one["type"] != EventType.PURCHASE:
            yield told


@pytest.mark.parametrize("rows", [7, 20_000])
def test_columns_say_what_rows_say(
    database: Database, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    monkeypatch.setattr(of_pieces, "ROWS", rows)
    with database.write() as connection:
        insert_events(connection, some_log(400, seed=3))
    with database.read() as connection:
        found = read_interactions(connection, small_catalogue(), now=NOW)
    found = found.where(found.type != EventType.PURCHASE)
    wanted = list(plain(database))
    assert len(wanted) > 50
    assert len(found) == len(wanted)
    placements = [*found.placements, None]
    for name in wanted[0]:
        values = getattr(found, name).tolist()
        if name == "placement":
            values = [placements[one] for one in values]
        assert values == [one[name] for one in wanted], name


def test_pieces_follow_each_other_and_the_last_is_empty(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(of_pieces, "ROWS", 4)
    with database.write() as connection:
        insert_events(connection, some_log(10, seed=1))
    with database.read() as connection:
        read = list(pieces(connection, [log.c.seq, log.c.session_id], log.c.seq != 2, after=1))
    assert [one.numbers("seq").tolist() for one in read] == [[3, 4, 5, 6], [7, 8, 9, 10], []]
    assert [len(one.texts("session_id")) for one in read] == [4, 4, 0]
    assert [len(one.marks("session_id")) for one in read] == [4, 4, 0]


def test_equal_texts_have_equal_marks_and_nobody_none() -> None:
    one, other, same, nobody = marks(["v1", "v2", "v1", ""]).tolist()
    assert one == same != other
    assert nobody == 0
    assert numbered(marks(["b", "", "a", "b"])).tolist() == [0, UNKNOWN, 1, 0]


def test_texts_that_mean_the_same_share_a_number() -> None:
    codes = Codes(str.lower)
    assert codes.of(["Rot", "", "blau", "rot"]).tolist() == [0, UNKNOWN, 1, 0]
    assert codes.known == ("rot", "blau")


def test_a_connection_serves_on_when_a_reading_is_given_up(database: Database) -> None:
    with database.write() as connection:
        insert_events(connection, some_log(50, seed=3))
    with database.read() as connection:
        for piece in pieces(connection, [log.c.type]):
            assert len(piece.numbers("type")) == 50
            break
        assert len(connection.execute(select(log.c.seq)).all()) == 50
    with pytest.raises(RuntimeError, match="given up"):
        give_up(database)
    with database.read() as connection:
        assert len(connection.execute(select(log.c.seq)).all()) == 50


def give_up(database: Database) -> None:
    with database.read() as connection:
        for _ in pieces(connection, [log.c.type]):
            raise RuntimeError("given up")
