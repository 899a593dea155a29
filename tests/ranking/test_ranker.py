from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ranking.candidates import Candidates
from ranking.ranker import Ranking, rank
from ranking.signals import Level, Reason, Signal


def candidates(*tiers: int) -> Candidates:
    """Make candidates of these tiers, in rows 0 to n - 1."""
    n = len(tiers)
    return Candidates(
        np.arange(n, dtype=np.int32),
        np.array(tiers, dtype=np.int8),
        np.zeros(n, dtype=np.float32),
        np.full(n, -1, dtype=np.int32),
    )


def signal(*values: float, level: Level = Level.BASE, weight: float = 1.0) -> Signal:
    reason = Reason("test")
    return Signal("test", level, weight, np.array(values, dtype=np.float64), lambda _: reason)


def order(*tiers: int, signals: list[Signal]) -> list[int]:
    rows: list[int] = rank(candidates(*tiers), signals).rows.tolist()
    return rows


def test_inside_a_tier_the_higher_sum_stands_above() -> None:
    signals = [signal(0.1, 0.3, 0.2), signal(0.0, -0.5, 0.0)]
    assert order(0, 0, 0, signals=signals) == [2, 0, 1]


def test_a_weaker_match_never_stands_above_a_stronger_one() -> None:
    assert order(1, 0, 2, signals=[signal(100, 0, 1000)]) == [1, 0, 2]


def test_equal_scores_stand_by_row() -> None:
    assert order(0, 0, 0, signals=[signal(1, 1, 1)]) == [0, 1, 2]
    assert order(0, 0, signals=[]) == [0, 1]


def test_what_stands_behind_does_so_whatever_its_tier() -> None:
    behind = np.array([True, False, False])
    ranking = rank(candidates(0, 1, 1), [signal(9, 1, 2)], behind=behind)
    assert ranking.rows.tolist() == [2, 1, 0]


finite = st.floats(-1e3, 1e3)


@given(
    st.lists(st.tuples(finite, finite, finite), min_size=1, max_size=20),
    st.permutations([0, 1, 2]),
)
def test_points_add_up_to_the_score_exactly_in_any_order(
    values: list[tuple[float, float, float]], sequence: list[int]
) -> None:
    columns = list(zip(*values, strict=True))
    signals = [signal(*column, weight=0.7) for column in columns]
    ranking = rank(candidates(*[0] * len(values)), signals)
    for place in range(len(ranking)):
        points = ranking.points[:, place].tolist()
        assert sum(points[number] for number in sequence) == ranking.score[place]


EVERYBODY = signal(5, 4, 3, 2, 1, level=Level.PRE)
PERSON = signal(0, 0, 0, 30, 40, level=Level.ONE_TO_ONE)


def personal(first_tiles: int, person: Signal = PERSON) -> Ranking:
    return rank(candidates(*[0] * 5), [EVERYBODY], [person], first_tiles=first_tiles)


def test_only_the_first_tiles_follow_the_person() -> None:
    assert personal(0).rows.tolist() == [4, 3, 0, 1, 2]
    assert personal(1).rows.tolist() == [4, 0, 1, 2, 3]


def test_first_tiles_hold_for_what_a_request_brings_along_without_consent() -> None:
    brought = replace(PERSON, level=Level.PRE)
    assert personal(1, brought).rows.tolist() == [4, 0, 1, 2, 3]


def test_behind_the_first_tiles_the_points_leave_the_person_out() -> None:
    ranking = personal(1)
    assert ranking.points[1].tolist() == [40, 0, 0, 0, 0]
    assert ranking.score.tolist() == [41, 5, 4, 3, 2]


def test_more_first_tiles_than_products_do_no_harm() -> None:
    assert personal(9).rows.tolist() == [4, 3, 0, 1, 2]


def test_where_nobody_is_known_no_tile_is_said_to_be_of_a_person() -> None:
    assert rank(candidates(0, 0), [signal(1, 2)], first_tiles=1).tiles == 0


def test_the_first_places_of_one_order_are_followed_by_the_rest_of_another() -> None:
    joined = personal(0).followed_by(
        rank(candidates(*[0] * 4), [EVERYBODY.at(np.arange(4))]), 2
    )
    assert joined.rows.tolist() == [4, 3, 0, 1, 2]
    assert joined.tiles == 2
    assert joined.points.sum(axis=0).tolist() == joined.score.tolist() == [41, 32, 5, 4, 3]
    assert joined.points[2:, 2:].sum() == 12


def test_the_level_is_the_highest_that_had_a_say() -> None:
    base, pre = signal(1, 0), signal(0, 1, level=Level.PRE)
    assert rank(candidates(0, 0), [pre, base]).level is Level.PRE
    assert rank(candidates(0, 0), [base]).level is Level.BASE
    assert rank(candidates(), []).level is Level.BASE


def test_whom_one_persons_signals_were_not_asked_about_stays_behind_the_others() -> None:
    person = signal(-9, 0, 0, 0, level=Level.ONE_TO_ONE)
    ranking = rank(candidates(0, 0, 0, 0), [signal(4, 3, 1, 2)], [person], best=2)
    assert ranking.rows.tolist() == [1, 0, 3, 2]
    assert ranking.rest.tolist() == [False, False, True, True]
