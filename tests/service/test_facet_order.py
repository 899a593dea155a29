"""Which facets stand first in an answer: as people use them, as the asker cares, as decided."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import orjson
import pytest

from knowledge_base.consent import Consent
from knowledge_base.events import Event, EventType
from knowledge_base.interests import Interest
from knowledge_base.profiles import Profile
from tests.service.flow import NOW, Desk, trained

CLICKS = ["brand:Adler", "colour:rot", "size:42", "price:70..100"]
LIKES_BLUE = Profile(tastes={"colour": {"blau": Interest(60.0, NOW.timestamp())}})


def people_filter_by_size() -> Iterator[Event]:
    for number in range(40):
        yield Event(
            f"filter-{number}",
            EventType.FILTER,
            NOW - timedelta(days=1),
            Consent.PERSONALIZATION,
            visitor_id=f"visitor-{number}",
            session_id=f"session-{number}",
            query="Laufschuhe",
            detail=orjson.dumps({"filters": {"size": ["42"]}}).decode(),
        )


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Give a desk at whose shop people who search for shoes filter by size."""
    return Desk(trained(tmp_path_factory.mktemp("used"), more=people_filter_by_size()))


def offered(desk: Desk, *asked: str, **more: Any) -> list[str]:
    return [one["name"] for one in desk.search(*(asked or ("laufschuh",)), **more)["facets"]]


def test_what_people_filter_by_after_a_query_stands_first_there(used: Desk, desk: Desk) -> None:
    assert offered(used)[0] == "size"
    assert offered(used, "laufschuhe")[0] == "size"
    assert offered(desk)[0] != "size"


@pytest.mark.parametrize("click", CLICKS)
def test_a_choice_moves_no_facet(used: Desk, click: str) -> None:
    before, after = offered(used), offered(used, "laufschuh", click)
    assert [one for one in before if one in after] == after


def test_counts_do_not_depend_on_the_order(used: Desk, desk: Desk) -> None:
    one, other = (shop.search("laufschuh", "colour:rot")["facets"] for shop in (used, desk))
    assert sorted(one, key=str) == sorted(other, key=str)


def test_who_cares_for_colours_sees_colours_earlier_if_that_may_be_known(desk: Desk) -> None:
    known = offered(desk, profile=LIKES_BLUE, consent=Consent.PERSONALIZATION)
    assert known.index("colour") < offered(desk).index("colour")
    for consent in (Consent.NONE, Consent.STATISTICS):
        assert offered(desk, profile=LIKES_BLUE, consent=consent) == offered(desk)


def test_dials_of_facets_turn_the_person_and_the_people_down(used: Desk) -> None:
    off = {"pre": {"on": False}, "one_to_one": {"on": False}}
    calm = used.with_entry("shop", {"ladder": {"facets": off}})
    assert offered(calm)[0] != "size"
    assert offered(calm, profile=LIKES_BLUE, consent=Consent.PERSONALIZATION) == offered(calm)


def test_people_of_the_shop_fix_the_first_and_hide_others(used: Desk) -> None:
    settings = {"facets": {"first": ["price", "colour"], "hidden": ["brand"]}}
    decided = offered(used.with_entry("shop", settings))
    assert decided[:2] == ["price", "colour"]
    assert "brand" not in decided


def test_what_is_hidden_is_there_for_who_filters_by_it(used: Desk) -> None:
    hidden = used.with_entry("shop", {"facets": {"hidden": ["brand"]}})
    assert "brand" in offered(hidden, "laufschuh", "brand:Adler")
    assert offered(hidden, facets=["brand"]) == ["brand"]


def test_values_stand_by_name_where_people_say_so(desk: Desk) -> None:
    by_name = desk.with_entry("shop", {"facets": {"by_name": ["colour"]}})
    (facet,) = by_name.search("laufschuh", facets=["colour"])["facets"]
    labels = [one["label"] for one in facet["values"]]
    assert labels == sorted(labels)


def test_people_of_the_shop_see_the_numbers_and_nobody_else(used: Desk) -> None:
    explained = used.search(
        "laufschuh", profile=LIKES_BLUE, consent=Consent.PERSONALIZATION, explain=True
    )["facets"]
    told = {one["name"]: one["order"] for one in explained}
    assert told["size"]["used"] > 1
    assert told["size"]["level"] == "pre"
    assert told["colour"]["cared"] > 1
    assert told["colour"]["level"] == "one_to_one"
    scores = [one["score"] for one in told.values()]
    assert scores == sorted(scores, reverse=True)
    assert not any("order" in one for one in used.search("laufschuh")["facets"])


LIKES_RED = Profile(tastes={"colour": {"rot": Interest(60.0, NOW.timestamp())}})


def values(desk: Desk, facet: str, *filters: str, **more: Any) -> list[str]:
    body = desk.search("laufschuh", *filters, **more)
    return [
        one["value"]
        for found in body["facets"]
        if found["name"] == facet
        for one in found["values"]
    ]


def test_own_values_come_first_among_those_equally_offered(desk: Desk) -> None:
    for likes in (LIKES_BLUE, LIKES_RED):
        [liked] = likes.tastes["colour"]
        assert (
            values(desk, "colour", profile=likes, consent=Consent.PERSONALIZATION)[0] == liked
        )
        for consent in (Consent.NONE, Consent.STATISTICS):
            assert values(desk, "colour", profile=likes, consent=consent) == values(
                desk, "colour"
            )


def test_a_chosen_value_does_not_move(desk: Desk) -> None:
    known: dict[str, Any] = {"profile": LIKES_RED, "consent": Consent.PERSONALIZATION}
    before = values(desk, "colour", **known)
    for colour in before:
        assert values(desk, "colour", f"colour:{colour}", **known) == before


def test_values_stay_where_everybody_sees_them_when_the_dial_is_off(desk: Desk) -> None:
    calm = desk.with_entry("shop", {"ladder": {"facets": {"one_to_one": {"on": False}}}})
    known: dict[str, Any] = {"profile": LIKES_RED, "consent": Consent.PERSONALIZATION}
    assert values(calm, "colour", **known) == values(desk, "colour")


def test_a_merchandiser_sees_how_much_more_a_value_is_wanted(desk: Desk) -> None:
    known: dict[str, Any] = {"profile": LIKES_RED, "consent": Consent.PERSONALIZATION}
    facets = desk.search("laufschuh", explain=True, **known)["facets"]
    lifts = {one["name"]: one.get("lifts") for one in facets}
    assert lifts["colour"]["rot"] > 1
    assert "blau" not in lifts["colour"]
