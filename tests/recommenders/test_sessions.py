import pytest

from recommenders.sessions import SessionNeighbours
from tests.recommenders.contract import RecommenderContract, ask
from tests.recommenders.logs import BOOK_A, BOOK_B, CAMERA_A, CAMERA_B, Log, busy_log, catalogue


class TestSessions(RecommenderContract):
    @pytest.fixture
    def recommender(self) -> SessionNeighbours:
        return SessionNeighbours(SessionNeighbours.fit(busy_log().values(), catalogue()))

    def test_what_is_looked_at_together_is_the_next_look(
        self, recommender: SessionNeighbours
    ) -> None:
        assert recommender.propose(ask(recent=[BOOK_A]), 1).rows.tolist() == [BOOK_B]

    def test_the_last_look_counts_most(self, recommender: SessionNeighbours) -> None:
        found = recommender.propose(ask(recent=[CAMERA_B, BOOK_A], forbidden=[CAMERA_A]), 1)
        assert found.rows.tolist() == [BOOK_B]

    def test_a_proposal_names_the_look_it_comes_from(
        self, recommender: SessionNeighbours
    ) -> None:
        assert recommender.propose(ask(recent=[BOOK_A]), 1).anchor.tolist() == [BOOK_A]


def test_a_fresh_pair_stands_above_a_stale_one() -> None:
    log = Log()
    for visitor in range(4):
        log.session(visitor, [CAMERA_A, BOOK_A], days_ago=120)
        log.session(visitor + 4, [CAMERA_A, BOOK_B], days_ago=1)
    served = SessionNeighbours(SessionNeighbours.fit(log.values(), catalogue()))
    assert served.propose(ask(product=CAMERA_A), 2).rows.tolist() == [BOOK_B, BOOK_A]


def test_looks_of_half_a_century_ago_still_make_a_finite_score() -> None:
    log = Log()
    for visitor in range(4):
        log.session(visitor, [CAMERA_A, BOOK_A], days_ago=50 * 365)
    served = SessionNeighbours(SessionNeighbours.fit(log.values(), catalogue()))
    found = served.propose(ask(product=CAMERA_A), 2)
    assert found.rows.tolist() == [BOOK_A]
    assert found.score[0] > 0


def test_looks_without_consent_join_nothing() -> None:
    log = Log().nobody([CAMERA_A, CAMERA_B]).nobody([CAMERA_A, CAMERA_B])
    fitted = SessionNeighbours.fit(log.values(), catalogue())
    assert (fitted["partners"] == -1).all()
