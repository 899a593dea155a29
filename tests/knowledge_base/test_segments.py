from datetime import UTC, datetime, timedelta

import pytest

from knowledge_base.errors import BadInput
from knowledge_base.filters import Filter
from knowledge_base.profiles import NOBODY, Profile
from knowledge_base.rules import Push, Strength
from knowledge_base.segments import SHIPPED, measures, read_segment, segments_of

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
REGULARS = {
    "name": "Regulars",
    "condition": "orders >= 3",
    "prefer": [{"filter": "brand:Adler", "strength": "low"}],
}


def in_bargain(profile: Profile) -> bool:
    return bool(segments_of(SHIPPED.values(), profile, NOW))


def test_who_looks_mostly_at_sale_products_hunts_bargains() -> None:
    assert in_bargain(Profile(views=10, sale_views=7))
    assert not in_bargain(Profile(views=10, sale_views=3))


def test_who_buys_mostly_reduced_hunts_bargains() -> None:
    assert in_bargain(Profile(purchases=4, sale_purchases=3))


def test_one_look_at_the_sale_is_not_enough_evidence() -> None:
    assert not in_bargain(Profile(views=1, sale_views=1, purchases=1, sale_purchases=1))


def test_bargain_hunters_are_shown_the_sale_first() -> None:
    assert SHIPPED["bargain"].prefer == (Push(Filter("sale", "true"), Strength.MEDIUM),)


def test_nobody_without_a_profile_is_in_a_segment() -> None:
    everybody = read_segment("all", {"condition": "views >= 0"})
    assert segments_of([everybody], None, NOW) == ()
    assert segments_of([everybody], NOBODY, NOW) == (everybody,)


def test_a_segment_that_is_switched_off_has_nobody_in_it() -> None:
    off = read_segment("all", {"condition": "views >= 0", "enabled": False})
    assert segments_of([off], NOBODY, NOW) == ()


def test_a_segment_is_read_with_its_condition_and_preferences() -> None:
    regulars = read_segment("regulars", REGULARS)
    assert regulars.condition.text == "orders >= 3"
    assert regulars.prefer == (Push(Filter("brand", "Adler"), Strength.LOW),)
    assert segments_of([regulars], Profile(orders=3), NOW) == (regulars,)
    assert segments_of([regulars], Profile(orders=2), NOW) == ()


def test_faults_are_named_with_their_places() -> None:
    with pytest.raises(BadInput) as caught:
        read_segment("s", {"condition": "heat > 3", "prefer": [{"strength": "much"}]})
    assert [one.place for one in caught.value.faults] == [
        "/condition",
        "/prefer/0/filter",
        "/prefer/0/strength",
    ]
    assert (
        "there is no measure 'heat'; there are bargain_hunting, basket,"
        in caught.value.faults[0].detail
    )


def test_what_never_happened_is_infinitely_long_ago() -> None:
    facts = measures(NOBODY, NOW)
    assert facts["days_since_last_purchase"] == float("inf")
    assert facts["discount_share"] == 0


def test_measures_count_days_and_money_of_the_shop() -> None:
    week_ago = (NOW - timedelta(days=7)).timestamp()
    facts = measures(Profile(last_purchase_at=week_ago, spent=12_345, orders=1), NOW)
    assert facts["days_since_last_purchase"] == pytest.approx(7)
    assert facts["spent"] == pytest.approx(123.45)
