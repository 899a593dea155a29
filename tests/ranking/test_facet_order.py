from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ranking.facet_order import EVERYWHERE, MOST_LIFT, FacetOrder, after, inside, lifts
from ranking.signals import Level

WORTH = {"category": 0.3, "brand": 0.6, "price": 0.4, "size": 0.5, "colour": 0.5}
SHOES = inside("Mode/Schuhe")
PEOPLE_CHOOSE_SIZES = {
    EVERYWHERE: {"brand": 40.0, "colour": 40.0, "size": 40.0},
    SHOES: {"size": 200.0, "brand": 10.0},
    after("de: hut"): {"colour": 90.0},
}


def names(order: FacetOrder) -> list[str]:
    return [one.name for one in order.ordered(WORTH)]


def test_without_evidence_brand_and_price_follow_the_category() -> None:
    assert names(FacetOrder()) == ["category", "brand", "price", "colour", "size"]


def test_what_people_filter_by_in_a_category_comes_first_there() -> None:
    order = FacetOrder(PEOPLE_CHOOSE_SIZES, (EVERYWHERE, SHOES))
    assert names(order)[:2] == ["category", "size"]
    assert names(FacetOrder(PEOPLE_CHOOSE_SIZES, (EVERYWHERE,)))[1] != "size"


def test_what_people_filter_by_after_a_query_outweighs_its_category() -> None:
    order = FacetOrder(PEOPLE_CHOOSE_SIZES, (EVERYWHERE, SHOES, after("de: hut")))
    assert names(order)[1] == "colour"


def test_a_place_nobody_knows_follows_what_lies_around_it() -> None:
    known = lifts(PEOPLE_CHOOSE_SIZES, (EVERYWHERE, SHOES), WORTH)
    assert lifts(PEOPLE_CHOOSE_SIZES, (EVERYWHERE, SHOES, after("x")), WORTH) == known


def test_few_people_move_little_and_use_is_held_within_bounds() -> None:
    few = lifts({EVERYWHERE: {"size": 1.0}}, (EVERYWHERE,), WORTH)["size"]
    many = lifts({EVERYWHERE: {"size": 1e9}}, (EVERYWHERE,), WORTH)["size"]
    none = lifts({}, (EVERYWHERE,), WORTH)["size"]
    assert none < few < 1.6 * none
    assert few < many <= MOST_LIFT


def test_a_person_who_cares_for_colours_sees_colours_earlier() -> None:
    fan = FacetOrder(cares={"colour": 2.5})
    assert names(fan)[:3] == ["category", "brand", "colour"]
    assert next(one for one in fan.ordered(WORTH) if one.name == "colour").level is (
        Level.ONE_TO_ONE
    )
    assert names(FacetOrder(cares={"colour": 2.5}, one_to_one=0.0)) == names(FacetOrder())


def test_a_dial_turns_down_what_people_do() -> None:
    heard = FacetOrder(PEOPLE_CHOOSE_SIZES, (EVERYWHERE, SHOES))
    deaf = FacetOrder(PEOPLE_CHOOSE_SIZES, (EVERYWHERE, SHOES), pre=0.0)
    assert names(deaf) == names(FacetOrder()) != names(heard)
    assert {one.level for one in deaf.ordered(WORTH)} == {Level.BASE}
    assert {one.level for one in heard.ordered(WORTH)} == {Level.PRE}


def test_people_of_the_shop_fix_what_is_first_and_hide_what_is_not_wanted() -> None:
    order = FacetOrder(first=("size", "nowhere", "price"), hidden=frozenset({"brand"}))
    assert names(order) == ["size", "price", "colour", "category"]


def test_what_splits_nothing_is_not_offered() -> None:
    assert FacetOrder().ordered({"brand": 0.0}) == []


@given(
    st.dictionaries(
        st.sampled_from([EVERYWHERE, SHOES]),
        st.dictionaries(st.sampled_from([*WORTH, "gone"]), st.floats(0, 1e6)),
    ),
    st.dictionaries(st.sampled_from([*WORTH]), st.floats(0, 3)),
)
def test_the_score_of_a_facet_is_the_product_of_its_reasons(
    uses: dict[str, dict[str, float]], cares: dict[str, float]
) -> None:
    standing = FacetOrder(uses, (EVERYWHERE, SHOES), cares=cares).ordered(WORTH)
    assert {one.name for one in standing} == set(WORTH)
    for one in standing:
        told = one.words()
        assert told["score"] == pytest.approx(told["worth"] * told["used"] * told["cared"])


COUNTS = np.array([10, 10, 4, 30])


def stand(**more: Any) -> list[int]:
    """Return the values of a facet in the order in which a person sees them."""
    likes = {"colour": np.array([-2.0, 1.0, 1.0])}
    order = FacetOrder(likes=likes, **more)
    places = np.argsort(-order.standing("colour", COUNTS), kind="stable")
    return [int(one) for one in places]


def test_of_values_equally_offered_those_a_person_likes_come_first() -> None:
    assert stand() == [3, 1, 2, 0]
    assert stand(one_to_one=0.5) == [3, 1, 0, 2]
    assert stand(one_to_one=0.0) == [3, 0, 1, 2]


def test_a_taste_makes_a_value_count_eight_times_at_most_and_never_less_than_once() -> None:
    order = FacetOrder(likes={"colour": np.array([9.0, -9.0])})
    assert order.lift("colour", 3) == pytest.approx(np.array([MOST_LIFT, 1.0, 1.0]))
    assert order.lift("brand", 3) is None


def test_only_the_first_places_may_go_by_the_person() -> None:
    order = FacetOrder(cares={"colour": 2.5, "size": 2.5}, tiles=2)
    assert names(order)[:3] == ["category", "brand", "price"]
    assert names(FacetOrder(cares={"colour": 9.0, "size": 8.0}, tiles=2))[:3] == [
        "category",
        "colour",
        "brand",
    ]
    assert stand(tiles=2) == [3, 1, 0, 2]
