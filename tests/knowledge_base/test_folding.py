"""Is a profile what its events say, in however many pieces they are folded?"""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.consent import Consent
from knowledge_base.events import Event, EventType
from knowledge_base.folding import fold, merge
from knowledge_base.interests import HALF_LIFE
from knowledge_base.profiles import NOBODY, Profile
from knowledge_base.tastes import Traits

START = datetime(2025, 6, 1, 12, tzinfo=UTC)


def event(type_: EventType, product_id: str = "p1", *, day: float = 0, **more: object) -> Event:
    """Make an event on a day after the start."""
    plain = Event(
        "e",
        type_,
        START + timedelta(days=day),
        Consent.PERSONALIZATION,
        visitor_id="v1",
        product_id=product_id,
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # any field may be changed


KNOWN = {
    "p1": Traits({"brand": ("Adler",), "colour": ("blau", "rot")}, "Schuhe", (), 4.0),
    "p1-a": Traits({"brand": ("Adler",), "colour": ("blau",)}, "Schuhe", ("42",), 4.0),
    "p1-b": Traits({"brand": ("Adler",), "colour": ("rot",)}, "Schuhe", ("43",), 5.0),
    "p2": Traits({"brand": ("Falke",)}, "Socken", ("40-42",), 2.0),
    **{str(one): Traits({"brand": (str(one),)}, str(one), ("1",), 1.0) for one in range(300)},
}
"""What the products of these tests are like; nobody knows p3."""


def folded(*events: Event) -> Profile:
    """Fold events that happened one after the other."""
    return fold(NOBODY, [replace(one, seq=seq) for seq, one in enumerate(events, 1)], KNOWN)


EVENTS = st.lists(
    st.builds(
        event,
        st.sampled_from(EventType),
        st.sampled_from(["p1", "p2", "p3"]) | st.integers(0, 300).map(str),
        day=st.floats(-400, 400),
        variant_id=st.none() | st.sampled_from(["p1-a", "p1-b"]),
        quantity=st.integers(1, 3),
        price=st.none() | st.just(Decimal("9.99")),
        discount=st.sampled_from([0.0, 0.3]),
        order_id=st.none() | st.sampled_from(["A", "B", "C"]),
    ),
    max_size=60,
).map(lambda events: [replace(one, seq=seq) for seq, one in enumerate(events, 1)])


@given(events=EVENTS, cuts=st.lists(st.integers(0, 60), max_size=4))
def test_folding_in_pieces_gives_the_same(events: Sequence[Event], cuts: list[int]) -> None:
    profile, start = NOBODY, 0
    for end in [*sorted(cuts), len(events)]:
        profile = fold(profile, events[start:end], KNOWN)
        start = max(start, end)
    assert profile == fold(NOBODY, events, KNOWN)


@given(events=EVENTS)
def test_a_profile_stays_within_its_bounds(events: list[Event]) -> None:
    views = [event(EventType.VIEW, str(number), seq=99) for number in range(250)]
    profile = fold(fold(NOBODY, views, KNOWN), events, KNOWN)
    assert len(profile.interests) <= 200
    assert len(profile.recent) <= 50
    assert len(profile.looks) <= 30
    assert all(len(values) <= 24 for values in profile.tastes.values())
    assert max(len(profile.sizes), len(profile.purses)) <= 24
    assert all(quantity > 0 for quantity in profile.basket.values())
    assert not profile.likes & profile.dislikes


def test_the_strongest_interests_are_the_ones_that_stay() -> None:
    loved = [event(EventType.PURCHASE, "loved")]
    passing = [event(EventType.VIEW, str(number), day=1) for number in range(300)]
    profile = folded(*loved, *passing)
    assert "loved" in profile.interests
    assert 150 <= len(profile.interests) <= 200


def test_an_interest_halves_with_time_and_grows_with_deeds() -> None:
    half_life = HALF_LIFE / 86_400
    profile = folded(event(EventType.PURCHASE), event(EventType.ADD_TO_BASKET, day=half_life))
    assert profile.interests["p1"].weight == pytest.approx(8 / 2 + 4)


def test_an_event_that_arrives_late_weighs_what_it_would_have() -> None:
    early, late = event(EventType.VIEW), event(EventType.LIKE, day=9)
    in_order, out_of_order = folded(early, late), folded(late, early)
    weight = in_order.interests["p1"].weight
    assert out_of_order.interests["p1"].weight == pytest.approx(weight)


def test_what_was_viewed_last_stands_last_and_once() -> None:
    views = [event(EventType.VIEW, product_id) for product_id in ("a", "b", "a", "c")]
    assert folded(*views).recent == ("b", "a", "c")


def test_the_basket_follows_what_is_put_in_taken_out_and_paid() -> None:
    profile = folded(
        event(EventType.ADD_TO_BASKET, variant_id="p1-42", quantity=2),
        event(EventType.ADD_TO_BASKET, "p2", quantity=3),
        event(EventType.ADD_TO_BASKET, "p3"),
        event(EventType.REMOVE_FROM_BASKET, "p2", quantity=1),
        event(EventType.REMOVE_FROM_BASKET, "p3", quantity=9),
        event(EventType.PURCHASE, variant_id="p1-42"),
    )
    assert profile.basket == {"p2": 2}


def test_purchases_are_counted_by_line_order_and_money() -> None:
    profile = folded(
        event(EventType.PURCHASE, "p1", order_id="A", price=Decimal("10.50"), quantity=2),
        event(EventType.PURCHASE, "p2", order_id="A", price=Decimal(1), discount=0.2),
        event(EventType.PURCHASE, "p1", order_id="B", day=3),
    )
    assert (profile.purchases, profile.sale_purchases, profile.orders) == (3, 1, 2)
    assert profile.spent == 2200
    assert profile.bought["p1"] == profile.last_purchase_at == profile.last_at
    assert profile.first_at == START.timestamp()


def test_an_order_that_is_claimed_and_then_confirmed_counts_once() -> None:
    claimed = [event(EventType.PURCHASE, product, order_id="A") for product in ("p1", "p2")]
    other = event(EventType.PURCHASE, order_id="B")
    profile = folded(*claimed, other, *claimed)
    assert (profile.purchases, profile.orders) == (3, 2)


def test_views_know_their_share_of_sale() -> None:
    profile = folded(
        event(EventType.VIEW), event(EventType.VIEW, discount=0.5), event(EventType.CLICK)
    )
    assert (profile.views, profile.sale_views) == (2, 1)


def test_a_dislike_ends_an_interest_and_a_like_ends_a_dislike() -> None:
    liked = [event(EventType.VIEW), event(EventType.LIKE)]
    profile = folded(*liked, event(EventType.DISLIKE))
    assert not profile.interests
    assert not profile.likes
    assert profile.dislikes == {"p1"}
    assert folded(event(EventType.DISLIKE), *liked).dislikes == frozenset()


def test_likes_and_dislikes_can_be_taken_back() -> None:
    viewed = folded(event(EventType.VIEW))
    for said, taken_back in (
        (EventType.LIKE, EventType.UNLIKE),
        (EventType.DISLIKE, EventType.UNDISLIKE),
    ):
        profile = folded(event(said), event(taken_back))
        assert not profile.likes | profile.dislikes
        profile = folded(event(said), event(taken_back), event(EventType.VIEW))
        assert profile.interests["p1"].weight == pytest.approx(viewed.interests["p1"].weight)
    assert folded(event(EventType.LIKE), event(EventType.UNDISLIKE)).likes == {"p1"}
    assert folded(event(EventType.DISLIKE), event(EventType.UNLIKE)).dislikes == {"p1"}


def test_a_return_is_remembered_and_weighs_against() -> None:
    profile = folded(
        event(EventType.PURCHASE, variant_id="p1-42"),
        event(EventType.RETURN, variant_id="p1-42"),
    )
    assert profile.returned.keys() == profile.bought.keys() == {"p1-42"}
    assert profile.interests["p1"].weight == pytest.approx(2)


def test_joining_with_nobody_changes_nothing() -> None:
    somebody = folded(event(EventType.VIEW))
    assert merge(somebody, NOBODY) == merge(NOBODY, somebody) == somebody


def test_joining_adds_up_and_the_later_word_counts() -> None:
    visitor = folded(
        event(EventType.VIEW, "a", day=5),
        event(EventType.LIKE, "b", day=5),
        event(EventType.ADD_TO_BASKET, "bought", day=5),
        event(EventType.ADD_TO_BASKET, "open", day=5),
    )
    customer = folded(
        event(EventType.VIEW, "c"),
        event(EventType.VIEW, "a", discount=0.1),
        event(EventType.DISLIKE, "b"),
        event(EventType.PURCHASE, "bought"),
    )
    both = merge(visitor, customer)
    assert both == merge(customer, visitor)
    assert both.recent == ("c", "a")
    assert both.basket == {"open": 1}
    assert both.likes == {"b"}
    assert not both.dislikes
    assert (both.views, both.sale_views, both.purchases) == (3, 1, 1)
    assert both.interests["a"].weight == pytest.approx(1 + 0.5 ** (5 / 30))
    assert (both.first_at, both.last_at) == (customer.first_at, visitor.last_at)


def test_tastes_are_for_what_products_are_like_and_fade() -> None:
    profile = folded(
        event(EventType.LIKE),
        event(EventType.ADD_TO_BASKET, variant_id="p1-a", day=HALF_LIFE / 86_400),
        event(EventType.DISLIKE, "p2"),
        event(EventType.LIKE, "p3"),
    )
    weights = {
        facet: {value: interest.weight for value, interest in values.items()}
        for facet, values in profile.tastes.items()
    }
    assert weights == {
        "brand": {"Adler": pytest.approx(2 + 4), "Falke": pytest.approx(-4)},
        "colour": {"blau": pytest.approx(1 + 4), "rot": pytest.approx(2)},
    }


def test_sizes_are_those_bought_less_those_sent_back_by_kind() -> None:
    profile = folded(
        event(EventType.PURCHASE, variant_id="p1-a"),
        event(EventType.PURCHASE, variant_id="p1-b"),
        event(EventType.RETURN, variant_id="p1-b"),
        event(EventType.PURCHASE, "p2"),
        event(EventType.VIEW, "7"),
    )
    assert {
        kind: {size: one.weight for size, one in sizes.items()}
        for kind, sizes in profile.sizes.items()
    } == {
        "Schuhe": {"42": 1, "43": 0},
        "Socken": {"40-42": 1},
    }


def test_a_purse_is_the_mean_price_of_its_kind_as_it_was_paid() -> None:
    profile = folded(
        event(EventType.VIEW, variant_id="p1-a"),
        event(EventType.VIEW, variant_id="p1-b"),
        event(EventType.PURCHASE, "p2", price=Decimal("9.99")),
        event(EventType.RETURN, "1"),
    )
    assert profile.purses["Schuhe"].log_price == pytest.approx(4.5)
    assert profile.purses["Socken"].log_price == pytest.approx(math.log(999))
    assert "1" not in profile.purses


def test_several_looks_at_one_product_add_up_for_days() -> None:
    profile = folded(
        *(event(EventType.VIEW, day=day) for day in (0, 0, 2)), event(EventType.CLICK)
    )
    assert profile.looks["p1"].weight == pytest.approx(1 + 2 / 2)


def test_a_checkout_is_remembered_without_a_product() -> None:
    profile = folded(
        event(EventType.ADD_TO_BASKET, day=1),
        replace(event(EventType.CHECKOUT_START, day=2), product_id=None),
    )
    assert (profile.basket_at, profile.checkout_at) == (
        (START + timedelta(days=1)).timestamp(),
        (START + timedelta(days=2)).timestamp(),
    )
    assert profile.last_at == profile.checkout_at


@settings(max_examples=25)
@given(first=EVENTS, second=EVENTS)
def test_two_profiles_joined_know_what_both_knew(
    first: list[Event], second: list[Event]
) -> None:
    one, other = (fold(NOBODY, events, KNOWN) for events in (first, second))
    both = merge(one, other)
    assert both.views == one.views + other.views
    for facet, values in one.tastes.items():
        assert facet in both.tastes
        assert len(both.tastes[facet]) >= min(len(values), 18)
