"""Is every way to write a product understood, and every mistake named?"""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.errors import BadInput
from knowledge_base.line_reader import FIELDS
from knowledge_base.lines import follow, merge_patch, read_product
from knowledge_base.products import Availability, Product
from knowledge_base.unit_prices import shown_unit_price


def read(**fields: Any) -> Product:
    raw = {"product_id": "p1", "title": "Laufschuh", **fields}
    return read_product(raw, languages=("de", "en"), currency="EUR")


def patched(product: Product, **patch: Any) -> Product:
    return merge_patch(product, patch, languages=("de", "en"), currency="EUR")


def shown(product: Product) -> str | None:
    return shown_unit_price(product, "de", "EUR")


def faults(**fields: Any) -> dict[str, str]:
    with pytest.raises(BadInput) as caught:
        read(**fields)
    return {fault.place: fault.detail for fault in caught.value.faults}


def test_a_text_without_a_language_is_in_the_default_one() -> None:
    assert read(title_en="Running shoe").title == {"de": "Laufschuh", "en": "Running shoe"}


def test_a_text_only_in_another_language_serves_as_the_default_one() -> None:
    assert read(title={"en": "Running shoe"}).title == {
        "de": "Running shoe",
        "en": "Running shoe",
    }


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("79.95", "79.95"),
        ("79,95 €", "79.95"),
        ("EUR 79,9", "79.90"),
        ("1.479,00 EUR", "1479.00"),
        ("1,479.00", "1479.00"),
        ("1.234.567", "1234567.00"),
        ("1'479.50", "1479.50"),
        ("12,-", "12.00"),
        ("0.125", "0.13"),
        (79.95, "79.95"),
        (80, "80.00"),
        (1e-05, "0.00"),
    ],
)
def test_prices_are_read_as_shops_write_them(written: Any, amount: str) -> None:
    assert str(read(price=written).price) == amount


@pytest.mark.parametrize(
    "written",
    [
        *("-3", -3, "viel", "1.479", "79.95 USD", float("nan"), float("inf"), "1,2,3", True),
        pytest.param("1" + " " * 5_000 + "!", marks=pytest.mark.timeout(10)),
    ],
)
def test_a_price_that_could_be_wrong_is_refused(written: Any) -> None:
    assert list(faults(price=written)) == ["price"]


def test_another_currency_is_refused_with_both_named() -> None:
    assert faults(currency="USD") == {"currency": "is USD; this shop sells in EUR"}


def test_a_list_price_that_is_no_reduction_is_dropped() -> None:
    assert read(price="10.00", list_price="10.00").list_price is None
    assert read(price="10.00", list_price="12.00").list_price == Decimal("12.00")


@pytest.mark.parametrize(
    ("word", "level"),
    [
        ("in stock", Availability.IN_STOCK),
        ("in_stock", Availability.IN_STOCK),
        ("https://schema.org/InStock", Availability.IN_STOCK),
        ("auf Lager", Availability.IN_STOCK),
        ("Vorbestellung", Availability.PREORDER),
        ("backorder", Availability.BACKORDER),
        ("ausverkauft", Availability.OUT_OF_STOCK),
    ],
)
def test_availability_is_read_in_both_spellings_and_in_german(
    word: str, level: Availability
) -> None:
    assert read(availability=word).availability is level


def test_an_oversold_product_has_none_left() -> None:
    assert read(stock=-2).stock == 0


def test_html_becomes_text_with_a_line_for_each_block() -> None:
    written = "<p>Aus <b>Leder</b> &amp; Filz</p><ul><li>leicht<li>warm</ul><script>x</script>"
    assert read(description=written).description["de"] == "Aus Leder & Filz\nleicht\nwarm"


def test_html_that_was_escaped_twice_becomes_text_too() -> None:
    assert read(description="&lt;p&gt;3 &amp;lt; 5&lt;/p&gt;").description["de"] == "3 < 5"


def test_a_comparison_is_not_mistaken_for_html() -> None:
    assert read(description="Länge < 3 m & > 1 m").description["de"] == "Länge < 3 m & > 1 m"


def test_a_description_that_is_too_long_ends_at_a_word() -> None:
    text = read(description="Wolle " * 10_000).description["de"]
    assert len(text) <= 20_000
    assert text.endswith("Wolle")


@pytest.mark.parametrize("written", ["A > B|C", ["A > B", "C"], [["A", "B"], ["C"]]])
def test_category_paths_may_be_text_or_lists(written: Any) -> None:
    assert read(categories=written).categories == {"de": (("A", "B"), ("C",))}


def test_categories_may_be_given_by_language() -> None:
    product = read(categories={"de": ["Schuhe"], "en": ["Shoes"]})
    assert product.categories == {"de": (("Schuhe",),), "en": (("Shoes",),)}


def test_size_colour_and_tags_become_attributes() -> None:
    product = read(size="42", color="rot", tags="neu, leicht")
    assert product.attributes == {
        "size": ({"de": "42"},),
        "colour": ({"de": "rot"},),
        "tags": ({"de": "neu"}, {"de": "leicht"}),
    }


@pytest.mark.parametrize(
    "written",
    [
        {"de": ["rot", "blau"], "en": ["red", "blue"]},
        [{"de": "rot", "en": "red"}, {"de": "blau", "en": "blue"}],
    ],
)
def test_several_values_by_language_belong_together(written: Any) -> None:
    expected = ({"de": "rot", "en": "red"}, {"de": "blau", "en": "blue"})
    assert read(colour=written).attributes["colour"] == expected


def test_a_language_that_is_none_is_refused() -> None:
    assert list(faults(title={"Deutsch!": "Schuh"})) == ["title"]
    assert list(faults(attributes={"farbe": {"auf Deutsch": "rot"}})) == ["attributes.farbe"]


def test_numbers_and_flags_in_attributes_become_texts() -> None:
    product = read(
        attributes={"Weite (cm)": 6.0, "dick": 1e-05, "dicht": {"de": True, "en": True}}
    )
    assert product.attributes == {
        "weite_cm": ({"de": "6"},),
        "dick": ({"de": "0.00001"},),
        "dicht": ({"de": "ja", "en": "yes"},),
    }


def test_an_attribute_may_not_take_the_name_of_another_facet() -> None:
    assert list(faults(attributes={"Price": 5})) == ["attributes.Price"]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "schuh.html", "/\\evil.example"]
)
def test_only_web_addresses_and_paths_from_the_root_are_links(address: str) -> None:
    assert list(faults(url=address)) == ["url"]


def test_images_keep_their_order_and_come_once() -> None:
    product = read(image_url="/a.svg", image_urls=["/b.svg", "/a.svg"])
    assert product.image_urls == ("/a.svg", "/b.svg")


def test_a_date_without_a_zone_is_utc() -> None:
    new_year = datetime(2025, 12, 31, tzinfo=UTC)
    assert read(released_at="2025-12-31").released_at == new_year
    assert read(released_at="31.12.2025").released_at == new_year


def test_invisible_characters_do_not_hide_in_texts() -> None:
    assert read(title="Lauf\u00adschuh\u200b\x00  neu").title["de"] == "Laufschuh neu"


def test_every_bad_field_of_a_line_is_named() -> None:
    named = faults(product_id="", price="viel", stock="viele", rating=6, foo=1)
    assert set(named) == {"product_id", "price", "stock", "rating", "foo"}


def test_a_variant_needs_no_title_of_its_own() -> None:
    assert read(title="", variant_of="p0").title == {}
    assert faults(title="") == {"title": "is missing"}


def test_a_product_that_names_itself_as_parent_has_none() -> None:
    assert read(variant_of="p1").variant_of is None


@pytest.mark.parametrize(
    "fields",
    [
        {"size": [str(number) for number in range(501)]},
        {"attributes": {f"a{number}": "x" for number in range(201)}},
        {"categories": [str(number) for number in range(51)]},
        {"categories": ">".join("abcdefghijklm")},
        {"sku": "x" * 256},
        {"product_id": "x" * 129},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_a_line_has_bounds(fields: dict[str, Any]) -> None:
    assert list(faults(**fields)) == list(fields)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(FIELDS)) | st.text(), values, max_size=8))
def test_nothing_one_can_send_breaks_the_reader(raw: dict[str, Any]) -> None:
    with suppress(BadInput):
        assert read_product(raw, languages=("de", "en"), currency="EUR").product_id


texts = st.text(min_size=1).filter(str.strip) | st.sampled_from(["a &amp;lt; b", "<b>x</b>"])


@given(
    description=texts,
    colours=st.lists(st.dictionaries(st.sampled_from(["de", "en", "fr"]), texts), max_size=3),
    path=st.lists(texts, min_size=1, max_size=3),
    price=st.decimals(0, 10**6, places=2),
    released=st.datetimes(),
)
def test_what_was_read_reads_as_itself_again(
    description: str,
    colours: list[dict[str, str]],
    path: list[str],
    price: Decimal,
    released: datetime,
) -> None:
    try:
        product = read(
            description=description,
            colour=colours,
            categories=[path],
            price=str(price),
            released_at=released,
        )
    except BadInput:
        return
    line = msgspec.json.decode(msgspec.json.encode(product))
    assert line.pop("lowest_price") is None, "no feed tells it"
    assert read_product(line, languages=("de", "en"), currency="EUR") == product


def test_a_patch_changes_what_it_names_and_nothing_else() -> None:
    before = read(price="79.95", stock=3, colour="rot", attributes={"dicht": "ja"})
    after = patched(before, price="69.95", attributes={"weite": "H"})
    assert after.price == Decimal("69.95")
    assert after.stock == 3
    assert set(after.attributes) == {"colour", "dicht", "weite"}


def test_null_in_a_patch_removes() -> None:
    before = read(price="79.95", list_price="99.95", colour="rot", attributes={"dicht": "ja"})
    after = patched(before, list_price=None, colour=None, attributes={"dicht": None})
    assert after.list_price is None
    assert after.attributes == {}


@pytest.mark.parametrize("empty", ["", " ", [], {}])
@pytest.mark.parametrize("name", ["price", "stock", "availability"])
def test_what_is_empty_in_a_patch_is_refused_and_removes_nothing(
    name: str, empty: object
) -> None:
    with pytest.raises(BadInput) as refused:
        patched(read(price="9.99", stock=3), **{name: empty})
    assert [one.place for one in refused.value.faults] == [name]


@pytest.mark.parametrize("wrong", ["", [], 3, ["red"]])
def test_attributes_of_a_patch_are_an_object(wrong: object) -> None:
    with pytest.raises(BadInput, match="attributes"):
        patched(read(colour="rot"), attributes=wrong)


def test_a_patch_that_says_what_was_known_changes_nothing_not_even_an_order() -> None:
    attributes = dict.fromkeys("qwertzuiopasdf", "x")
    before = read(price="79.95", stock=3, attributes=attributes)
    after = patched(before, price="79.95", attributes={"t": "x", "w": "x"})
    assert list(after.attributes.items()) == list(before.attributes.items())
    assert after == before


def test_a_measure_gives_the_price_of_a_unit() -> None:
    measured = {"price": "1.99", "unit_pricing_measure": "750 ml"}
    assert shown(read(**measured)) == "2,65 €/l"
    assert shown(read(**measured, unit_pricing_base_measure="100 ml")) == "0,27 €/100 ml"
    assert shown(read(**measured, unit_price="3 €/l")) == "3 €/l"
    assert shown(read(unit_pricing_measure="750 ml")) is None


def test_a_patched_price_has_its_own_unit_price() -> None:
    measured = read(price="1.50", unit_pricing_measure="750 ml")
    assert shown(patched(measured, price="3.00")) == "4,00 €/l"


def test_a_unit_price_the_shop_wrote_goes_with_the_price_it_was_true_of() -> None:
    told = read(price="1.50", unit_price="2 €/l")
    assert shown(patched(told, price="1.50", stock=2)) == "2 €/l"
    assert shown(patched(told, price="3.00")) is None
    assert shown(patched(replace(told, unit_pricing_measure="750 ml"), price="3.00")) == (
        "4,00 €/l"
    )


def test_a_variant_that_costs_what_its_product_costs_loses_a_unit_price_with_it() -> None:
    variant = read(variant_of="p1", unit_price="2 €/l")

    def after(**patch: Any) -> Product:
        return follow(variant, read(**patch), patch, languages=("de",), currency="EUR")

    assert shown(after(price="3.00")) is None
    assert shown(after(stock=3)) == "2 €/l"


def test_a_patched_price_above_the_list_price_ends_the_sale() -> None:
    assert patched(read(price="5", list_price="9"), price="9.50").list_price is None


def test_a_patch_of_anything_else_is_refused_by_name() -> None:
    with pytest.raises(BadInput) as caught:
        patched(read(), title="Neu", foo=1, product_id="p2", stock="x")
    assert {fault.place for fault in caught.value.faults} == {
        "title",
        "foo",
        "product_id",
        "stock",
    }
