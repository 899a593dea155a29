import numpy as np
import pytest

from knowledge_base.catalogue_builder import build_catalogue
from knowledge_base.families import families
from knowledge_base.products import Product
from recommenders.content_vectors import ContentVectors
from tests.recommenders.contract import RecommenderContract, ask, assert_equal_arrays
from tests.recommenders.logs import (
    BOOK_A,
    BOOK_B,
    CAMERA_A,
    CAMERA_B,
    CAMERA_C,
    CARD_A,
    catalogue,
)

VISITORS = np.array([5, 5, 0, 5, 5, 5, 0], dtype=np.int32)
UNDATED = np.full(7, -1, dtype=np.int32)


class TestContentVectors(RecommenderContract):
    @pytest.fixture
    def recommender(self) -> ContentVectors:
        return ContentVectors(ContentVectors.compared(catalogue()), VISITORS, UNDATED)

    def test_what_nobody_knows_is_proposed_to_who_likes_its_like(
        self, recommender: ContentVectors
    ) -> None:
        found = recommender.propose(ask(liked=[CAMERA_A, CARD_A]), 7)
        assert found.rows.tolist() == [CAMERA_C]
        assert found.anchor.tolist() == [CAMERA_A]
        assert recommender.propose(ask(liked=[BOOK_A]), 7).rows.tolist() == [BOOK_B]

    def test_what_others_look_at_is_left_to_those_who_learn_from_it(
        self, recommender: ContentVectors
    ) -> None:
        found = recommender.propose(ask(liked=[CAMERA_A]), 7)
        assert CAMERA_B not in found.rows


def test_the_same_catalogue_has_the_same_vectors() -> None:
    both = [dict(ContentVectors.compared(catalogue())) for _ in range(2)]
    assert_equal_arrays(*both)
    assert both[0]["vectors"].dtype == np.float16


def test_titles_say_what_is_alike_in_german_whatever_the_ending() -> None:
    titles = ("Rote Lampe", "Lampen in Rot", "Blauer Stuhl", "Blaue Stühle")
    lines = [Product(f"p{n}", title={"de": title}) for n, title in enumerate(titles)]
    shop = build_catalogue(
        list(families(lines)), languages=("de",), currency="EUR", numbering="n"
    )
    vectors = ContentVectors.compared(shop)["vectors"].astype(np.float32)
    alike = vectors @ vectors.T
    assert alike[0, 1] > 0.9
    assert alike[2, 3] > 0.9
    assert abs(alike[0, 2]) < 0.1


def test_a_shop_without_products_has_no_vectors() -> None:
    empty = build_catalogue([], languages=("de",), currency="EUR", numbering="n")
    assert ContentVectors.compared(empty)["vectors"].shape == (0, 64)
