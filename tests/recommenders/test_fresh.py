import numpy as np
import pytest

from recommenders.fresh import Fresh
from tests.recommenders.contract import RecommenderContract, ask
from tests.recommenders.logs import (
    BOOK_A,
    BOOK_B,
    CAMERA_A,
    CAMERA_B,
    CAMERA_C,
    CARD_A,
    DAY,
    NOW,
)

TODAY = int(NOW // DAY)
RELEASED = np.array(
    [TODAY - 3, TODAY - 3, TODAY - 200, TODAY + 5, -1, 0, TODAY], dtype=np.int32
)
POPULARITY = np.array([1, 2, 9, 9, 9, 9, 1], dtype=np.float32)


class TestFresh(RecommenderContract):
    @pytest.fixture
    def recommender(self) -> Fresh:
        return Fresh(RELEASED, POPULARITY)

    def test_the_newest_stands_first_and_of_one_day_the_popular(
        self, recommender: Fresh
    ) -> None:
        found = recommender.propose(ask(now=NOW), 7).rows.tolist()
        assert found == [BOOK_B, CAMERA_B, CAMERA_A]

    def test_neither_the_old_nor_what_is_to_come_nor_the_undated_is_new(
        self, recommender: Fresh
    ) -> None:
        found = recommender.propose(ask(now=NOW), 7).rows.tolist()
        assert not {CAMERA_C, CARD_A, BOOK_A} & set(found)
