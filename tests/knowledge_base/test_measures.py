from datetime import UTC, date, datetime, timedelta

import pytest

from knowledge_base.customers import Facts
from knowledge_base.interests import Interest, Purse
from knowledge_base.measures import CONTEXT, NAMES, Measures
from knowledge_base.norms import Norms, Rhythm
from knowledge_base.profiles import NOBODY, Profile

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
AT = NOW.timestamp()
DAY = 86_400.0


def known(profile: Profile, norms: Norms | None = None) -> Measures:
    return Measures(profile, NOW, norms or Norms())


def test_what_never_happened_is_infinitely_long_ago() -> None:
    assert known(NOBODY).get("days_since_last_purchase") == float("inf")
    assert known(NOBODY).get("discount_share") == 0


def test_measures_count_days_and_money_of_the_shop() -> None:
    week_ago = (NOW - timedelta(days=7)).timestamp()
    own = known(Profile(last_purchase_at=week_ago, spent=12_345, orders=1))
    assert own.get("days_since_last_purchase") == pytest.approx(7)
    assert own.get("spent") == pytest.approx(123.45)


def test_every_name_can_be_asked_of_anybody_and_context_and_books_are_unknown_at_night() -> (
    None
):
    own = known(NOBODY)
    unknown = {name for name in NAMES if own.get(name) is None}
    books = {"group", "loyalty_status", "birthday", "age", "child_age"}
    assert unknown == {*CONTEXT, *books, "top_spent", "overdue", "taste"}


def test_what_the_books_say_is_known_under_its_name_and_of_the_shops_own_behind_customer() -> (
    None
):
    facts = Facts(birthday=date(1990, 3, 2), group="gold", more={"club-card": "A1"})
    own = known(Profile(facts=facts))
    assert (own.get("age"), own.get("birthday")) == (35, "1990-03-02")
    assert own.get("group") == "gold"
    assert own.get("customer.club-card") == "A1"
    assert own.get("club-card") is None


def test_interest_is_drawn_to_the_shops_share_while_little_is_known() -> None:
    norms = Norms(shares={"brand": {"Adler": 0.2}})
    looks = {"brand": {"Adler": Interest(5.0, AT)}}
    assert known(NOBODY, norms).get("interest")("brand", "Adler") == pytest.approx(0.2)
    assert known(Profile(tastes=looks), norms).get("interest")("brand", "Adler") == 0.6
    assert known(Profile(tastes=looks), norms).get("fondness")("brand", "Adler") == (
        pytest.approx(3)
    )
    assert known(NOBODY, norms).get("fondness")("brand", "Falke") is None


def test_an_interest_in_a_category_counts_what_is_beneath_it() -> None:
    purses = {"Mode/Schuhe": Purse(9.0, 3.0, AT), "Mode/Hosen": Purse(9.0, 2.0, AT)}
    interest = known(Profile(purses=purses)).get("interest")
    assert interest("category", "Mode") == 0.5
    assert interest("category", "Mode/Schuhe") == 0.3


def test_who_orders_often_is_overdue_sooner() -> None:
    norms = Norms(rhythm=Rhythm(1.0, 90.0))
    weekly = Profile(
        orders=10, first_purchase_at=AT - 123 * DAY, last_purchase_at=AT - 60 * DAY
    )
    yearly = Profile(orders=2, first_purchase_at=AT - 425 * DAY, last_purchase_at=AT - 60 * DAY)
    assert known(weekly, norms).get("overdue") > 0.95
    assert known(yearly, norms).get("overdue") < 0.3
    assert known(NOBODY, norms).get("overdue") is None


def test_a_rhythm_is_the_lomax_distribution_of_gaps() -> None:
    assert Rhythm(2.0, 100.0).overdue(1, 0.0, 100.0) == pytest.approx(0.75)
    assert Rhythm(2.0, 100.0).overdue(3, 100.0, 200.0) == pytest.approx(1 - 0.5**4)


def test_loyalty_to_a_brand_needs_several_purchases() -> None:
    assert known(Profile(brands={"Adler": 1})).get("brand_loyalty") == 0.25
    assert known(Profile(brands={"Adler": 6, "Falke": 3})).get("brand_loyalty") == 0.5
