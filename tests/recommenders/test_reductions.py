from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from knowledge_base.catalogue import Catalogue
from knowledge_base.catalogue_builder import build_catalogue
from knowledge_base.families import families
from knowledge_base.live import LiveFacts
from knowledge_base.products import Availability, Product
from recommenders.reductions import NO_PRICE, Favourites, Reductions, discounts, returns
from tests.recommenders.contract import RecommenderContract, ask
from tests.recommenders.logs import BOOK_A, CAMERA_A, CAMERA_B, CARD_A

DISCOUNT = np.array([0.5, 0.2, 0, 0.2, 0, 0, 0], dtype=np.float32)
POPULARITY = np.array([1, 1, 9, 5, 9, 9, 9], dtype=np.float32)


class TestReductions(RecommenderContract):
    @pytest.fixture
    def recommender(self) -> Reductions:
        return Reductions(DISCOUNT, POPULARITY)

    def test_a_greater_discount_stands_first_and_of_equal_ones_the_wanted(
        self, recommender: Reductions
    ) -> None:
        assert recommender.propose(ask(), 7).rows.tolist() == [CAMERA_A, CARD_A, CAMERA_B]


class TestFavourites(RecommenderContract):
    @pytest.fixture
    def recommender(self) -> Favourites:
        return Favourites("reduced_favourites", DISCOUNT)

    def test_only_what_was_cared_for_and_has_news_is_told_of(
        self, recommender: Favourites
    ) -> None:
        found = recommender.propose(ask(liked=[BOOK_A, CARD_A, CAMERA_A]), 7)
        assert found.rows.tolist() == [CAMERA_A, CARD_A]


def shop() -> Catalogue:
    """Offer shoes in two sizes, and a lamp that is sold out."""
    lines = [
        Product("shoe", title={"de": "Schuh"}),
        Product("shoe-42", variant_of="shoe", price=Decimal(80), stock=3),
        Product("shoe-43", variant_of="shoe", price=Decimal(90), stock=3),
        Product("lamp", title={"de": "Lampe"}, price=Decimal(20), stock=0),
    ]
    return build_catalogue(
        list(families(lines)), languages=("de",), currency="EUR", numbering="n"
    )


NEVER = np.full(3, NO_PRICE, dtype=np.int64)
STAYED = np.zeros(3, dtype=np.bool_)


def test_what_stands_below_every_price_of_the_month_is_reduced() -> None:
    live, lowest = LiveFacts.at_rest(shop()), NEVER.copy()
    lowest[0] = 100_00
    assert discounts(live, lowest).tolist() == pytest.approx([0.2, 0])
    lowest[0] = 70_00
    assert discounts(live, lowest).tolist() == [0, 0], "it was cheaper within the month"


def test_a_price_that_fell_a_moment_ago_is_a_reduction() -> None:
    live = LiveFacts.at_rest(shop())
    assert not discounts(live, NEVER).any()
    fallen = replace(live, price=live.price // 2)
    assert discounts(fallen, NEVER).tolist() == pytest.approx([0.5, 0]), "a lamp is sold out"


def test_what_can_be_bought_since_the_snapshot_is_back() -> None:
    live = LiveFacts.at_rest(shop())
    assert not returns(live, STAYED).any()
    stocked = replace(
        live,
        stock=np.full_like(live.stock, 2),
        availability=np.full_like(live.availability, Availability.IN_STOCK),
    )
    assert returns(stocked, STAYED).tolist() == [0, 1]


def test_a_product_is_not_back_because_one_of_its_sizes_is() -> None:
    live, back = LiveFacts.at_rest(shop()), STAYED.copy()
    back[0] = True
    assert not returns(live, back).any()
    back[1] = True
    assert returns(live, back).tolist() == [1, 0]
