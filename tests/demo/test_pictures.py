"""Every product has a picture: safe, small, in its colour, and its own."""

import xml.etree.ElementTree as ET

import pytest

from demo.catalogue import Shop
from demo.catalogue.palette import COLOURS
from demo.pictures import picture

TAGS = {"svg", "rect", "path", "circle", "ellipse", "g", "text", "pattern"}


@pytest.fixture(scope="module")
def drawn(shop: Shop) -> dict[str, str]:
    return {each.product_id: picture(shop, each.product_id) or "" for each in shop.products}


def test_every_product_is_drawn_as_well_formed_svg(drawn: dict[str, str]) -> None:
    for svg in drawn.values():
        root = ET.fromstring(svg)  # noqa: S314 - we wrote it ourselves
        assert root.attrib["viewBox"] == "0 0 400 400"
        assert {each.tag.rpartition("}")[2] for each in root.iter()} <= TAGS


def test_pictures_refer_to_nothing_outside(drawn: dict[str, str]) -> None:
    for svg in drawn.values():
        assert svg.count("http") == 1  # the name of the format
        assert "href" not in svg


def test_pictures_are_small(drawn: dict[str, str]) -> None:
    assert max(map(len, drawn.values())) < 4000


def test_products_of_a_kind_do_not_all_look_alike(shop: Shop, drawn: dict[str, str]) -> None:
    for kind in ("running_shoe", "t_shirt", "garden_house", "book", "spice", "lens"):
        looks = {drawn[product.product_id] for product in shop.by_kind[kind]}
        assert len(looks) > 0.7 * len(shop.by_kind[kind])


def test_a_variant_is_drawn_in_its_colour(shop: Shop) -> None:
    shoe = next(shoe for shoe in shop.by_kind["running_shoe"] if len(shoe.colours) > 1)
    for variant in shoe.variants:
        svg = picture(shop, variant.variant_id)
        assert svg is not None
        assert COLOURS[variant.colour].hex in svg


def test_the_picture_of_a_book_shows_its_volume(shop: Shop, drawn: dict[str, str]) -> None:
    book = shop.by_kind["book"][1]
    assert f">{book.attributes['volume']}</text>" in drawn[book.product_id]


def test_nobody_is_drawn_for_an_unknown_id(shop: Shop) -> None:
    assert picture(shop, "P99999") is None


def test_a_picture_is_always_the_same(shop: Shop) -> None:
    assert picture(shop, "P00005") == picture(shop, "P00005")
