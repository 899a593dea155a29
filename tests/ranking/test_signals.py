from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from ranking.candidates import Candidates
from ranking.signals import (
    HEARD,
    MOST,
    OFTEN_BOUGHT,
    OFTEN_VIEWED,
    Level,
    match_signal,
    newness_signal,
    popularity_signal,
    relative,
)
from tests.knowledge_base.shop import small_catalogue

NOW = datetime(1970, 4, 11, tzinfo=UTC)  # day 100
ROWS = np.arange(4, dtype=np.int32)


def learned(
    popularity: list[float], buyers: int = 0, visitors: int = 1
) -> dict[str, np.ndarray]:
    counts = np.ones(len(popularity), dtype=np.int32)
    return {
        "popularity": np.array(popularity, dtype=np.float32),
        "buyers_30": counts * buyers,
        "visitors_30": counts * visitors,
    }


def test_values_stand_around_their_mean_in_units_of_their_spread() -> None:
    values = relative(np.array([10.0, 20.0, 30.0, 40.0]))
    assert values.mean() == pytest.approx(0)
    assert values.std() == pytest.approx(1)


def test_the_same_differences_mean_the_same_whatever_the_scale() -> None:
    values = np.array([1.0, 2.0, 5.0])
    assert relative(values * 1000) == pytest.approx(relative(values))


def test_small_differences_stay_small() -> None:
    assert np.abs(relative(np.array([100.0, 100.1]))).max() < 0.01
    assert np.abs(relative(np.array([0.1, 0.2]), least=1.0)).max() < 0.1


def test_no_value_runs_away_from_the_others() -> None:
    assert relative(np.array([0.0] * 99 + [1e9])).max() == MOST


def test_where_all_are_equal_nothing_is_said() -> None:
    assert not relative(np.zeros(3)).any()
    assert not relative(np.full(3, 7.0)).any()
    assert len(relative(np.zeros(0))) == 0


def test_a_match_is_measured_inside_its_tier() -> None:
    candidates = replace(
        Candidates.of(ROWS, np.array([1.0, 0.5, 900.0, 450.0])),
        tier=np.array([0, 0, 1, 1], dtype=np.int8),
    )
    values = match_signal(candidates).values
    assert values[:2] == pytest.approx(values[2:])
    assert values[0] > 0 > values[1]


def test_the_best_matches_keep_their_order_however_far_they_stand_out() -> None:
    scores = np.array([1.0, 0.99, *[0.01] * 500])
    values = match_signal(Candidates.of(np.arange(502, dtype=np.int32), scores)).values
    assert values[0] > values[1] > values[2]


def test_more_popular_products_get_more_points_at_the_pre_level() -> None:
    signal = popularity_signal(ROWS, learned([0, 1, 10, 100]))
    assert signal.level is Level.PRE
    assert (np.diff(signal.values) > 0).all()


@pytest.mark.parametrize(
    ("buyers", "visitors", "kind"),
    [
        (OFTEN_BOUGHT, OFTEN_BOUGHT, "often_bought"),
        (OFTEN_BOUGHT - 1, OFTEN_VIEWED, "often_viewed"),
        (1, 3, "wanted"),
    ],
)
def test_popularity_claims_no_more_than_its_evidence(
    buyers: int, visitors: int, kind: str
) -> None:
    signal = popularity_signal(ROWS, learned([0, 0, 0, 9], buyers, visitors))
    assert signal.why(3).kind == kind
    assert signal.why(0).kind == "less_wanted"


def test_the_fewer_people_looked_the_less_is_said() -> None:
    facts = learned([5, 500, 1, 500])
    facts["visitors_30"] = np.array([9, HEARD, 0, 400 * HEARD], dtype=np.int32)
    values = popularity_signal(ROWS, facts).values
    assert values[0] < 0 == values[2]
    assert values[1] == pytest.approx(values[3] / 2, rel=0.01)


def test_new_products_get_a_little_more_and_unknown_or_coming_ones_nothing() -> None:
    catalogue = replace(
        small_catalogue(), released=np.array([100, 70, -1, 101], dtype=np.int32)
    )
    values = newness_signal(ROWS, catalogue, NOW).values
    assert values == pytest.approx([1, 0.5, 0, 0])


def test_nobody_is_told_that_an_old_product_is_new() -> None:
    catalogue = replace(small_catalogue(), released=np.array([9, 100, -1, -1], dtype=np.int32))
    assert newness_signal(ROWS, catalogue, NOW).values[0] == 0


def test_a_dial_scales_a_signal() -> None:
    signal = match_signal(Candidates.of(ROWS))
    assert signal.scaled(0.5).weight == signal.weight / 2
