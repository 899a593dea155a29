import numpy as np
import pytest

from knowledge_base.catalogue import Catalogue
from knowledge_base.catalogue_builder import build_catalogue
from knowledge_base.families import families
from knowledge_base.products import Product
from recommenders.akin import Akin
from recommenders.content_vectors import ContentVectors
from recommenders.recommender import Ask
from tests.recommenders.contract import RecommenderContract
from tests.recommenders.logs import catalogue

THINGS = [
    ("Mode/Damen/Mützen", "Mütze Wolle Zopfmuster Alba"),
    ("Mode/Damen/Mützen", "Mütze Baumwolle blau"),
    ("Mode/Damen/Schals", "Schal Wolle Zopfmuster Alba"),
    ("Mode/Damen/Schals", "Schal Seide grün"),
    ("Mode/Herren/Mützen", "Mütze Wolle Zopfmuster grob"),
    ("Garten/Leuchten", "Leuchte rot Solar"),
    ("Garten/Leuchten", "Leuchte Solar"),
]
HAT, HAT_TOO, SCARF, SILK, MENS, LAMP, _ = range(7)


def wardrobe() -> Catalogue:
    lines = [
        Product(f"p{row}", title={"de": title}, categories={"de": (tuple(path.split("/")),)})
        for row, (path, title) in enumerate(THINGS)
    ]
    return build_catalogue(
        list(families(lines)), languages=("de",), currency="EUR", numbering="n"
    )


def related(product: int, limit: int) -> list[np.int32]:
    shop = wardrobe()
    everything = np.ones(shop.products, dtype=np.bool_)
    akin = Akin(ContentVectors.compared(shop), shop)
    return list(akin.propose(Ask(everything, product=product), limit).rows)


class TestAkin(RecommenderContract):
    @pytest.fixture
    def recommender(self) -> Akin:
        shop = catalogue()
        return Akin(ContentVectors.compared(shop), shop)


def test_what_is_related_is_near_and_of_another_type() -> None:
    assert related(HAT, 1) == [SCARF]
    assert HAT_TOO not in related(HAT, 7)


def test_wider_categories_are_asked_where_the_nearest_has_too_few() -> None:
    assert set(related(HAT, 2)) == {SCARF, MENS}


def test_what_is_not_near_is_not_related() -> None:
    assert LAMP not in related(HAT, 7)
    assert SILK not in related(HAT, 7)


def test_a_product_without_a_page_is_related_to_nothing() -> None:
    assert related(-1, 7) == []
