import pytest

from recommenders.recently_viewed import RecentlyViewed
from tests.recommenders.contract import RecommenderContract, ask
from tests.recommenders.logs import BOOK_A, CAMERA_A, CARD_A


class TestRecentlyViewed(RecommenderContract):
    @pytest.fixture
    def recommender(self) -> RecentlyViewed:
        return RecentlyViewed()

    def test_the_newest_look_stands_first_and_each_product_once(
        self, recommender: RecentlyViewed
    ) -> None:
        found = recommender.propose(ask(recent=[CARD_A, BOOK_A, CAMERA_A, BOOK_A]), 5)
        assert found.rows.tolist() == [BOOK_A, CAMERA_A, CARD_A]

    def test_the_product_of_the_page_is_left_out(self, recommender: RecentlyViewed) -> None:
        found = recommender.propose(ask(recent=[CARD_A, BOOK_A], product=BOOK_A), 5)
        assert found.rows.tolist() == [CARD_A]
