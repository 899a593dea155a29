import pytest

from recommenders.sessions import SessionNeighbours
from recommenders.trails import Trails
from tests.recommenders.contract import RecommenderContract, ask
from tests.recommenders.logs import (
    BOOK_A,
    BOOK_B,
    CAMERA_A,
    CAMERA_B,
    CAMERA_C,
    CARD_A,
    Log,
    busy_log,
    catalogue,
)


class TestSessions(RecommenderContract):
    @pytest.fixture
    def recommender(self) -> SessionNeighbours:
        return SessionNeighbours(SessionNeighbours.fit(busy_log().values(), catalogue()))

    def test_what_is_looked_at_together_is_the_next_look(
        self, recommender: SessionNeighbours
    ) -> None:
        assert recommender.propose(ask(recent=[BOOK_A]), 1).rows.tolist() == [BOOK_B]

    def test_the_last_look_counts_most(self, recommender: SessionNeighbours) -> None:
        unseen = ask(recent=[CAMERA_B, BOOK_A], forbidden=[CAMERA_B, BOOK_A])
        assert recommender.propose(unseen, 1).rows.tolist() == [BOOK_B]
        unseen = ask(recent=[BOOK_A, CAMERA_B], forbidden=[CAMERA_B, BOOK_A, CARD_A])
        assert recommender.propose(unseen, 1).rows.tolist() == [CAMERA_A]

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
    assert not len(fitted["trails"])
    assert not len(SessionNeighbours(fitted).propose(ask(product=CAMERA_A), 5))


def test_one_visitor_counts_once_for_a_product_however_often_he_comes() -> None:
    log = Log()
    for _ in range(20):
        log.session(1, [CAMERA_A, BOOK_B])
    for visitor in range(2, 5):
        log.session(visitor, [CAMERA_A, CAMERA_B])
    served = SessionNeighbours(SessionNeighbours.fit(log.values(), catalogue()))
    assert served.propose(ask(product=CAMERA_A), 1).rows.tolist() == [CAMERA_B]


def test_what_was_looked_at_after_stands_above_what_was_before() -> None:
    log = Log()
    for visitor in range(4):
        log.session(visitor, [CAMERA_B, CAMERA_A, CAMERA_C])
    served = SessionNeighbours(SessionNeighbours.fit(log.values(), catalogue()))
    found = served.propose(ask(product=CAMERA_A), 2)
    assert found.rows.tolist() == [CAMERA_C, CAMERA_B]


def test_an_earlier_look_may_come_again_but_not_the_very_last() -> None:
    served = SessionNeighbours(SessionNeighbours.fit(busy_log().values(), catalogue()))
    found = served.propose(ask(recent=[CAMERA_B, CAMERA_A]), 7)
    assert CAMERA_B in found.rows
    assert CAMERA_A not in found.rows


def test_nobody_listens_to_the_sessions_of_somebody_erased() -> None:
    log = Log().session(1, [CAMERA_A, BOOK_B]).session(2, [CAMERA_A, CAMERA_B])
    values = log.values()
    fitted = SessionNeighbours.fit(values, catalogue())
    everybody = SessionNeighbours(fitted).propose(ask(product=CAMERA_A), 7)
    assert set(everybody.rows.tolist()) == {BOOK_B, CAMERA_B}
    erased = SessionNeighbours(fitted, values.trace[values.visitor == 1])
    assert erased.propose(ask(product=CAMERA_A), 7).rows.tolist() == [CAMERA_B]


def test_sessions_of_one_product_say_nothing_of_a_next_one() -> None:
    log = Log().session(1, [CAMERA_A]).session(2, [CAMERA_A, CAMERA_A])
    assert not len(SessionNeighbours.fit(log.values(), catalogue())["trails"])


def test_a_trail_has_each_product_once_where_it_was_looked_at_last() -> None:
    trails = Trails.of(Log().session(1, [CAMERA_A, BOOK_A, CAMERA_B, CAMERA_A]).values())
    assert trails.product.tolist() == [BOOK_A, CAMERA_B, CAMERA_A]


def test_sessions_that_are_the_latest_of_no_product_are_not_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("recommenders.sessions.NEWEST", 1)
    log = Log().session(1, [CAMERA_A, CAMERA_B], days_ago=3)
    log.session(2, [BOOK_A, BOOK_B], days_ago=2).session(3, [CAMERA_B, CAMERA_A])
    fitted = SessionNeighbours.fit(log.values(), catalogue())
    assert fitted["trails"].tolist() == [BOOK_A, BOOK_B, CAMERA_B, CAMERA_A]
    found = SessionNeighbours(fitted).propose(ask(product=CAMERA_B), 5)
    assert found.rows.tolist() == [CAMERA_A]
