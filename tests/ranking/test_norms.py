from datetime import UTC, datetime

import numpy as np
import pytest

from knowledge_base.interests import Interest, Purse
from knowledge_base.norms import Rhythm
from knowledge_base.profiles import Profile
from ranking.norms import Usual, rhythm_of

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
AT = NOW.timestamp()
DAY = 86_400.0


def customer(spent: int) -> Profile:
    first = AT - 100 * DAY
    return Profile(orders=2, spent=spent, first_purchase_at=first, last_purchase_at=AT)


def test_much_money_is_what_one_in_ten_has_spent_in_round_figures() -> None:
    usual = Usual(NOW)
    for number in range(101):
        usual.take(customer(number * 1_234))
    assert usual.norms().top_spent == 1_100


def test_with_few_customers_nobody_knows_what_is_much_and_the_rhythm_is_that_of_most() -> None:
    usual = Usual(NOW)
    for number in range(49):
        usual.take(customer(number * 1_000))
    assert usual.norms().top_spent is None
    assert usual.norms().rhythm == Rhythm()


def test_the_rhythm_of_made_up_customers_is_found_again() -> None:
    chance = np.random.default_rng(1)
    rates = chance.gamma(2.0, 1 / 120.0, 20_000)
    days = chance.uniform(100, 700, 20_000)
    rhythm = rhythm_of(chance.poisson(rates * days).astype(np.float64), days)
    assert rhythm.shape == pytest.approx(2.0, rel=0.1)
    assert rhythm.days == pytest.approx(120.0, rel=0.1)


def test_where_nobody_ordered_again_the_rhythm_is_that_of_most_shops() -> None:
    assert rhythm_of(np.zeros(60), np.full(60, 30.0)) == Rhythm()


def test_everybody_has_one_voice_in_what_is_usual() -> None:
    usual = Usual(NOW)
    for number in range(10):
        looks = 1_000.0 if number == 0 else 10.0
        kind = "Mode/Schuhe" if number < 5 else "Mode/Hosen"
        usual.take(Profile(purses={kind: Purse(9.0, looks, AT)}))
    shares = usual.norms().shares["category"]
    assert shares == {"Mode": 1.0, "Mode/Schuhe": 0.5, "Mode/Hosen": 0.5}


def test_what_fewer_than_five_people_care_for_is_not_told() -> None:
    usual = Usual(NOW)
    for number in range(10):
        brand = "Adler" if number < 4 else "Falke"
        usual.take(Profile(tastes={"brand": {brand: Interest(9.0, AT)}}))
    assert usual.norms().shares["brand"] == {"Falke": 0.6}
