from dataclasses import replace
from decimal import Decimal

import numpy as np

from knowledge_base.catalogue_builder import build_catalogue
from knowledge_base.families import Family, families
from knowledge_base.filters import Filter, Masks, parse_filter
from knowledge_base.live import Change, LiveFacts
from knowledge_base.products import Availability, Product
from tests.knowledge_base.shop import RED, lines, small_catalogue


def family_of(product_id: str) -> Family:
    return next(one for one in families(lines()) if one.product.product_id == product_id)


def changed(product_id: str, **fields: object) -> Change:
    family = family_of(product_id)
    variants = tuple(replace(one, **fields) for one in family.variants)  # type: ignore[arg-type] # fields vary by test
    return Change(product_id, Family(family.product, variants))


def test_a_patched_price_shows_at_once_and_the_old_value_is_untouched() -> None:
    before = LiveFacts.at_rest(small_catalogue())
    after = before.with_changes([changed("c1", price=Decimal("450.00"))], seq=7)
    assert (before.price[5], after.price[5], after.seq) == (49900, 45000, 7)


def test_a_deleted_product_is_gone_from_every_filter() -> None:
    live = LiveFacts.at_rest(small_catalogue()).with_changes([Change("s1", None)], seq=1)
    assert Masks(live).products([parse_filter("brand:Adler")]).tolist() == [
        False,
        False,
        True,
        False,
    ]


def test_a_variant_that_left_its_family_is_gone() -> None:
    family = family_of("s1")
    smaller = Family(family.product, family.variants[:1])
    live = LiveFacts.at_rest(small_catalogue()).with_changes([Change("s1", smaller)], seq=1)
    assert live.gone.tolist()[:3] == [False, True, True]


def test_a_product_the_snapshot_does_not_have_waits_for_the_next() -> None:
    new = Product("new", price=Decimal(1))
    live = LiveFacts.at_rest(small_catalogue())
    after = live.with_changes([Change("new", Family(new, (new,)))], seq=3)
    assert after.price.tolist() == live.price.tolist()


def test_a_patched_attribute_moves_its_facet() -> None:
    live = LiveFacts.at_rest(small_catalogue())
    after = live.with_changes([changed("s2", attributes={"colour": (RED,)})], seq=1)
    red, every = [parse_filter("colour:rot")], np.arange(4, dtype=np.int32)
    assert Masks(live).filtered(every, red).passing.variants.tolist() == [2]
    assert Masks(after).filtered(every, red).passing.variants.tolist() == [2, 3, 4]


def test_a_value_never_seen_before_can_be_filtered_by() -> None:
    green = {"de": "grün", "en": "green"}
    live = LiveFacts.at_rest(small_catalogue())
    after = live.with_changes([changed("c1", attributes={"colour": (green,)})], seq=1)
    assert Masks(after).products([parse_filter("colour:green")]).tolist() == [
        False,
        False,
        True,
        False,
    ]


def test_sale_and_availability_follow_the_live_columns() -> None:
    live = LiveFacts.at_rest(small_catalogue())
    assert Masks(live).products([parse_filter("sale:true")]).tolist() == [
        False,
        False,
        True,
        False,
    ]
    out = [parse_filter("availability:out_of_stock")]
    assert Masks(live).products(out).tolist() == [False, False, False, True]
    after = live.with_changes([changed("b1", availability=Availability.IN_STOCK)], seq=1)
    assert not Masks(after).products(out).any()


def test_what_has_no_stock_or_no_price_cannot_be_bought() -> None:
    live = LiveFacts.at_rest(small_catalogue())
    after = live.with_changes([changed("c1", stock=0), changed("s2", price=None)], seq=1)
    assert after.buyable.tolist() == [True, True, True, *[False] * 4]


def test_an_attribute_that_came_after_the_snapshot_can_go_again() -> None:
    live = LiveFacts.at_rest(small_catalogue())
    there = live.with_changes([changed("c1", attributes={"mount": ({"de": "E"},)})], seq=1)
    gone = there.with_changes([changed("c1", attributes={})], seq=2)
    mount = [parse_filter("mount:E")]
    assert Masks(there).products(mount).tolist() == [False, False, True, False]
    assert not Masks(gone).products(mount).any()


def test_a_facet_that_came_after_the_snapshot_is_named_with_the_others() -> None:
    live = LiveFacts.at_rest(small_catalogue())
    after = live.with_changes([changed("c1", attributes={"mount": ({"de": "E"},)})], seq=1)
    assert set(after.facet_names) - set(live.facet_names) == {"mount"}


def test_a_patched_amount_is_in_the_span_it_has_come_into() -> None:
    kin = [
        Product(
            f"p{number}",
            title={"de": "Ding"},
            price=Decimal(1),
            attributes={"weight": ({"de": f"{100 + number} g"},)},
        )
        for number in range(30)
    ]
    shop = build_catalogue(
        list(families(kin)), languages=("de",), currency="EUR", numbering="n"
    )
    (family,) = families([replace(kin[0], attributes={"weight": ({"de": "5,5 kg"},)})])
    live = LiveFacts.at_rest(shop).with_changes([Change("p0", family)], 1)
    heavy = Masks(live).products([Filter("weight", "5000..")])
    assert np.flatnonzero(heavy).tolist() == [0]
    assert not Masks(live).products([Filter("weight", "100..100")]).any()


def test_what_has_no_stock_is_not_filtered_as_available() -> None:
    live = LiveFacts.at_rest(small_catalogue())
    after = live.with_changes(
        [changed("c1", stock=0, availability=Availability.IN_STOCK)], seq=1
    )
    out = Masks(after).products([parse_filter("availability:out_of_stock")])
    assert out.tolist() == [False, False, True, True]


def test_only_a_unit_price_the_snapshot_does_not_know_is_laid_over_it() -> None:
    live = LiveFacts.at_rest(small_catalogue())
    measured = live.with_changes([changed("c1", unit_pricing_measure="1 kg")], seq=1)
    assert measured.unit_prices == {5: "499,00 €/kg"}
    assert measured.with_changes([changed("s1", stock=1)], seq=2).unit_prices.keys() == {5}
    assert measured.with_changes([changed("c1", stock=1)], seq=2).unit_prices == {}
