from dataclasses import replace

import numpy as np
import pytest

from knowledge_base.filters import Masks, parse_filter
from knowledge_base.live import LiveFacts
from ranking.candidates import Candidates
from ranking.ranker import rank
from ranking.sorting import Sort, lowest_price, sort_order
from tests.knowledge_base.shop import small_catalogue

CATALOGUE = replace(small_catalogue(), released=np.array([-1, 200, 100, 200], dtype=np.int32))
LIVE = LiveFacts.at_rest(CATALOGUE)
LEARNED = {"popularity": np.array([1, 7, 3, 7], dtype=np.float32)}
ALL = np.arange(4, dtype=np.int32)
NONE = np.zeros(4, dtype=np.bool_)


def sorted_rows(sort: Sort, live: LiveFacts = LIVE, *behind: int) -> list[int]:
    order = sort_order(
        ALL, sort, live, shown=~live.gone, behind=np.isin(ALL, behind), learned=LEARNED
    )
    rows: list[int] = ALL[order].tolist()
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
    assert lowest_price(live, ~live.gone)[0] == 200
    assert lowest_price(live, Masks(live).variants([parse_filter("colour:rot")]))[0] == 300
    only_sold_out = np.arange(CATALOGUE.variants) == 0
    assert lowest_price(live, only_sold_out)[0] == 100


def test_a_ranking_takes_over_an_order_of_its_candidates() -> None:
    candidates = replace(Candidates.of(ALL), tier=np.array([3, 2, 1, 0], dtype=np.int8))
    order = sort_order(
        ALL, Sort.PRICE_ASC, LIVE, shown=~LIVE.gone, behind=NONE, learned=LEARNED
    )
    ranking = rank(candidates, []).sorted_by(order)
    assert ranking.rows.tolist() == [3, 0, 1, 2]
    assert ranking.tier.tolist() == [0, 3, 2, 1]
