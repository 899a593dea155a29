"""Facet counts are hits after the click, for every catalogue and every set of filters."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.catalogue_builder import build_catalogue
from knowledge_base.errors import UnknownName
from knowledge_base.families import Family
from knowledge_base.filters import PRICE, Filter, Masks
from knowledge_base.live import Change, LiveFacts
from knowledge_base.products import Product
from search.facets import count_facets
from tests.search.shop import Shop

NAMES = ("brand", "category", "size", "colour")
VALUES = {
    "brand": ["Nike", "Sony"],
    "category": ["A", "A/B", "A/C", "D"],
    "size": ["S", "M", "41,5"],
    "colour": ["rot", "blau"],
}


def variant_of(number: int, facts: Mapping[str, str | None]) -> Product:
    """Make a variant whose id is its number, with the facts that are there."""
    category = facts.get("category")
    return Product(
        f"v{number}",
        title={"de": "x"},
        brand=facts.get("brand"),
        categories={"de": (tuple(category.split("/")),)} if category else {},
        price=Decimal(number % 7),
        attributes={
            name: ({"de": value},)
            for name in ("size", "colour")
            if (value := facts.get(name)) is not None
        },
    )


variants = st.fixed_dictionaries(
    {name: st.none() | st.sampled_from(values) for name, values in VALUES.items()}
)
catalogues = st.lists(st.lists(variants, min_size=1, max_size=3), min_size=1, max_size=6)
filter_lists = st.lists(
    st.sampled_from(NAMES).flatmap(
        lambda name: st.sampled_from(VALUES[name]).map(lambda value: Filter(name, value))
    )
    | st.integers(0, 700).map(lambda low: Filter(PRICE, low=low, high=low + 300)),
    max_size=4,
    unique=True,
)


def masks_of(facts: Sequence[Sequence[Mapping[str, str | None]]]) -> Masks:
    """Make a catalogue of products given as lists of their variants' facts."""
    kin = []
    number = 0
    for own in facts:
        members = tuple(variant_of(number + at, one) for at, one in enumerate(own))
        kin.append(Family(members[0], members))
        number += len(own)
    catalogue = build_catalogue(kin, languages=("de",), currency="EUR", numbering="x")
    return Masks(LiveFacts.at_rest(catalogue))


def passes(number: int, facts: Mapping[str, str | None], filters: Sequence[Filter]) -> bool:
    """Say whether a variant passes, worked out the slow way from what it was made of."""
    for name in {one.facet for one in filters}:
        group = [one for one in filters if one.facet == name]
        cents = number % 7 * 100
        if name == PRICE:
            held = any((o.low or 0) <= cents <= (o.high or 0) for o in group)
        else:
            value = facts.get(name) or ""
            held = any(
                value == o.value or (name == "category" and value.startswith(o.value + "/"))
                for o in group
            )
        if not held:
            return False
    return True


def hits(
    facts: Sequence[Sequence[Mapping[str, str | None]]],
    matches: Sequence[bool],
    filters: Sequence[Filter],
) -> int:
    """Count the products one would see."""
    total = number = 0
    for own, is_match in zip(facts, matches, strict=True):
        total += is_match and any(passes(number + at, v, filters) for at, v in enumerate(own))
        number += len(own)
    return total


@given(catalogues, filter_lists, st.data())
def test_a_count_is_the_number_of_hits_after_the_click(
    facts: list[list[dict[str, str | None]]], filters: list[Filter], data: st.DataObject
) -> None:
    matches = data.draw(st.lists(st.booleans(), min_size=len(facts), max_size=len(facts)))
    masks = masks_of(facts)
    filters = [one for one in filters if one.facet == PRICE or masks.live.facet(one.facet)]
    for facet in count_facets(masks, np.array(matches), filters, NAMES, "de"):
        used = any(one.facet == facet["name"] for one in filters)
        others = [one for one in filters if not (used and one.facet == facet["name"])]
        for value in facet.get("values", []):
            click = Filter(facet["name"], value["value"])
            assert value["count"] == hits(facts, matches, [*others, click])
            assert value["selected"] == (click in filters)


@given(catalogues, filter_lists)
def test_every_value_that_leaves_hits_is_offered(
    facts: list[list[dict[str, str | None]]], filters: list[Filter]
) -> None:
    masks = masks_of(facts)
    filters = [one for one in filters if one.facet == PRICE or masks.live.facet(one.facet)]
    everything = [True] * len(facts)
    shown = {
        facet["name"]: {value["value"] for value in facet.get("values", [])}
        for facet in count_facets(masks, np.array(everything), filters, NAMES, "de")
    }
    for name, values in VALUES.items():
        others = [one for one in filters if one.facet != name]
        wanted = {v for v in values if hits(facts, everything, [*others, Filter(name, v)])}
        assert wanted <= shown.get(name, set())


def facets_of(shop: Shop, *filters: Filter, text: str = "", **asked: Any) -> dict[str, Any]:
    """Return the facets of a query in the small shop by name, in their order."""
    matches = np.ones(shop.catalogue.products, dtype=np.bool_)
    if text:
        searcher = shop.searchers["de"]
        matches[:] = False
        matches[searcher.find(searcher.understand(text)).candidates.rows] = True
    live = asked.get("live") or LiveFacts.at_rest(shop.catalogue)
    names, language = asked.get("names"), asked.get("language", "de")
    counted = count_facets(Masks(live), matches, filters, names, language)
    return {facet["name"]: facet for facet in counted}


def values_of(facet: Mapping[str, Any]) -> dict[str, int]:
    return {one["label"]: one["count"] for one in facet["values"]}


def test_category_brand_and_price_come_first(shop: Shop) -> None:
    assert list(facets_of(shop))[:3] == ["category", "brand", "price"]


def test_a_facet_that_is_filtered_by_keeps_its_other_values(shop: Shop) -> None:
    facets = facets_of(shop, Filter("brand", "Nike"), text="laufschuhe ")
    assert values_of(facets["brand"]) == {"Nike": 2, "Adidas": 1}
    assert [one["selected"] for one in facets["brand"]["values"]] == [True, False]


def test_filters_hold_on_one_variant(shop: Shop) -> None:
    facets = facets_of(shop, Filter("size", "39"), text="laufschuhe ", names=["colour"])
    assert values_of(facets["colour"]) == {"Blau": 1, "Rot": 1}


def test_a_selected_value_without_hits_stays_to_be_taken_off(shop: Shop) -> None:
    facets = facets_of(shop, Filter("brand", "Sony"), text="laufschuhe ")
    assert values_of(facets["brand"])["Sony"] == 0


def test_labels_follow_the_language_and_values_do_not(shop: Shop) -> None:
    tree = facets_of(shop, language="en")["category"]
    shoes = next(one for one in tree["values"] if one["value"] == "Schuhe/Laufschuhe")
    assert (shoes["label"], shoes["depth"], shoes["count"]) == ("Running shoes", 1, 3)


def test_a_tree_is_listed_from_the_root_down(shop: Shop) -> None:
    tree = facets_of(shop)["category"]
    paths = [one["value"] for one in tree["values"]]
    assert paths.index("Schuhe/Laufschuhe") == paths.index("Schuhe") + 1


def test_sizes_stand_in_their_natural_order(shop: Shop) -> None:
    shirts = facets_of(shop, Filter("category", "Mode"), names=["size"])
    assert [one["label"] for one in shirts["size"]["values"]] == ["M", "L", "XL"]
    shoes = facets_of(shop, Filter("category", "Schuhe"), names=["size"])
    assert [one["label"] for one in shoes["size"]["values"]] == ["38", "39", "44"]


def test_prices_span_what_can_be_bought_whatever_the_price_filter(shop: Shop) -> None:
    price = facets_of(shop, Filter(PRICE, low=0, high=1), text="laufschuhe ")["price"]
    assert (price["min"], price["max"], price["kind"]) == ("49.00", "119.00", "range")


def test_counts_follow_live_changes(shop: Shop) -> None:
    live = LiveFacts.at_rest(shop.catalogue).with_changes([Change("run-1", None)], seq=1)
    facets = facets_of(shop, text="laufschuhe ", live=live, names=["brand"])
    assert values_of(facets["brand"]) == {"Nike": 1, "Adidas": 1}


def test_facets_come_as_they_are_asked_for_and_those_in_use_always(shop: Shop) -> None:
    asked = facets_of(shop, Filter("brand", "Nike"), names=["size", "nonsense", "colour"])
    assert list(asked) == ["size", "colour", "brand"]


def test_a_facet_that_does_not_split_the_hits_is_not_offered(shop: Shop) -> None:
    assert "brand" not in facets_of(shop, text="spa2600/00")


def test_an_unknown_filter_is_named(shop: Shop) -> None:
    with pytest.raises(UnknownName, match="there is no facet 'shade'"):
        facets_of(shop, Filter("shade", "dark"))


def test_a_catalogue_without_products_has_no_facets() -> None:
    assert count_facets(masks_of([]), np.zeros(0, dtype=np.bool_), [], None, "de") == []
