"""Facet counts are hits after the click, for every catalogue and every set of filters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.catalogue_builder import build_catalogue
from knowledge_base.families import Family
from knowledge_base.filters import PRICE, Filter, Masks
from knowledge_base.live import AVAILABILITY, SALE, Change, LiveFacts
from knowledge_base.products import Availability, Product
from knowledge_base.shop import SoldOut
from ranking.eligibility import offered
from ranking.facet_order import FacetOrder
from search.facets import FacetAsk, count_facets
from tests.search.shop import Shop

VALUES = {
    "brand": ["Nike", "Sony"],
    "category": ["A", "A/B", "A/C", "D"],
    "size": ["S", "M", "41,5"],
    "colour": ["rot", "blau", "grau"],
    SALE: ["true"],
    AVAILABILITY: ["in_stock", "out_of_stock"],
}
NAMES = (*VALUES, PRICE)


@dataclass(frozen=True)
class Facts:
    """What a variant was made of, in this test's own words."""

    brand: str | None
    categories: tuple[str, ...]
    size: str | None
    colours: tuple[str, ...]
    cents: int
    reduced: bool
    stock: int

    def values(self, facet: str) -> set[str]:
        """Return what a facet holds of the variant, a tree's branches too."""
        return {
            "brand": {self.brand or ""},
            "category": {
                path[:end]
                for path in self.categories
                for end in (*(i for i, sign in enumerate(path) if sign == "/"), len(path))
            },
            "size": {self.size or ""},
            "colour": set(self.colours),
            SALE: {"true"} if self.reduced else set(),
            AVAILABILITY: {"in_stock" if self.stock else "out_of_stock"},
        }[facet]

    def product(self, number: int) -> Product:
        """Make the feed line whose id is a number."""
        return Product(
            f"v{number}",
            title={"de": "x"},
            brand=self.brand,
            categories={"de": tuple(tuple(one.split("/")) for one in self.categories)},
            price=Decimal(self.cents) / 100,
            list_price=Decimal(self.cents + 100) / 100 if self.reduced else None,
            stock=self.stock,
            attributes={
                **({"size": ({"de": self.size},)} if self.size else {}),
                **({"colour": tuple({"de": c} for c in self.colours)} if self.colours else {}),
            },
        )


def some_of(values: Sequence[str], most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


variants = st.builds(
    Facts,
    st.none() | st.sampled_from(VALUES["brand"]),
    some_of(VALUES["category"], 2),
    st.none() | st.sampled_from(VALUES["size"]),
    some_of(VALUES["colour"], 2),
    st.integers(0, 9).map(lambda tens: tens * 10),
    st.booleans(),
    st.sampled_from([0, 3]),
)
products = st.lists(variants, min_size=1, max_size=3)
shops = st.lists(products, min_size=1, max_size=6) | st.lists(
    variants.map(lambda one: [one]), min_size=1, max_size=6
)
filter_lists = st.lists(
    st.sampled_from([*VALUES]).flatmap(
        lambda name: st.sampled_from(VALUES[name]).map(lambda value: Filter(name, value))
    )
    | st.integers(0, 70).map(lambda low: Filter(PRICE, low=low, high=low + 30)),
    max_size=4,
    unique=True,
)


def families_of(facts: Sequence[Sequence[Facts]]) -> list[Family]:
    """Make products given as lists of their variants' facts."""
    kin = []
    number = 0
    for own in facts:
        members = tuple(one.product(number + at) for at, one in enumerate(own))
        kin.append(Family(members[0], members))
        number += len(own)
    return kin


def live_of(facts: Sequence[Sequence[Facts]]) -> LiveFacts:
    catalogue = build_catalogue(
        families_of(facts), languages=("de",), currency="EUR", numbering="x"
    )
    return LiveFacts.at_rest(catalogue)


def passes(facts: Facts, filters: Sequence[Filter], policy: SoldOut) -> bool:
    """Say whether a variant passes, worked out the slow way from what it was made of."""
    if policy is SoldOut.HIDE and not facts.stock:
        return False
    for name in {one.facet for one in filters}:
        group = [one for one in filters if one.facet == name]
        if name == PRICE:
            held = any((o.low or 0) <= facts.cents <= (o.high or 0) for o in group)
        else:
            held = any(o.value in facts.values(name) for o in group)
        if not held:
            return False
    return True


@dataclass(frozen=True)
class Case:
    """A shop, what matches in it, and the filters in use."""

    facts: Sequence[Sequence[Facts]]
    live: LiveFacts
    policy: SoldOut
    rows: Sequence[int]
    filters: Sequence[Filter]

    def hits(self, filters: Sequence[Filter]) -> int:
        """Count the products one would see."""
        return sum(
            any(passes(one, filters, self.policy) for one in self.facts[row])
            for row in self.rows
        )

    def is_shown(self, row: int) -> bool:
        """Say whether a product has a variant that may be shown."""
        return any(passes(one, [], self.policy) for one in self.facts[row])

    def facets(self, names: Sequence[str] | None = NAMES, **asked: Any) -> list[dict[str, Any]]:
        rows = np.array(self.rows, dtype=np.int32)
        masks = Masks(self.live, offered(self.live, self.policy))
        filtered = masks.filtered(rows, self.filters)
        return count_facets(filtered, FacetAsk("de", names, **asked))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a shop in which some products were patched or deleted after the training."""
    before = draw(shops)
    facts = [list(own) for own in before]
    live = live_of(before)
    gone = set()
    for row in draw(st.lists(st.integers(0, len(facts) - 1), max_size=2, unique=True)):
        family = families_of(before)[row]
        product_id = family.product.product_id
        if draw(st.booleans()):
            gone.add(row)
            live = live.with_changes([Change(product_id, None)], live.seq + 1)
            continue
        facts[row] = [draw(variants) for _ in facts[row]]
        ids = [int(one.product_id[1:]) for one in family.variants]
        patched = tuple(one.product(at) for at, one in zip(ids, facts[row], strict=True))
        change = Change(product_id, Family(patched[0], patched))
        live = live.with_changes([change], live.seq + 1)
    policy = draw(st.sampled_from(SoldOut))
    matching = draw(st.permutations(range(len(facts))))
    rows = [
        row
        for row in matching[: draw(st.integers(0, len(facts)))]
        if row not in gone and any(passes(one, [], policy) for one in facts[row])
    ]
    known = [f for f in draw(filter_lists) if f.facet == PRICE or live.facet(f.facet)]
    return Case(facts, live, policy, rows, known)


def check_counts(case: Case) -> None:
    """Hold every count against the hits after the click."""
    for facet in case.facets():
        name = facet["name"]
        others = [one for one in case.filters if one.facet != name]
        for value in facet.get("values", []):
            click = Filter(name, value["value"])
            # in a list a click adds, in a tree it goes there
            kept = others if facet["kind"] == "tree" else case.filters
            assert value["count"] == case.hits([*kept, click])
            assert value["alone"] == case.hits([*others, click])
            assert value["selected"] == (click in case.filters)
        for bucket in facet.get("buckets", []):
            low, high = (int(Decimal(bucket[end]) * 100) for end in ("min", "max"))
            assert bucket["count"] == case.hits([*others, Filter(PRICE, low=low, high=high)])


@given(cases())
def test_a_count_is_the_number_of_hits_after_the_click(case: Case) -> None:
    check_counts(case)


@given(cases().filter(lambda case: case.rows), st.data())
def test_a_count_holds_whatever_was_counted_before_the_price_or_stock_changed(
    case: Case, data: st.DataObject
) -> None:
    check_counts(case)
    row = data.draw(st.sampled_from(case.rows))
    changed = [
        replace(
            one,
            cents=data.draw(st.integers(0, 9)) * 10,
            reduced=data.draw(st.booleans()),
            stock=data.draw(st.sampled_from([0, 3])),
        )
        for one in case.facts[row]
    ]
    facts = [changed if at == row else own for at, own in enumerate(case.facts)]
    family = families_of(facts)[row]
    change = Change(family.product.product_id, family)
    live = case.live.with_changes([change], case.live.seq + 1)
    later = replace(case, facts=facts, live=live)
    check_counts(replace(later, rows=[at for at in case.rows if later.is_shown(at)]))


@given(cases(), st.data())
def test_a_count_holds_whatever_else_was_counted_of_the_same_products(
    case: Case, data: st.DataObject
) -> None:
    for policy in data.draw(st.permutations([*SoldOut])):
        other = replace(case, policy=policy)
        rows = [at for at in case.rows if other.is_shown(at)]
        for filters in ((), case.filters, case.filters[:1]):
            check_counts(replace(other, rows=rows, filters=filters))


@given(cases(), st.booleans())
def test_what_is_counted_again_is_what_was_counted(case: Case, explain: bool) -> None:  # noqa: FBT001 - drawn
    anew = replace(case, live=replace(case.live))
    for names in (NAMES, None):
        counted = case.facets(names, explain=explain)
        assert case.facets(names, explain=explain) == counted
        assert anew.facets(names, explain=explain) == counted


def test_nobody_changes_what_others_are_told(shop: Shop) -> None:
    live = LiveFacts.at_rest(shop.catalogue)
    told = facets_of(shop, live=live)
    told["brand"]["values"].clear()
    assert facets_of(shop, live=live)["brand"]["values"]


def test_what_one_person_likes_is_not_what_others_are_told(shop: Shop) -> None:
    live = LiveFacts.at_rest(shop.catalogue)
    everybodys = facets_of(shop, live=live, names=["brand"])
    brand = shop.catalogue.facets["brand"]
    likes = np.zeros(len(brand.values))
    likes[brand.code(everybodys["brand"]["values"][-1]["value"])] = 9.0
    own = FacetOrder(likes={"brand": likes})
    assert facets_of(shop, live=live, names=["brand"], order=own) != everybodys
    assert facets_of(shop, live=live, names=["brand"]) == everybodys


def test_what_is_hidden_is_not_counted_because_it_was_before(shop: Shop) -> None:
    masks = Masks(LiveFacts.at_rest(shop.catalogue))
    every = np.ones(shop.catalogue.products, dtype=np.bool_)
    filters = [Filter("brand", "Nike")]
    rows = np.flatnonzero(masks.products(filters)).astype(np.int32)
    for allowed in (every, masks.products(filters)):
        browsed = masks.browsed(rows, filters, allowed)
        (brand,) = count_facets(browsed, FacetAsk("de", ["brand"]))
        assert (len(brand["values"]) > 1) is bool(allowed.all())


@given(cases())
def test_every_value_that_leaves_hits_is_offered(case: Case) -> None:
    shown = {
        facet["name"]: {value["value"] for value in facet.get("values", [])}
        for facet in case.facets()
    }
    for name, values in VALUES.items():
        others = [one for one in case.filters if one.facet != name]
        wanted = {v for v in values if case.hits([*others, Filter(name, v)])}
        assert wanted <= shown.get(name, set())


@given(cases())
def test_one_value_fewer_to_choose_from_changes_no_count(case: Case) -> None:
    every = {
        value["value"]: value
        for facet in case.facets(["colour"])
        if facet["name"] == "colour"
        for value in facet["values"]
    }
    sought = case.facets([], within={"colour": "RAU"})
    found = [one for facet in sought if facet["name"] == "colour" for one in facet["values"]]
    assert found == [every[name] for name in ("grau",) if every.get(name, {}).get("alone")]


def facets_of(shop: Shop, *filters: Filter, text: str = "", **asked: Any) -> dict[str, Any]:
    """Return the facets of a query in the small shop by name, in their order."""
    rows = np.arange(shop.catalogue.products, dtype=np.int32)
    if text:
        searcher = shop.searchers["de"]
        rows = searcher.find(searcher.understand(text)).candidates.rows
    live = asked.pop("live", None) or LiveFacts.at_rest(shop.catalogue)
    rows = rows[live.catalogue.products_of(~live.gone)[rows]]
    ask = FacetAsk(asked.pop("language", "de"), **asked)
    counted = count_facets(Masks(live).filtered(rows, filters), ask)
    return {facet["name"]: facet for facet in counted}


def values_of(facet: Mapping[str, Any], number: str = "count") -> dict[str, int]:
    return {one["label"]: one[number] for one in facet["values"]}


def test_category_comes_first_then_brand_and_price_until_people_tell_otherwise(
    shop: Shop,
) -> None:
    assert list(facets_of(shop))[:3] == ["category", "brand", "price"]


def test_a_facet_that_is_filtered_by_keeps_its_other_values(shop: Shop) -> None:
    facets = facets_of(shop, Filter("brand", "Nike"), text="laufschuhe ")
    assert values_of(facets["brand"], "alone") == {"Nike": 2, "Adidas": 1}
    assert values_of(facets["brand"], "count") == {"Nike": 2, "Adidas": 3}
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


def test_labels_of_what_we_made_up_ourselves_follow_the_language() -> None:
    product = Product("p", title={"de": "x"}, price=Decimal(1), list_price=Decimal(2))
    late = replace(product, product_id="q", availability=Availability.PREORDER)
    catalogue = build_catalogue(
        [Family(one, (one,)) for one in (product, late)],
        languages=("de", "en", "fr"),
        currency="EUR",
        numbering="x",
    )
    filtered = Masks(LiveFacts.at_rest(catalogue)).filtered(np.arange(2, dtype=np.int32))
    for language, labels in {
        "de": {"Reduziert", "Auf Lager", "Vorbestellbar"},
        "en": {"Reduced", "In stock", "Pre-order"},
        "fr": {"Reduced", "In stock", "Pre-order"},
    }.items():
        counted = count_facets(filtered, FacetAsk(language, [SALE, AVAILABILITY]))
        assert {one["label"] for facet in counted for one in facet["values"]} == labels


def test_a_catalogue_without_products_has_no_facets() -> None:
    filtered = Masks(live_of([])).filtered(np.zeros(0, dtype=np.int32))
    assert count_facets(filtered, FacetAsk("de")) == []
    assert count_facets(filtered, FacetAsk("de", NAMES)) == []


def test_a_value_that_nothing_has_adds_nothing_to_the_others() -> None:
    live = live_of(
        [
            [Facts("Sony", (), "S", ("Rot",), 0, reduced=False, stock=3)],
            [Facts("Sony", (), None, (), 0, reduced=False, stock=3)],
        ]
    )
    rows = np.arange(2, dtype=np.int32)
    filtered = Masks(live).filtered(rows, [Filter("colour", "Pink")])
    (facet,) = count_facets(filtered, FacetAsk("de", ["colour"]))
    assert [(one["count"], one["alone"]) for one in facet["values"]] == [(1, 1)]
