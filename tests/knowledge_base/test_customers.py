"""Is what the shop's books say of a customer read as it is meant, and checked?"""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.customers import Facts, read_customer
from knowledge_base.errors import BadInput

TODAY = date(2026, 3, 1)


def facts(raw: Mapping[str, object], today: date = TODAY) -> Facts:
    """Read the facts of a customer."""
    return read_customer({"customer_id": "c1", **raw}, today=today)[1]


def test_a_line_of_text_and_one_of_json_mean_the_same() -> None:
    named = {"customer_id": "17", "birthday": "17.05.1980", "group": "club", "child_age": "5"}
    typed = {"customer_id": 17, "birthday": "1980-05-17", "group": "club", "child_age": 5}
    known = read_customer(named | {"loyalty_status": ""}, today=TODAY)
    assert known == read_customer(typed, today=TODAY)
    assert known[0] == "17"
    assert known[1].birthday == date(1980, 5, 17)
    assert known[1].loyalty_status is None


def test_a_child_grows_older_by_itself() -> None:
    known = facts({"child_age": 5})
    assert known.words(TODAY)["child_age"] == 5
    assert known.words(date(2027, 3, 1))["child_age"] == 6


@given(age=st.integers(0, 100), today=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_an_age_is_today_the_one_that_was_told(age: int, today: date) -> None:
    assert facts({"child_age": age}, today).words(today)["child_age"] == age


def test_facts_of_the_shops_own_stay_as_they_are() -> None:
    known = facts({"newsletter": True, "visits": 12, "store": "Köln"})
    assert known.more == {"newsletter": True, "visits": 12, "store": "Köln"}
    assert facts(known.words(TODAY)) == known


def test_what_is_shown_can_be_sent_back_as_it_is() -> None:
    known = Facts(date(1980, 5, 17), "club", "gold", date(2020, 1, 1), {"store": "Köln"})
    assert facts(known.words(TODAY)) == known


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("birthday", "soon"),
        ("child_age", -1),
        ("child_age", "NaN"),
        ("group", ["a"]),
        ("mail", "anna@example.org"),
        ("loyalty_status", "x" * 201),
        ("a fact", "with blanks in its name"),
        ("points", float("inf")),
        ("points", 2**70),
        ("note", "\ud800"),
    ],
)
def test_what_cannot_be_used_is_named(name: str, value: object) -> None:
    with pytest.raises(BadInput) as refused:
        facts({name: value, "group": value if name == "group" else "club"})
    assert [fault.place for fault in refused.value.faults] == [name]


def test_a_line_without_a_customer_is_refused_with_every_other_fault() -> None:
    with pytest.raises(BadInput) as refused:
        read_customer({"birthday": "soon"}, today=TODAY)
    assert {fault.place for fault in refused.value.faults} == {"customer_id", "birthday"}


def test_nobody_has_more_facts_than_there_is_room_for() -> None:
    with pytest.raises(BadInput, match="more than 50"):
        facts({f"f{one}": 1 for one in range(51)})
