import numpy as np
import pytest

from recommenders.complements import Complements
from tests.recommenders.contract import RecommenderContract, ask
from tests.recommenders.logs import (
    BOOK_A,
    BOOK_B,
    CAMERA_A,
    CAMERA_B,
    CAMERA_C,
    CARD_A,
    CARD_B,
    Log,
    busy_log,
    catalogue,
)


def serve(log: Log) -> Complements:
    shop = catalogue()
    popularity = np.ones(shop.products, dtype=np.float32)
    return Complements(Complements.fit(log.values(), shop), popularity, shop.leaf)


class TestComplements(RecommenderContract):
    @pytest.fixture
    def recommender(self) -> Complements:
        return serve(busy_log())

    def test_who_buys_the_camera_buys_the_card(self, recommender: Complements) -> None:
        found = recommender.propose(ask(product=CAMERA_A), 1)
        assert found.rows.tolist() == [CARD_A]
        assert found.anchor.tolist() == [CAMERA_A]

    def test_the_substitute_is_no_accessory(self, recommender: Complements) -> None:
        assert CAMERA_B not in recommender.propose(ask(product=CAMERA_A), 7).rows

    def test_a_product_nobody_bought_gets_what_goes_with_its_type(
        self, recommender: Complements
    ) -> None:
        found = recommender.propose(ask(product=CAMERA_C), 7)
        assert set(found.rows.tolist()) == {CARD_A, CARD_B}

    def test_a_basket_speaks_for_all_that_is_in_it(self, recommender: Complements) -> None:
        found = recommender.propose(ask(basket=[CAMERA_B], forbidden=[CAMERA_B]), 1)
        assert found.rows.tolist() == [CARD_A]


def test_alternatives_that_are_bought_together_are_no_accessories() -> None:
    log = busy_log()
    for visitor in range(30, 36):
        log.session(visitor, [CAMERA_A, CAMERA_B], [CAMERA_A, CAMERA_B])
        log.session(visitor, [], [BOOK_A])
    assert CAMERA_B not in serve(log).propose(ask(product=CAMERA_A), 2).rows


def test_two_of_a_type_that_are_bought_together_are_no_substitutes() -> None:
    log = busy_log()
    for visitor in range(30, 36):
        log.session(visitor, [BOOK_A, BOOK_B], [BOOK_A, BOOK_B])
    assert BOOK_B in serve(log).propose(ask(product=BOOK_A), 2).rows


def test_a_chance_meeting_is_no_pair() -> None:
    log = Log()
    for visitor in range(10):
        log.session(visitor, [], [CAMERA_A, CARD_A] if visitor < 2 else [CAMERA_A])
        log.session(visitor + 10, [], [CARD_A])
    fitted = Complements.fit(log.values(), catalogue())
    assert (fitted["partners"] == -1).all()
