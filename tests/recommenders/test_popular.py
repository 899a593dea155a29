import numpy as np
import pytest

from recommenders.popular import Popular
from tests.recommenders.contract import RecommenderContract, ask
from tests.recommenders.logs import BOOK_A, CAMERA_A, CAMERA_B, CAMERA_C, CARD_A, catalogue

LIKED = np.array([9.0, 8.0, 7.0, 3.0, 1.0, 2.0, 0.0], dtype=np.float32)


class TestPopular(RecommenderContract):
    @pytest.fixture
    def recommender(self) -> Popular:
        return Popular(LIKED, catalogue().leaf)

    def test_types_take_turns(self, recommender: Popular) -> None:
        found = recommender.propose(ask(), 4)
        assert found.rows.tolist() == [CAMERA_A, CAMERA_B, CARD_A, BOOK_A]

    def test_it_is_never_empty_while_anything_is_allowed(self, recommender: Popular) -> None:
        forbidden = [row for row in range(7) if row != CAMERA_C]
        assert recommender.propose(ask(forbidden=forbidden), 5).rows.tolist() == [CAMERA_C]
