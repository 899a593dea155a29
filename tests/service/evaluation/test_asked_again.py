"""Are visits turned into what was asked, and what was wanted?"""

from datetime import timedelta

import pytest

from knowledge_base.events import EventType
from knowledge_base.storage.visits import Deed
from service.evaluation.asked_again import Question, people_of, questions
from tests.service.flow import NOW, Desk, fan_of

LOOK, SEARCH, TAKE = EventType.VIEW, EventType.SEARCH, EventType.ADD_TO_BASKET


def visit(*deeds: tuple[EventType, str]) -> list[Deed]:
    return [
        Deed(
            "s1",
            kind,
            NOW + timedelta(minutes=minute),
            None if kind is SEARCH else what,
            what if kind is SEARCH else None,
            ("visitor", "v1"),
        )
        for minute, (kind, what) in enumerate(deeds)
    ]


def asked(desk: Desk, touch_point: str, *deeds: tuple[EventType, str]) -> list[Question]:
    return questions([visit(*deeds)], desk.engine.catalogue, 100)[touch_point]


def test_a_search_wants_what_it_led_to_before_the_next_one(desk: Desk) -> None:
    deeds = ((LOOK, "run1"), (SEARCH, "kamera"), (LOOK, "cam1"), (SEARCH, "karte"))
    (one,) = asked(desk, "search", *deeds, (LOOK, "no-such-product"))
    assert (one.deed.query, {*one.wanted}, one.recent) == ("kamera", {"cam1"}, ("run1",))


def test_the_next_look_is_asked_after_every_move(desk: Desk) -> None:
    deeds = [(LOOK, one) for one in ("cam1", "cam1", "cam2", "card1")]
    found = asked(desk, "session", *deeds)
    assert [one.recent for one in found] == [("cam1", "cam1"), ("cam1", "cam1", "cam2")]
    assert [one.wanted for one in found] == [{"cam2"}, {"card1"}]


def test_an_alternative_is_of_the_same_type(desk: Desk) -> None:
    deeds = [(LOOK, one) for one in ("cam1", "cam2", "card1")]
    (one,) = asked(desk, "product_alternatives", *deeds)
    assert (one.product_id, {*one.wanted}) == ("cam1", {"cam2"})


def test_an_accessory_is_of_another_type_and_taken_with_the_first(desk: Desk) -> None:
    deeds = [(TAKE, one) for one in ("cam1", "cam2", "card1", "cam1")]
    (one,) = asked(desk, "product_accessories", *deeds)
    assert (one.product_id, {*one.wanted}) == ("cam1", {"card1"})
    (rest,) = asked(desk, "basket", *deeds)
    assert (rest.basket, {*rest.wanted}) == (("cam1",), {"cam2", "card1"})


def test_variants_count_as_their_product(desk: Desk) -> None:
    (one,) = asked(desk, "home", (LOOK, "run1-42"))
    assert one.wanted == {"run1"}


def test_no_more_is_asked_than_wanted_and_always_the_same(desk: Desk) -> None:
    visits = [visit((LOOK, one)) for one in ("cam1", "cam2", "card1", "run1")]
    drawn = [questions(visits, desk.engine.catalogue, 2) for _ in range(2)]
    assert len(drawn[0]["home"]) == 2
    assert drawn[0] == drawn[1]
    assert people_of(drawn[0]) == {("visitor", "v1")}


@pytest.mark.parametrize("touch_point", ["home", "search", "session", "basket"])
def test_a_question_is_answered_as_the_service_would(desk: Desk, touch_point: str) -> None:
    deeds = ((SEARCH, "laufschuh"), (LOOK, "run1"), (LOOK, "run2"))
    taken = ((TAKE, "cam1"), (TAKE, "card1"))
    (one, *_) = asked(desk, touch_point, *deeds, *taken)
    shown = one.shown(desk.engine, None)
    assert shown
    assert len(shown) == len(set(shown))


def test_who_is_known_is_answered_as_himself(desk: Desk) -> None:
    (one,) = asked(desk, "search", (SEARCH, "laufschuh"), (LOOK, "run1"))
    fan = fan_of("run3", "run4")
    assert {*one.shown(desk.engine, fan)[:2]} == {"run3", "run4"}
    assert {*one.shown(desk.engine, None)[:2]} != {"run3", "run4"}
