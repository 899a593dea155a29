import numpy as np
import pytest

from knowledge_base.catalogue import Catalogue
from recommenders.nearby import Nearby
from recommenders.popular import Popular
from recommenders.recommender import Ask
from tests.recommenders.contract import RecommenderContract
from tests.recommenders.logs import catalogue
from tests.recommenders.test_akin import HAT, HAT_TOO, LAMP, MENS, SCARF, SILK, wardrobe


def serve(shop: Catalogue) -> Nearby:
    """Return what is popular nearby in a shop where later rows are wanted more."""
    return Nearby(Popular(np.arange(shop.products, dtype=np.float32), shop.leaf), shop)


def nearby(product: int, limit: int, *taken: int) -> list[np.int32]:
    shop = wardrobe()
    allowed = np.ones(shop.products, dtype=np.bool_)
    allowed[list(taken)] = False
    return list(serve(shop).propose(Ask(allowed, product=product), limit).rows)


class TestNearby(RecommenderContract):
    @pytest.fixture
    def recommender(self) -> Nearby:
        return serve(catalogue())


def test_what_is_popular_in_the_category_above_is_nearby_the_own_type_is_not() -> None:
    assert nearby(HAT, 2) == [SILK, SCARF]


def test_wider_categories_are_asked_where_the_nearest_has_too_few() -> None:
    assert set(nearby(HAT, 3)) == {SILK, SCARF, MENS}
    assert set(nearby(HAT, 1, SILK, SCARF)) == {MENS}


def test_another_department_is_never_nearby() -> None:
    assert not {LAMP, HAT, HAT_TOO} & set(nearby(HAT, 7))


def test_a_type_that_has_its_department_to_itself_has_nothing_nearby() -> None:
    assert nearby(LAMP, 7) == []


def test_beside_a_basket_it_is_what_came_into_it_last_that_counts() -> None:
    shop = wardrobe()
    allowed = np.ones(shop.products, dtype=np.bool_)
    basket = np.array([LAMP, HAT], dtype=np.int32)
    assert list(serve(shop).propose(Ask(allowed, basket=basket), 2).rows) == [SILK, SCARF]


def test_without_a_product_nothing_is_nearby() -> None:
    assert nearby(-1, 7) == []
