import numpy as np
import pytest

from recommenders.alternatives import Alternatives
from recommenders.sessions import SessionNeighbours
from recommenders.similar import Similar
from tests.recommenders.contract import RecommenderContract, ask
from tests.recommenders.logs import (
    BOOK_A,
    CAMERA_A,
    CAMERA_B,
    CAMERA_C,
    CARD_A,
    Log,
    busy_log,
    catalogue,
)


def serve(log: Log) -> Alternatives:
    shop = catalogue()
    sessions = SessionNeighbours(SessionNeighbours.fit(log.values(), shop))
    return Alternatives(sessions, Similar(Similar.compared(shop)), shop.leaf)


class TestAlternatives(RecommenderContract):
    @pytest.fixture
    def recommender(self) -> Alternatives:
        return serve(busy_log())

    def test_only_the_same_type_is_an_alternative(self, recommender: Alternatives) -> None:
        found = recommender.propose(ask(product=CAMERA_A), 7)
        assert found.rows.tolist() == [CAMERA_B, CAMERA_C]
        assert set(found.anchor.tolist()) == {CAMERA_A}

    def test_what_nobody_has_looked_at_has_alternatives(
        self, recommender: Alternatives
    ) -> None:
        assert CAMERA_A in recommender.propose(ask(product=CAMERA_C), 7).rows

    def test_without_a_product_there_are_none(self, recommender: Alternatives) -> None:
        assert len(recommender.propose(ask(recent=[CAMERA_A]), 7)) == 0


def test_what_people_look_at_outweighs_what_it_is_where_many_do() -> None:
    few, many = (Log() for _ in range(2))
    for visitor in range(400):
        for log, until in ((few, 4), (many, 400)):
            if visitor < until:
                log.session(visitor, [CAMERA_A, CAMERA_C, BOOK_A, CARD_A])
    first = [serve(log).propose(ask(product=CAMERA_A), 1).rows.tolist() for log in (few, many)]
    assert first == [[CAMERA_B], [CAMERA_C]]


def test_scores_are_comparable_between_products() -> None:
    found = serve(busy_log()).propose(ask(product=CAMERA_A), 2)
    assert (found.score <= 1 + 1e-6).all()
    assert np.isfinite(found.score).all()
