import pytest

from recommenders.bundles import MOST, Bundles
from recommenders.complements import Complements
from tests.recommenders.contract import RecommenderContract, ask
from tests.recommenders.logs import (
    BOOK_A,
    CAMERA_A,
    CAMERA_B,
    CAMERA_C,
    CARD_A,
    CARD_B,
    Log,
    busy_log,
    catalogue,
)


def serve(log: Log) -> Bundles:
    shop = catalogue()
    return Bundles(Complements.fit(log.values(), shop), shop.leaf)


def travellers() -> Log:
    """Who buys camera A takes a card and a book along, now and then another of a kind."""
    log = busy_log()
    for visitor in range(40, 60):
        log.session(visitor, [], [CAMERA_A, CARD_A, BOOK_A])
    for visitor in range(60, 66):
        log.session(visitor, [], [CAMERA_A, CARD_B])
    for visitor in range(70, 120):
        log.session(visitor, [], [CAMERA_C])
    return log


class TestBundles(RecommenderContract):
    @pytest.fixture
    def recommender(self) -> Bundles:
        return serve(travellers())

    def test_a_bundle_is_what_is_bought_together(self, recommender: Bundles) -> None:
        found = recommender.propose(ask(product=CAMERA_A), 7)
        assert found.rows.tolist() == [CARD_A, BOOK_A]
        assert set(found.anchor.tolist()) == {CAMERA_A}

    def test_no_two_of_it_stand_in_for_each_other(self, recommender: Bundles) -> None:
        found = recommender.propose(ask(product=CAMERA_A, forbidden=[CARD_A]), 7)
        assert found.rows.tolist() in ([CARD_B, BOOK_A], [BOOK_A, CARD_B])

    def test_a_product_that_nothing_is_bought_with_has_no_bundle(
        self, recommender: Bundles
    ) -> None:
        assert not len(recommender.propose(ask(product=CAMERA_C), 7))
        assert not len(recommender.propose(ask(basket=[CAMERA_A]), 7))


def test_alternatives_are_no_bundle_even_where_they_are_bought_together() -> None:
    log = busy_log()
    for visitor in range(30, 36):
        log.session(visitor, [CAMERA_A, CAMERA_B], [CAMERA_A, CAMERA_B])
        log.session(visitor, [], [BOOK_A])
    assert CAMERA_B not in serve(log).propose(ask(product=CAMERA_A), 7).rows


def test_a_bundle_is_no_larger_than_four() -> None:
    assert MOST + 1 == 4
