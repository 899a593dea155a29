import tracemalloc

import numpy as np
import pytest

from knowledge_base.errors import BadInput, UnknownName
from knowledge_base.filters import Filter, Masks, parse_filter
from knowledge_base.live import LiveFacts
from tests.knowledge_base.shop import small_catalogue


def products(*texts: str) -> list[int]:
    masks = Masks(LiveFacts.at_rest(small_catalogue()))
    mask = masks.products([parse_filter(text) for text in texts])
    return [row for row, passed in enumerate(mask.tolist()) if passed]


def test_values_of_one_facet_are_alternatives_and_facets_add_up() -> None:
    assert products("colour:rot", "colour:schwarz") == [0, 1]
    assert products("colour:rot", "colour:schwarz", "brand:Adler") == [0]


def test_all_filters_hold_on_one_variant() -> None:
    assert products("colour:blau", "size:43") == [0]
    assert products("colour:rot", "size:43") == []


def test_a_price_range_takes_both_ends_in() -> None:
    assert products("price:79.95..119") == [0, 1]
    assert products("price:..12") == [3]
    assert products("price:499..") == [2]
    assert products("price:12") == [3]


def test_a_category_filter_takes_in_what_is_below() -> None:
    assert products("category:Mode") == [0, 1]


def test_a_value_nobody_carries_matches_nothing() -> None:
    assert products("brand:Nobody") == []


def test_an_unknown_facet_is_named_with_the_ones_there_are() -> None:
    with pytest.raises(UnknownName, match=r"no facet 'weight'.*brand.*price"):
        products("weight:2")


@pytest.mark.parametrize(
    "text",
    ["", "brand", "brand:", ":x", "price:a..b", "price:-1..2", "price:NaN", "price:50..10"],
)
def test_what_is_no_filter_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        parse_filter(text)


@pytest.mark.parametrize(
    "text", ["brand:Falke & Sohn", "price:10.00..50.00", "price:..50.00", "a:b:c"]
)
def test_a_filter_is_written_as_it_was_read(text: str) -> None:
    assert str(parse_filter(text)) == text


def test_one_facet_can_be_left_aside() -> None:
    masks = Masks(LiveFacts.at_rest(small_catalogue()))
    both = [Filter("colour", "rot"), Filter("brand", "Adler")]
    filtered = masks.filtered(np.arange(4, dtype=np.int32), both)
    assert filtered.passing.variants.tolist() == [2]
    assert filtered.without("colour").variants.tolist() == [0, 1, 2, 5]
    assert filtered.without("colour").rows.tolist() == [0, 2]
    assert filtered.without("size") is filtered.passing
    assert filtered.products.tolist() == [True, False, False, False]


def test_some_products_pass_as_they_do_among_all() -> None:
    masks = Masks(LiveFacts.at_rest(small_catalogue()))
    rows = np.array([3, 1, 0], dtype=np.int32)
    for texts in ([], ["size:42"], ["price:..100", "colour:blau"], ["category:Mode"]):
        filters = [parse_filter(text) for text in texts]
        expected = masks.products(filters)[rows].tolist()
        assert masks.filtered(rows, filters).products.tolist() == expected


def test_a_value_that_a_facet_of_fixed_values_cannot_have_is_refused() -> None:
    masks = Masks(LiveFacts.at_rest(small_catalogue()))
    masks.check([Filter("sale", "true"), Filter("availability", "Auf Lager")])
    masks.check([Filter("brand", "Nobody"), Filter("price", low=1)])
    with pytest.raises(BadInput, match=r"'quatsch' is not a value of sale; there are true"):
        masks.check([Filter("sale", "quatsch")])


def test_however_many_ranges_are_asked_for_few_are_remembered() -> None:
    masks = Masks(LiveFacts.at_rest(small_catalogue()))

    def memory_after(ranges: range) -> int:
        for cents in ranges:
            assert masks.products([Filter("price", low=cents)]).any()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        few, many = memory_after(range(1_000)), memory_after(range(1_000, 3_000))
    finally:
        tracemalloc.stop()
    assert many < 1.5 * few
