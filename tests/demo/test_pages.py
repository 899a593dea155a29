import re

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from demo.pages import PAGES, TEXTS, routes

ADDRESSES = ["/", "/search", "/category/Mode/Damen", "/product/p-1", "/basket"]


def draw(product_id: str) -> str | None:
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' id='{product_id}'/>"
        if product_id == "p-1"
        else None
    )


@pytest.fixture
def shop() -> TestClient:
    return TestClient(Starlette(routes=routes(public_key="pk_test", draw=draw)))


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_loads_the_widgets_with_the_public_key(
    shop: TestClient, address: str
) -> None:
    page = shop.get(address)
    assert page.status_code == 200
    assert 'src="/widgets/tresen.js" data-key="pk_test"' in page.text
    assert "<tresen-search>" in page.text


def test_every_page_of_the_shop_is_looked_at_here() -> None:
    assert len(ADDRESSES) == len(PAGES)


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_holds_a_script_or_a_style_of_its_own(shop: TestClient, address: str) -> None:
    page = shop.get(address)
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\bstyle=|\son\w+=", page.text)
    assert not re.search(r"(src|href)=\"(https?:)?//", page.text)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_asset_a_page_names_is_there(shop: TestClient, address: str) -> None:
    assets = re.findall(r"(?:src|href)=\"(/static/[^\"]+)\"", shop.get(address).text)
    assert assets
    assert {asset for asset in assets if shop.get(asset).status_code != 200} == set()


def test_the_category_and_the_product_reach_the_widgets(shop: TestClient) -> None:
    category = shop.get("/category/Mode/Damen & Herren").text
    assert '<tresen-results category="Mode/Damen &amp; Herren">' in category
    product = shop.get("/product/p-1").text
    assert 'placement="product_alternatives" product-id="p-1"' in product


def test_what_stands_in_the_address_is_never_markup(shop: TestClient) -> None:
    page = shop.get('/category/"><script src=evil>').text
    assert "<script src=evil>" not in page
    assert "&quot;&gt;&lt;script src=evil&gt;" in page


def test_english_is_kept_in_the_links(shop: TestClient) -> None:
    page = shop.get("/search?language=en").text
    assert '<html lang="en">' in page
    assert 'data-language="en"' in page
    assert 'href="/basket?language=en"' in page


def test_the_switch_of_language_keeps_the_query(shop: TestClient) -> None:
    page = shop.get("/search?q=schuhe&filter=size:42").text
    assert 'href="/search?q=schuhe&amp;filter=size%3A42&amp;language=en"' in page


def test_an_unknown_language_is_answered_in_the_shops_own(shop: TestClient) -> None:
    assert '<html lang="de">' in shop.get("/?language=xx").text


def test_everything_is_said_in_both_languages() -> None:
    assert TEXTS["de"].keys() == TEXTS["en"].keys()


def test_a_picture_is_drawn_and_an_unknown_one_is_not(shop: TestClient) -> None:
    picture = shop.get("/images/p-1.svg")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert "id='p-1'" in picture.text
    assert shop.get("/images/p-2.svg").status_code == 404


def test_every_page_has_a_title_of_its_own(shop: TestClient) -> None:
    titles = [re.findall("<title>(.*)</title>", shop.get(one).text) for one in ADDRESSES]
    assert len({title for [title] in titles}) == len(ADDRESSES)
