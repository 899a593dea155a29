from dataclasses import replace

import numpy as np
import pytest

from knowledge_base.filters import Filter, Masks
from knowledge_base.live import LiveFacts
from knowledge_base.selection import Selection
from ranking.shortlist import first_places
from ranking.sorting import Sort, lowest_prices, sort_keys
from tests.knowledge_base.shop import small_catalogue

CATALOGUE = replace(small_catalogue(), released=np.array([-1, 200, 100, 200], dtype=np.int32))
LIVE = LiveFacts.at_rest(CATALOGUE)
LEARNED = {"popularity": np.array([1, 7, 3, 7], dtype=np.float32)}
ALL = np.arange(4, dtype=np.int32)


def everything(live: LiveFacts = LIVE) -> Selection:
    return Selection.of(CATALOGUE, ALL, ~live.gone)


def sorted_rows(sort: Sort, live: LiveFacts = LIVE, *behind: int) -> list[int]:
    keys = sort_keys(everything(live), sort, live, LEARNED)
    rows: list[int] = first_places(keys, ALL, np.isin(ALL, behind), 4).tolist()
    return rows


@pytest.mark.parametrize(
    ("sort", "rows"),
    [
        (Sort.PRICE_ASC, [3, 0, 1, 2]),
        (Sort.PRICE_DESC, [2, 1, 0, 3]),
        (Sort.NEWEST, [1, 3, 2, 0]),
        (Sort.POPULAR, [1, 3, 2, 0]),
    ],
)
def test_products_stand_in_the_order_asked_for_and_ties_by_row(
    sort: Sort, rows: list[int]
) -> None:
    assert sorted_rows(sort) == rows


@pytest.mark.parametrize("sort", [Sort.PRICE_ASC, Sort.PRICE_DESC])
def test_a_product_without_a_price_stands_last_either_way(sort: Sort) -> None:
    price = LIVE.price.copy()
    price[CATALOGUE.product_of == 2] = -1
    assert sorted_rows(sort, replace(LIVE, price=price))[-1] == 2


def test_what_stands_behind_does_so_however_it_is_sorted() -> None:
    assert sorted_rows(Sort.PRICE_ASC, LIVE, 3, 0) == [1, 2, 3, 0]


def test_the_price_is_that_of_the_cheapest_shown_variant_one_can_buy() -> None:
    price, stock = LIVE.price.copy(), LIVE.stock.copy()
    price[:3] = [100, 200, 300]  # s1: blue 42, blue 43, red 42
    stock[0] = 0
    live = replace(LIVE, price=price, stock=stock)
    assert lowest_prices(everything(live), live)[0] == 200
    red = Masks(live).filtered(ALL, [Filter("colour", "rot")]).passing
    assert lowest_prices(red, live).tolist() == [300]
    only_sold_out = Selection.of(CATALOGUE, ALL[:1], np.arange(CATALOGUE.variants) == 0)
    assert lowest_prices(only_sold_out, live).tolist() == [100]


def test_the_first_few_are_those_that_a_whole_sorting_has_first() -> None:
    for sort in (Sort.PRICE_ASC, Sort.PRICE_DESC, Sort.NEWEST, Sort.POPULAR):
        keys = sort_keys(everything(), sort, LIVE, LEARNED)
        behind = np.array([True, False, False, True])
        whole = first_places(keys, ALL, behind, 4).tolist()
        for most in range(4):
            assert first_places(keys, ALL, behind, most).tolist() == whole[:most]
