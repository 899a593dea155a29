"""Do prices fall into few ranges with round ends, each product into those of its prices?"""

from decimal import Decimal
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.catalogue_builder import build_catalogue
from knowledge_base.families import Family
from knowledge_base.filters import Masks
from knowledge_base.live import LiveFacts
from knowledge_base.products import Product
from search.price_ranges import MOST_RANGES, write_prices


def prices_of(*products: list[int], sold_out: int = -1, is_filtered: bool = False) -> Any:
    """Write the prices of products given by their variants' cents."""
    kin = []
    for number, cents in enumerate(products):
        members = tuple(
            Product(
                f"{number}-{at}",
                price=Decimal(one) / 100,
                stock=0 if one == sold_out else None,
            )
            for at, one in enumerate(cents)
        )
        kin.append(Family(members[0], members))
    catalogue = build_catalogue(kin, languages=("de",), currency="EUR", numbering="x")
    live = LiveFacts.at_rest(catalogue)
    every = Masks(live).filtered(np.arange(len(products), dtype=np.int32)).passing
    return write_prices(live, every, is_filtered=is_filtered)


def ends(facet: Any) -> list[tuple[int, int]]:
    return [
        (int(Decimal(one["min"]) * 100), int(Decimal(one["max"]) * 100))
        for one in facet["buckets"]
    ]


def test_ranges_have_round_ends_and_leave_no_gap() -> None:
    facet = prices_of(*([cents] for cents in range(1_999, 21_999, 500)))
    assert ends(facet)[0] == (0, 3_999)
    assert {first % 2_000 for first, _ in ends(facet)} == {0}
    assert [one[0] for one in ends(facet)[1:]] == [one[1] + 1 for one in ends(facet)[:-1]]
    assert (facet["min"], facet["max"]) == ("19.99", "214.99")


def test_one_dear_product_does_not_push_all_others_into_one_range() -> None:
    facet = prices_of(*([cents] for cents in range(500, 5_500, 100)), [999_900])
    counts = [one["count"] for one in facet["buckets"]]
    assert max(counts) < 20
    assert sum(counts) == 51


def test_a_product_counts_once_in_every_range_it_has_a_price_in() -> None:
    facet = prices_of([1_000, 1_001, 90_000], [1_000], [90_000])
    assert [one["count"] for one in facet["buckets"] if one["count"]] == [2, 2]


def test_what_nobody_can_buy_does_not_widen_the_range() -> None:
    facet = prices_of([1_000], [2_000], [50_000], sold_out=50_000)
    assert facet["max"] == "20.00"
    assert sum(one["count"] for one in facet["buckets"]) == 2


def test_one_price_is_no_choice_unless_it_was_chosen() -> None:
    assert prices_of([1_000], [1_000]) is None
    assert prices_of([1_000], [1_000], is_filtered=True)["buckets"][0]["count"] == 2
    assert prices_of() is None


@given(st.lists(st.integers(1, 10**13), min_size=2, max_size=40, unique=True))
def test_ranges_are_few_and_hold_every_product(cents: list[int]) -> None:
    facet = prices_of(*([one] for one in cents))
    assert 1 <= len(facet["buckets"]) <= MOST_RANGES
    assert sum(one["count"] for one in facet["buckets"]) == len(cents)
    for (first, last), one in zip(ends(facet), facet["buckets"], strict=True):
        assert one["count"] == sum(first <= price <= last for price in cents)
