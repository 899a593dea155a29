from dataclasses import replace

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


def test_a_type_gets_no_accessories_that_are_much_dearer_than_it() -> None:
    prices = np.array([90_000] * 3 + [2_000] * 2 + [1_500] * 2, dtype=np.int64)
    shop = replace(catalogue(), price=prices)
    fitted = Complements.fit(busy_log().values(), shop)
    camera, card = shop.leaf[CAMERA_A], shop.leaf[CARD_A]
    assert card in fitted["type_partners"][camera]
    assert camera not in fitted["type_partners"][card]
    cheap = Complements.fit(busy_log().values(), catalogue())
    assert camera in cheap["type_partners"][card]


def test_what_costs_little_goes_with_what_costs_next_to_nothing() -> None:
    prices = np.array([2_000] * 3 + [100] * 2 + [5_000] * 2, dtype=np.int64)
    shop = replace(catalogue(), price=prices)
    fitted = Complements.fit(busy_log().values(), shop)
    assert shop.leaf[CAMERA_A] in fitted["type_partners"][shop.leaf[CARD_A]]
