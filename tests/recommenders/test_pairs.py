import numpy as np
import pytest

from recommenders.pairs import count_pairs, log_likelihood_ratio, strongest
from tests.recommenders.logs import CAMERA_A, CARD_A, Log


def pairs_of(log: Log) -> dict[tuple[int, int], int]:
    values = log.values()
    found = count_pairs(
        group=values.session,
        visitor=values.visitor,
        product=values.product,
        weight=values.weight,
        products=values.products,
    )
    pairs = zip(found.first.tolist(), found.second.tolist(), strict=True)
    return dict(zip(pairs, found.visitors.tolist(), strict=True))


def test_a_pair_counts_distinct_visitors_in_both_directions() -> None:
    log = Log().session(1, [0, 1]).session(2, [1, 0]).session(2, [0, 1])
    assert pairs_of(log) == {(0, 1): 2, (1, 0): 2}


def test_a_pair_of_a_single_visitor_never_enters_a_snapshot() -> None:
    log = Log()
    for _ in range(20):
        log.session(1, [CAMERA_A, CARD_A])
    assert pairs_of(log) == {}


def test_the_log_likelihood_ratio_agrees_with_dunnings_table() -> None:
    # "the swiss": k11=110, k12=2442, k21=111, k22=29114 gives 270.72 (Dunning 1993, table 2)
    both, first, second, total = 110.0, 110.0 + 2442, 110.0 + 111, 110.0 + 2442 + 111 + 29114
    ratio = log_likelihood_ratio(np.array([both]), np.array([first]), np.array([second]), total)
    assert ratio[0] == pytest.approx(270.72, abs=0.01)


def test_what_is_rarer_than_chance_is_no_surprise() -> None:
    ratio = log_likelihood_ratio(np.array([1.0]), np.array([50.0]), np.array([50.0]), 100.0)
    assert ratio[0] == 0


def test_the_strongest_partners_stand_first_and_gaps_are_marked() -> None:
    first = np.array([0, 0, 0, 2], dtype=np.int32)
    second = np.array([1, 2, 3, 0], dtype=np.int32)
    partners, scores = strongest(first, second, np.array([0.1, 0.9, 0.5, 1.0]), 3, width=2)
    assert partners.tolist() == [[2, 3], [-1, -1], [0, -1]]
    assert scores[1].tolist() == [0.0, 0.0]
