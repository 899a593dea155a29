import numpy as np
import pytest

from knowledge_base.compatibility import read_compatibility
from knowledge_base.live import LiveFacts
from recommenders.compatible import Compatible
from recommenders.fitting import Fitting
from recommenders.recommender import Recommender
from tests.recommenders.contract import RecommenderContract, ask
from tests.recommenders.logs import (
    BOOK_A,
    BOOK_B,
    CAMERA_A,
    CAMERA_B,
    CARD_A,
    CARD_B,
    PRODUCTS,
    catalogue,
)

ENTRIES = [
    {"product": {"filter": "category:card"}, "with": {"filter": "category:camera"}},
    {"product": {"product_id": f"p{BOOK_A}"}, "with": {"product_id": f"p{CAMERA_A}"}},
    {"product": {"product_id": f"p{BOOK_B}"}, "with": {"product_id": f"p{CARD_A}"}},
]


def compatible() -> Compatible:
    entries = [read_compatibility(str(n), body) for n, body in enumerate(ENTRIES)]
    popularity = np.zeros(len(PRODUCTS), dtype=np.float32)
    popularity[[CARD_A, CARD_B]] = 1.0, 3.0
    return Compatible(Fitting.of(entries, LiveFacts.at_rest(catalogue())), popularity)


class TestContract(RecommenderContract):
    @pytest.fixture
    def recommender(self) -> Recommender:
        return compatible()


def test_what_people_named_comes_first_then_what_is_popular() -> None:
    found = compatible().propose(ask(product=CAMERA_A), 3)
    assert found.rows.tolist() == [BOOK_A, CARD_B, CARD_A]
    assert set(found.anchor.tolist()) == {CAMERA_A}


def test_what_came_last_into_the_basket_speaks_loudest() -> None:
    found = compatible().propose(ask(basket=[CAMERA_B, CARD_A]), 3)
    assert found.rows.tolist() == [BOOK_B, CARD_B]
    assert found.anchor.tolist() == [CARD_A, CAMERA_B]


def test_the_page_speaks_for_itself_whatever_is_in_the_basket() -> None:
    found = compatible().propose(ask(product=CARD_A, basket=[CAMERA_A]), 3)
    assert found.rows.tolist() == [BOOK_B]


def test_what_fits_and_must_not_be_shown_is_not_proposed() -> None:
    asked = ask(product=CAMERA_A, forbidden=[CARD_B])
    assert CARD_B not in compatible().propose(asked, 7).rows
