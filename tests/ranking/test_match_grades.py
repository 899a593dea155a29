"""Do grades tell how hits matched, well enough to learn from?"""

import numpy as np

from knowledge_base.catalogue import UNKNOWN
from ranking.candidates import Candidates
from ranking.match_grades import STEP, graded, match_grades
from ranking.ranker import in_order, rank
from ranking.signals import Level, Reason, Signal, match_signal

SCORES = np.array([9.0, 2.0, 5.0, 7.0, 1.0], dtype=np.float32)
CANDIDATES = Candidates.of(np.arange(5, dtype=np.int32), SCORES)
CANDIDATES.tier[3:] = 4


def learned() -> Signal:
    """Make a signal that turns the order of the first tier around."""
    values = np.array([-9.0, 9.0, 0.0, 0.0, 0.0])
    return Signal("clicked", Level.PRE, 1.0, values, lambda _: Reason("clicked_more"))


def test_grades_give_back_the_points_of_the_match_and_the_tier() -> None:
    match = match_signal(CANDIDATES)
    ranking = rank(CANDIDATES, [match, learned()])
    assert ranking.rows.tolist() == [1, 2, 0, 3, 4]
    points, tiers = graded(np.array(match_grades(ranking, range(5)), dtype=np.int32))
    assert tiers.tolist() == [0, 0, 0, 4, 4]
    true = (match.values * match.weight)[ranking.rows]
    assert np.abs(points - true).max() <= STEP / 2


def test_without_a_match_all_are_alike() -> None:
    ranking = rank(CANDIDATES, [learned()])
    points, _ = graded(np.array(match_grades(ranking, range(5)), dtype=np.int32))
    assert points.tolist() == [0.0] * 5


def test_what_signals_did_not_order_has_no_grade() -> None:
    ranking = in_order(CANDIDATES, np.zeros(5, dtype=np.bool_))
    assert match_grades(ranking, range(2)) == [None, None]


def test_far_outliers_and_the_weakest_tier_fit_two_bytes() -> None:
    scores = np.zeros(1_000, dtype=np.float32)
    scores[0] = 1
    candidates = Candidates.of(np.arange(1_000, dtype=np.int32), scores, tier=127)
    (grade, *_) = match_grades(rank(candidates, [match_signal(candidates)]), range(1_000))
    assert grade == 127 * 256 + 255


def test_an_unknown_grade_says_nothing() -> None:
    points, tiers = graded(np.array([UNKNOWN], dtype=np.int32))
    assert (points.tolist(), tiers.tolist()) == ([0.0], [0])
