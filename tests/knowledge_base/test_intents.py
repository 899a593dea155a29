"""Do passing signs show in a profile when they should, and pass?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from knowledge_base.intents import Intent, intents
from knowledge_base.interests import LOOK_HALF_LIFE, Interest
from knowledge_base.profiles import NOBODY, Profile

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MOMENT = NOW.timestamp()
FILLED = Profile(basket={"p1": 1}, basket_at=MOMENT, last_at=MOMENT)


def signs(profile: Profile, later: timedelta = timedelta(0)) -> set[str]:
    """Name the signs there are in a profile."""
    return {name for name, strength in intents(profile, NOW + later).items() if strength}


def test_nobody_shows_any_sign() -> None:
    assert signs(NOBODY) == set()


def test_looks_at_one_product_add_up_and_those_at_several_do_not() -> None:
    same = Profile(looks={"p1": Interest(4.0, MOMENT)})
    several = Profile(looks={str(one): Interest(1.0, MOMENT) for one in range(4)})
    assert intents(same, NOW)[Intent.REPEATED_VIEWS] == 1
    assert intents(several, NOW)[Intent.REPEATED_VIEWS] == pytest.approx(1 / 4)
    later = NOW + timedelta(seconds=LOOK_HALF_LIFE)
    assert intents(same, later)[Intent.REPEATED_VIEWS] == pytest.approx(1 / 2)


def test_a_basket_is_being_filled_then_left_then_forgotten() -> None:
    assert signs(FILLED) == {Intent.FILLING_BASKET}
    assert signs(FILLED, timedelta(hours=1)) == {Intent.DROP_OFF}
    assert signs(FILLED, timedelta(days=4)) == set()


def test_who_bought_has_left_nothing_behind() -> None:
    bought = replace(FILLED, last_purchase_at=MOMENT)
    assert signs(bought, timedelta(hours=1)) == {Intent.CONVERTED}
    assert signs(replace(bought, basket={}), timedelta(days=2)) == set()


def test_a_check_out_begun_after_the_purchase_is_open_again() -> None:
    again = replace(FILLED, last_purchase_at=MOMENT - 60, checkout_at=MOMENT)
    assert Intent.DROP_OFF in signs(again, timedelta(hours=1))


def test_who_buys_at_full_price_hunts_no_bargains_whatever_is_looked_at() -> None:
    looking = Profile(views=10, sale_views=5)
    assert intents(looking, NOW)[Intent.BARGAIN_HUNTING] == pytest.approx(1 / 2)
    assert intents(replace(looking, views=7), NOW)[Intent.BARGAIN_HUNTING] == 0
    assert intents(replace(looking, purchases=4), NOW)[Intent.BARGAIN_HUNTING] == 0
