from decimal import Decimal

import numpy as np
import pytest

from knowledge_base.catalogue_builder import build_catalogue
from knowledge_base.families import families
from knowledge_base.products import Product
from recommenders.similar import Similar
from tests.recommenders.contract import RecommenderContract, ask
from tests.recommenders.logs import BOOK_A, CAMERA_A, CAMERA_B, CAMERA_C, catalogue


class TestSimilar(RecommenderContract):
    @pytest.fixture
    def recommender(self) -> Similar:
        return Similar(Similar.compared(catalogue()))

    def test_without_a_single_event_alternatives_are_of_the_same_type(
        self, recommender: Similar
    ) -> None:
        found = recommender.propose(ask(product=CAMERA_A), 5)
        assert set(found.rows.tolist()) == {CAMERA_B, CAMERA_C}
        assert BOOK_A not in found.rows

    def test_shared_attributes_stand_first(self, recommender: Similar) -> None:
        found = recommender.propose(ask(product=CAMERA_A), 5)
        assert found.rows.tolist() == [CAMERA_B, CAMERA_C]


def test_a_large_type_is_compared_in_parts_of_products_alike(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    brands = ("Eins", "Zwei", "Drei", "Vier")
    lines = [
        Product(
            f"p{row}",
            title={"de": f"Kamera {row}"},
            brand=brands[row % 4],
            price=Decimal(10 ** (row % 2 + 1)),
            categories={"de": (("Kameras",),)},
        )
        for row in range(64)
    ]
    shop = build_catalogue(
        list(families(lines)), languages=("de",), currency="EUR", numbering="n"
    )
    monkeypatch.setattr("recommenders.similar.MOST_COMPARED", 16)
    partners = Similar.compared(shop)["partners"]
    known = partners >= 0
    assert known.sum(axis=1).tolist() == [15] * 64
    alike = (partners % 4 == np.arange(64)[:, None] % 4) & known
    assert (alike.sum(axis=1) == 15).all()
