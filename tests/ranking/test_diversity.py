import numpy as np

from ranking.candidates import Candidates
from ranking.diversity import take_turns
from ranking.explanation import explain
from ranking.ranker import Ranking, rank
from ranking.signals import match_signal

LEAF = np.array([0, 0, 0, 1, -1, -1], dtype=np.int32)


def ranking_of(tiers: list[int]) -> Ranking:
    rows = np.arange(6, dtype=np.int32)
    candidates = Candidates(
        rows,
        np.array(tiers, dtype=np.int8),
        np.linspace(6, 1, 6).astype(np.float32),
        np.full(6, -1, dtype=np.int32),
    )
    return rank(candidates, [match_signal(candidates)])


def test_a_type_that_had_its_turn_waits_for_the_others() -> None:
    turned = take_turns(ranking_of([0] * 6), LEAF, per_type=1)
    assert turned.rows.tolist() == [0, 3, 4, 5, 1, 2]


def test_products_without_a_type_are_each_their_own() -> None:
    turned = take_turns(ranking_of([0] * 6), np.full(6, -1, dtype=np.int32), per_type=1)
    assert turned.rows.tolist() == [0, 1, 2, 3, 4, 5]


def test_variety_never_lifts_a_weaker_match_above_a_stronger_one() -> None:
    turned = take_turns(ranking_of([0, 0, 0, 1, 1, 1]), LEAF, per_type=1)
    assert turned.rows.tolist() == [0, 1, 2, 3, 4, 5]


def test_points_stay_with_their_product_and_the_move_is_named() -> None:
    before = ranking_of([0] * 6)
    turned = take_turns(before, LEAF, per_type=1)
    scores = dict(zip(before.rows.tolist(), before.score.tolist(), strict=True))
    assert [scores[row] for row in turned.rows.tolist()] == turned.score.tolist()
    (move,) = explain(turned, 0, "en")["moves"]
    assert (move["move"], move["per_type"]) == ("types_take_turns", 1)
