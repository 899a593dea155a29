"""Which words of a query are quantities, and which are article numbers."""

from pathlib import Path

import pytest

from knowledge_base.families import families
from knowledge_base.products import Product
from ranking.query import CODE, Query
from tests.search.shop import Shop, open_shop

LINES = [
    Product("joghurt", title={"de": "Joghurt 4x100g"}),
    Product("joghurt-1", title={"de": "Joghurt 100g"}),
    Product("quark", title={"de": "Quark 4x125g"}),
    Product("shirt", title={"de": "Shirt"}, attributes={"size": ({"de": "2XL"},)}),
    Product("shirt-s", title={"de": "Shirt Basic"}, attributes={"size": ({"de": "S"},)}),
    Product("drink", title={"de": "Trinkpäckchen 6x200g"}),
    Product("cable-5", title={"de": "Kabel 5,5 m"}),
    Product("cable-6", title={"de": "Kabel 6 m"}),
    Product("cable-8", title={"de": "Kabel 8 m"}),
    Product("plug", title={"de": "Stecker"}, mpn="5M"),
]


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return open_shop(tmp_path_factory.mktemp("kiosk"), list(families(LINES)), [])


def understood(shop: Shop, text: str) -> Query:
    return shop.searchers["de"].understand(text)


@pytest.mark.parametrize("text", ["joghurt 4x100g", "joghurt 4x100 g", "4x100g joghurt"])
def test_several_quantities_in_one_word_are_all_meant(kiosk: Shop, text: str) -> None:
    (span,) = understood(kiosk, text).spans
    assert (span.text, span.end - span.first) == ("4 pack, 100 g", len(text.split()) - 1)
    assert kiosk.find(text)[0] == "joghurt"


def test_of_quantities_that_nothing_has_together_the_last_one_counts(kiosk: Shop) -> None:
    assert [one.text for one in understood(kiosk, "6x125g").spans] == ["125 g"]


@pytest.mark.parametrize("text", ["shirt xxl", "shirt XXL", "shirt 2xl", "shirt größe xxl"])
def test_a_size_in_letters_is_a_size(kiosk: Shop, text: str) -> None:
    assert [one.kind for one in understood(kiosk, text).spans] == ["size"]
    assert kiosk.find(text)[0] == "shirt"


def test_common_words_are_no_part_of_an_article_number_by_chance(tmp_path: Path) -> None:
    lines = [
        Product("odd", title={"de": "Halter"}, mpn="XBAG156"),
        *(Product(f"bag-{n}", title={"de": f"Bag Modell{n}"}) for n in range(9)),
    ]
    shop = open_shop(tmp_path, list(families(lines)), [])
    assert understood(shop, "bag 15.6").spans == ()
    assert "bag-1" in shop.find("bag 15.6")
    assert [one.text for one in understood(shop, "bag156").spans] == ["bag156"]


def test_the_thing_stays_rather_than_a_part_of_an_article_number(tmp_path: Path) -> None:
    lines = [
        Product("cam", title={"de": "Webcam klein"}),
        Product("tv", title={"de": "Fernseher 1080p"}),
        *(
            Product(f"plug-{n}", title={"de": f"Stecker {n}"}, mpn=f"X1080P{n}")
            for n in range(3)
        ),
    ]
    shop = open_shop(tmp_path, list(families(lines)), [])
    assert shop.find("webcam 1080p ")[0] == "cam"


def test_what_no_product_has_as_a_quantity_may_be_an_article_number(kiosk: Shop) -> None:
    assert [(one.kind, one.text) for one in understood(kiosk, "5m").spans] == [(CODE, "5m")]
    assert kiosk.find("5m") == ["plug"]
    assert [one.kind for one in understood(kiosk, "6m").spans] == ["length"]
