import numpy as np
import pytest

from recommenders.for_you import ForYou
from tests.recommenders.contract import RecommenderContract, ask
from tests.recommenders.logs import (
    BOOK_A,
    BOOK_B,
    CAMERA_A,
    CAMERA_B,
    CARD_A,
    PRODUCTS,
    Log,
    busy_log,
    catalogue,
)


class TestForYou(RecommenderContract):
    @pytest.fixture
    def recommender(self) -> ForYou:
        return ForYou(ForYou.fit(busy_log().values(), catalogue()))

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


def test_without_known_visitors_nothing_is_guessed() -> None:
    fitted = ForYou.fit(Log().session(-1, [CAMERA_A, CARD_A]).values(), catalogue())
    assert not np.any(fitted["factors"])
    assert len(ForYou(fitted).propose(ask(liked=[CAMERA_A, CARD_A]), 3)) == 0
