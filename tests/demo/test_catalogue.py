"""The made-up catalogue is plausible, bilingual and always the same."""

import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from demo.catalogue import Shop, lines, make, write_feed
from demo.catalogue.palette import COLOURS
from demo.catalogue.shop import TODAY
from demo.catalogue.stocking import gtin, price_point
from demo.catalogue.words import Text, fill, noun, number, text


@pytest.fixture(scope="module")
def feed(shop: Shop) -> list[dict[str, Any]]:
    return list(lines(shop))


def test_the_same_seed_makes_the_same_bytes(tmp_path: Path) -> None:
    one, two, other = (tmp_path / name for name in ("one", "two", "other"))
    write_feed(make(5, 150), one)
    write_feed(make(5, 150), two)
    write_feed(make(6, 150), other)
    assert one.read_bytes() == two.read_bytes() != other.read_bytes()


@pytest.mark.parametrize("size", [1, 7, 40, 333])
def test_size_counts_products(size: int) -> None:
    assert len(make(1, size).products) == size


def test_write_feed_writes_one_object_a_line(shop: Shop, tmp_path: Path) -> None:
    count = write_feed(shop, tmp_path / "feed.jsonl")
    written = (tmp_path / "feed.jsonl").read_bytes().splitlines()
    assert all(orjson.loads(line)["product_id"] for line in written)
    assert (
        len(written)
        == count
        == len(shop.products) + sum(len(product.variants) for product in shop.products)
    )


def test_every_variant_follows_its_parent(feed: list[dict[str, Any]]) -> None:
    parent = ""
    for line in feed:
        if "variant_of" in line:
            assert line["variant_of"] == parent
        else:
            parent = line["product_id"]


def test_a_product_with_variants_has_no_stock_or_size_of_its_own(shop: Shop) -> None:
    parents = {p.product_id for p in shop.products if p.variants}
    for line in lines(shop):
        if line["product_id"] in parents:
            assert not {"stock", "size", "availability", "gtin"} & line.keys()


def test_identifiers_are_unique(feed: list[dict[str, Any]]) -> None:
    for name in ("product_id", "sku", "gtin"):
        seen = [line[name] for line in feed if name in line]
        assert len(seen) == len(set(seen))


def test_gtins_are_in_shop_numbers_with_a_right_check_digit(feed: list[dict[str, Any]]) -> None:
    for code in (line["gtin"] for line in feed if "gtin" in line):
        weighted = sum(int(d) * (1, 3)[place % 2] for place, d in enumerate(code))
        assert re.fullmatch(r"2\d{12}", code)
        assert weighted % 10 == 0
    assert gtin(0) == "2000000000008"


def test_prices_end_as_shop_prices_do(feed: list[dict[str, Any]]) -> None:
    for line in feed:
        assert re.fullmatch(r"\d+\.9\d", line["price"])
        if "list_price" in line:
            assert float(line["list_price"]) > float(line["price"]) > 0


def test_price_points_stay_near_the_price() -> None:
    assert [price_point(euros) for euros in (3.2, 42.7, 127.0, 1243.0)] == [
        399,
        4295,
        12990,
        124990,
    ]


def test_about_a_sixth_is_on_sale_and_a_few_are_sold_out(shop: Shop) -> None:
    count = len(shop.products)
    assert 0.12 < sum(p.list_price is not None for p in shop.products) / count < 0.22
    assert 0.02 < sum(p.on_stock == 0 for p in shop.products) / count < 0.07


def test_books_are_never_reduced(shop: Shop) -> None:
    assert all(book.list_price is None for book in shop.by_kind["book"])


def test_every_text_is_there_in_both_languages(feed: list[dict[str, Any]]) -> None:
    for line in feed:
        if "variant_of" in line:
            continue
        for name in ("title", "description"):
            assert line[name]["de"].strip()
            assert line[name]["en"].strip()
            assert "{" not in line[name]["de"] + line[name]["en"]
        paths = line["categories"]
        assert [p.count(" > ") for p in paths["de"]] == [p.count(" > ") for p in paths["en"]]


def test_descriptions_differ_between_the_languages(shop: Shop) -> None:
    assert all(p.description.de != p.description.en for p in shop.products)


def test_titles_are_unique(shop: Shop) -> None:
    for language in ("de", "en"):
        titles = Counter(getattr(product.title, language) for product in shop.products)
        assert max(titles.values()) == 1


def test_releases_lie_in_the_last_three_years_and_some_are_new(shop: Shop) -> None:
    ages = [TODAY - product.released for product in shop.products]
    assert timedelta(0) < min(ages)
    assert max(ages) <= timedelta(days=3 * 366)
    assert sum(age <= timedelta(days=30) for age in ages) > 20


def test_releases_move_with_the_day_the_shop_opens() -> None:
    later = make(1, 30, date(2030, 5, 1))
    assert max(product.released for product in later.products) > date(2027, 5, 1)


def test_running_shoes_come_in_many_sizes_and_colours(shop: Shop) -> None:
    shoes = shop.by_kind["running_shoe"]
    assert len(shoes) >= 25
    colours = {colour for shoe in shoes for colour in shoe.colours}
    assert len(colours) >= 6
    assert all(len(shoe.variants) >= 5 for shoe in shoes)


def test_larger_bags_of_a_spice_cost_more_and_less_by_weight(shop: Shop) -> None:
    for line in lines(shop):
        assert ("unit_pricing_measure" in line) == (
            "weight" in line.get("attributes", {}) and "variant_of" in line
        )
    for spice in shop.by_kind["spice"]:
        prices = [variant.price for variant in spice.variants]
        assert prices == sorted(prices)


def test_a_product_is_found_by_its_variants(shop: Shop) -> None:
    product = next(product for product in shop.products if product.variants)
    assert shop.product(product.variants[-1].variant_id) is product
    with pytest.raises(KeyError):
        shop.product("nobody")


def test_german_adjectives_agree_with_their_noun() -> None:
    shoe = noun("m Schuh, Schuhe | shoe, shoes")
    dress = noun("n Kleid, Kleider | dress, dresses")
    assert shoe.described("blau") == ("blauer Schuh", "blaue Schuhe")
    assert dress.described("weiß") == ("weißes Kleid", "weiße Kleider")
    assert dress.described("rosa") == ("rosa Kleid", "rosa Kleider")


def test_every_colour_can_be_said_in_front_of_a_noun() -> None:
    bag = noun("f Tasche, Taschen | bag, bags")
    said = {bag.described(colour.name.de.lower())[0] for colour in COLOURS.values()}
    assert {
        "schwarze Tasche",
        "weiße Tasche",
        "orange Tasche",
        "beige Tasche",
        "lila Tasche",
    } <= said


def test_numbers_have_a_decimal_comma_in_german() -> None:
    assert number(2.5, "l") == Text("2,5 l", "2.5 l")
    assert fill(text("{size} breit | {size} wide"), {"size": number(1.5, "m")}) == Text(
        "1,5 m breit", "1.5 m wide"
    )
