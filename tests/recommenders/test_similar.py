import pytest

from recommenders.similar import Similar
from tests.recommenders.contract import RecommenderContract, ask
from tests.recommenders.logs import BOOK_A, CAMERA_A, CAMERA_B, CAMERA_C, catalogue


class TestSimilar(RecommenderContract):
    @pytest.fixture
    def recommender(self) -> Similar:
        return Similar(Similar.compared(catalogue()))

    def test_without_a_single_event_alternatives_are_of_the_same_type(
        self, recommender: Similar
    ) -> None:
        found = recommender.propose(ask(product=CAMERA_A), 5)
        assert set(found.rows.tolist()) == {CAMERA_B, CAMERA_C}
        assert BOOK_A not in found.rows

    def test_shared_attributes_stand_first(self, recommender: Similar) -> None:
        found = recommender.propose(ask(product=CAMERA_A), 5)
        assert found.rows.tolist() == [CAMERA_B, CAMERA_C]
