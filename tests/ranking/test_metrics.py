import math

import numpy as np
import pytest

from ranking.metrics import (
    bootstrap_interval,
    ndcg,
    rank_overlap,
    recall,
    reciprocal_rank,
)


def test_the_ideal_order_scores_one() -> None:
    assert ndcg([3, 2, 1], [1, 2, 3], 3) == 1


def test_gains_are_linear_and_discounted_by_the_logarithm_of_the_place() -> None:
    reached = 1 + 3 / math.log2(3)
    possible = 3 + 1 / math.log2(3)
    assert ndcg([1, 3], [3, 1], 10) == pytest.approx(reached / possible)


def test_what_stands_below_the_cut_does_not_count() -> None:
    assert ndcg([0, 0, 5], [5], 2) == 0


def test_a_query_without_relevant_products_scores_nothing() -> None:
    assert ndcg([0, 0], [], 10) == 0
    assert recall(["a"], [], 10) == 0
    assert reciprocal_rank(["a"], []) == 0


def test_recall_is_the_share_of_the_relevant_that_was_found() -> None:
    assert recall(["a", "b", "c", "d"], {"a", "d", "x"}, 3) == pytest.approx(1 / 3)


def test_the_first_relevant_product_decides_the_reciprocal_rank() -> None:
    assert reciprocal_rank(["a", "b", "c"], {"b", "c"}) == 1 / 2


def test_the_interval_encloses_the_mean_and_repeats_itself() -> None:
    values = np.random.default_rng(7).random(400)
    low, high = bootstrap_interval(values, seed=1)
    assert low < values.mean() < high
    assert high - low == pytest.approx(4 * values.std() / 20, rel=0.15)
    assert bootstrap_interval(values, seed=1) == (low, high)


def test_without_values_there_is_no_interval() -> None:
    assert all(math.isnan(end) for end in bootstrap_interval([], seed=1))


def test_rankings_overlap_by_their_heads() -> None:
    shown = list("abcdefghij")
    assert rank_overlap(shown, shown, 0.9) == pytest.approx(1)
    assert rank_overlap(shown, list("klmnopqrst"), 0.9) == 0
    head, tail = list("xbcdefghij"), list("abcdefghix")
    assert rank_overlap(shown, head, 0.9) < rank_overlap(shown, tail, 0.9) < 1
    assert rank_overlap([], [], 0.9) == 1
    assert rank_overlap([], shown, 0.9) == 0
