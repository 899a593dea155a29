from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from recommenders.for_you import ForYou
from recommenders.recommender import Arrays
from tests.recommenders.contract import RecommenderContract, ask
from tests.recommenders.logs import (
    BOOK_A,
    BOOK_B,
    CAMERA_A,
    CAMERA_B,
    CARD_A,
    CARD_B,
    PRODUCTS,
    Log,
    busy_log,
    catalogue,
)

WANTED = np.array([9.0, 8.0, 7.0, 3.0, 1.0, 2.0, 0.0], dtype=np.float32)


class TestForYou(RecommenderContract):
    @pytest.fixture
    def recommender(self) -> ForYou:
        return ForYou(ForYou.fit(busy_log().values(), catalogue()), WANTED)

    def test_a_taste_is_guessed_from_what_was_cared_for(self, recommender: ForYou) -> None:
        found = recommender.propose(ask(liked=[CAMERA_A, CAMERA_B]), 1)
        assert found.rows.tolist() == [CARD_A]

    def test_a_single_look_is_not_a_taste(self, recommender: ForYou) -> None:
        assert len(recommender.propose(ask(liked=[BOOK_A]), 5)) == 0

    def test_what_is_known_already_is_not_proposed(self, recommender: ForYou) -> None:
        found = recommender.propose(ask(liked=[BOOK_A, BOOK_B]), 7)
        assert not {BOOK_A, BOOK_B} & set(found.rows.tolist())


def test_the_arrays_tell_of_products_only_however_many_visitors_there_were() -> None:
    fitted = ForYou.fit(busy_log().values(), catalogue())
    assert {name: array.shape for name, array in fitted.items()} == {
        "factors": (len(PRODUCTS), 32),
        "gram": (32, 32),
    }


def first(arrays: Arrays, liked: Sequence[int]) -> int:
    """Return what is proposed first to who liked some products."""
    return int(ForYou(arrays, WANTED).propose(ask(liked=list(liked)), 1).rows[0])


@pytest.mark.parametrize("liked", [(CAMERA_A, CAMERA_B), (CAMERA_A, CARD_B)])
def test_factors_that_go_on_propose_what_those_from_nothing_do(liked: tuple[int, int]) -> None:
    log = busy_log()
    before = ForYou.fit(log.values(), catalogue())
    later = log.session(0, [CAMERA_B, CARD_B]).session(3, [BOOK_A, BOOK_B]).values()
    again = ForYou.fit(later, catalogue(), before["factors"])
    assert first(again, liked) == first(ForYou.fit(later, catalogue()), liked)


def test_factors_that_go_on_learn_what_is_new() -> None:
    values = busy_log().values()
    start = ForYou.fit(values, catalogue())["factors"].copy()
    start[CARD_A] = 0
    again = ForYou.fit(values, catalogue(), start)
    assert first(again, (CAMERA_A, CAMERA_B)) == CARD_A


def test_from_no_factors_at_all_it_starts_as_the_first_night_does() -> None:
    values = busy_log().values()
    cold = ForYou.fit(values, catalogue())
    again = ForYou.fit(values, catalogue(), np.zeros_like(cold["factors"]))
    np.testing.assert_array_equal(again["factors"], cold["factors"])


def test_without_known_visitors_nothing_is_guessed() -> None:
    fitted = ForYou.fit(Log().session(-1, [CAMERA_A, CARD_A]).values(), catalogue())
    assert not np.any(fitted["factors"])
    assert len(ForYou(fitted, WANTED).propose(ask(liked=[CAMERA_A, CARD_A]), 3)) == 0


def test_who_is_known_little_is_shown_what_all_want_first() -> None:
    factors = np.eye(len(PRODUCTS), dtype=np.float32)
    factors[CARD_A], factors[CARD_B] = factors[CAMERA_A], factors[CAMERA_A] / 2
    factors[CARD_A, CAMERA_B], factors[CARD_B, CAMERA_B] = 1.0, 0.5
    arrays = {"factors": factors, "gram": factors.T @ factors}
    wanted = np.zeros(len(PRODUCTS), dtype=np.float32)
    wanted[CARD_B] = 9.0
    model = ForYou(arrays, wanted)
    asked = ask(liked=[CAMERA_A, CAMERA_B])
    assert model.propose(asked, 2).rows.tolist() == [CARD_B, CARD_A]
    sure = replace(asked, liking=asked.liking * 50)
    assert model.propose(sure, 2).rows.tolist() == [CARD_A, CARD_B]
