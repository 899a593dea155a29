import numpy as np
import pytest

from ranking.candidates import Candidates
from recommenders.arrived import MOST, Arrived
from tests.recommenders.contract import RecommenderContract, ask
from tests.recommenders.logs import BOOK_A, CARD_A, CARD_B

FOUND = Candidates.of(
    np.array([CARD_B, CARD_A, BOOK_A], dtype=np.int32), np.array([3, 2, 1], dtype=np.float32)
)


class TestArrived(RecommenderContract):
    @pytest.fixture
    def recommender(self) -> Arrived:
        return Arrived(FOUND)


def test_the_best_matches_come_first_and_only_what_is_allowed() -> None:
    found = Arrived(FOUND).propose(ask(forbidden=[CARD_B]), 2)
    assert found.rows.tolist() == [CARD_A, BOOK_A]


def test_words_speak_for_some_places_only() -> None:
    many = Candidates.of(np.arange(7, dtype=np.int32), np.ones(7, dtype=np.float32))
    assert len(Arrived(many).propose(ask(), 7)) == MOST


def test_without_words_nothing_is_proposed() -> None:
    assert len(Arrived().propose(ask(), 7)) == 0
