import numpy as np
import pytest

from recommenders.complements import Complements
from recommenders.sets import PER_SLOT, SLOTS, Sets, slotted
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


def serve(log: Log) -> Sets:
    shop = catalogue()
    popularity = np.ones(shop.products, dtype=np.float32)
    arrays = Complements.fit(log.values(), shop)
    return Sets(Complements(arrays, popularity, shop.leaf), shop.leaf)


class TestSets(RecommenderContract):
    @pytest.fixture
    def recommender(self) -> Sets:
        return serve(busy_log())

    def test_what_is_bought_with_the_product_is_the_first_choice(
        self, recommender: Sets
    ) -> None:
        found = recommender.propose(ask(product=CAMERA_A), 7)
        assert found.rows.tolist() == [CARD_A, CARD_B]
        assert set(found.anchor.tolist()) == {CAMERA_A}

    def test_a_product_nobody_bought_has_the_set_of_its_type(self, recommender: Sets) -> None:
        found = recommender.propose(ask(product=CAMERA_C), 7)
        assert set(found.rows.tolist()) == {CARD_A, CARD_B}

    def test_a_set_has_nothing_of_the_products_own_type(self, recommender: Sets) -> None:
        for product in (CAMERA_A, CARD_A, BOOK_A):
            rows = recommender.propose(ask(product=product), 7).rows
            leaf = catalogue().leaf
            assert not (leaf[rows] == leaf[product]).any()

    def test_without_a_product_there_is_no_set(self, recommender: Sets) -> None:
        assert not len(recommender.propose(ask(basket=[CAMERA_A, CAMERA_B]), 7))


def test_two_kinds_that_belong_to_a_product_are_two_slots() -> None:
    log = busy_log()
    for visitor in range(30, 50):
        log.session(visitor, [], [CAMERA_A, BOOK_B])
    for visitor in range(50, 90):
        log.session(visitor, [], [CAMERA_C])
    found = serve(log).propose(ask(product=CAMERA_A), 7)
    assert {BOOK_B, CARD_A} <= set(found.rows.tolist())


def test_slots_are_the_types_that_come_first_each_with_its_best() -> None:
    leaf = np.array([5, 5, 2, 5, 9, 2, 7, 1, 1], dtype=np.int32)
    assert SLOTS == 4
    assert slotted(leaf, 2).tolist() == [0, 1, 2, 4, 5, 6]
    assert slotted(leaf, 1).tolist() == [0, 2, 4, 6]
    assert slotted(leaf[:0], PER_SLOT).tolist() == []
