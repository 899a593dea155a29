import re
from datetime import UTC, datetime

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from demo.pages import HERE, PAGES, PERSON, TEXTS, USE_CASES, WHY, Front
from demo.personas import Persona
from service.door.customer_tokens import as_text, customer_of

ADDRESSES = [
    "/",
    "/search",
    "/category/Mode/Damen",
    "/product/p-1",
    "/basket",
    "/use-cases",
    "/docs-widgets",
    "/trap",
    "/guide/versand",
]
WIDGETS = HERE.parent / "widgets/tresen.js"
KEY = "mk_only_for_the_server"
SECRET = b"only between shop and service"


def draw(product_id: str) -> str | None:
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' id='{product_id}'/>"
        if product_id == "p-1"
        else None
    )


@pytest.fixture
def shop() -> TestClient:
    people = {"bargains": Persona("b1", "k1"), "garden": Persona("b2")}
    front = Front("pk_test", KEY, SECRET.hex(), people)
    return TestClient(Starlette(routes=front.routes(draw)))


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_loads_the_widgets_with_the_public_key(
    shop: TestClient, address: str
) -> None:
    page = shop.get(address)
    assert page.status_code == 200
    assert 'src="/widgets/tresen.js" data-key="pk_test"' in page.text
    assert "<tresen-search>" in page.text


def test_every_element_there_is_stands_live_in_its_documentation(shop: TestClient) -> None:
    defined = re.findall(r'^  "(tresen-[\w-]+)":', WIDGETS.read_text("utf-8"), re.MULTILINE)
    page = shop.get("/docs-widgets").text
    assert len(defined) == 9
    assert [name for name in defined if f"<{name}" not in page] == []
    assert [name for name in defined if f"&lt;{name}" not in page] == []


def test_who_is_logged_in_is_said_by_a_token_the_service_believes(shop: TestClient) -> None:
    tokens = {}
    for name in ("bargains", "garden", "nobody"):
        shop.cookies.set(PERSON, name)
        found = re.search(r'data-customer="([^"]*)"', shop.get("/").text)
        tokens[name] = found and found[1]
    assert (tokens["garden"], tokens["nobody"]) == ("", "")
    assert tokens["bargains"] is not None
    now = datetime.now(UTC).timestamp()
    assert customer_of(tokens["bargains"], [as_text(SECRET)], now) == "k1"
    assert customer_of(tokens["bargains"], [as_text(SECRET)], now + 3_700) is None


def test_every_page_of_the_shop_is_looked_at_here() -> None:
    assert len(ADDRESSES) == len(PAGES) + 1


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


def test_a_guide_is_written_in_the_language_one_reads(shop: TestClient) -> None:
    assert "<h1>Versand und Rückgabe</h1>" in shop.get("/guide/versand").text
    assert "<h1>Shipping and returns</h1>" in shop.get("/guide/versand?language=en").text
    assert shop.get("/guide/nothing").status_code == 404


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


def test_no_page_tells_the_key_of_the_staff(shop: TestClient) -> None:
    shop.cookies.set(WHY, "on")
    told = [shop.get(one).text for one in [*ADDRESSES, "/nowhere"]]
    assert not any(KEY in one for one in told)


def test_who_wants_to_know_why_is_led_to_the_counter(shop: TestClient) -> None:
    assert 'data-base=""' in shop.get("/search").text
    shop.cookies.set(WHY, "on")
    assert 'data-base="/counter"' in shop.get("/search").text


def test_an_unknown_address_is_answered_by_a_page_with_a_way_back(shop: TestClient) -> None:
    page = shop.get("/nowhere/at/all")
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "<h1>Nicht gefunden</h1>" in page.text
    assert "<tresen-search>" in page.text


def test_whoever_asks_the_api_for_nothing_gets_no_page(shop: TestClient) -> None:
    assert "html" not in shop.get("/v1/nothing").headers["content-type"]


def test_one_can_be_somebody_of_the_shops_history(shop: TestClient) -> None:
    page = shop.get("/?language=en").text
    assert 'data-person="bargains" data-visitor="b1">Hunting bargains</button>' in page


def test_every_use_case_is_listed_with_a_place_that_exists(shop: TestClient) -> None:
    listed = re.findall(r'id="case-(.)[^"]*"><a href="([^"]+)"', shop.get("/use-cases").text)
    assert len(listed) == len(USE_CASES)
    assert {address for _, address in listed if shop.get(address).status_code != 200} == set()


def test_the_use_cases_stay_in_the_language_one_reads(shop: TestClient) -> None:
    page = shop.get("/use-cases?language=en").text
    assert 'href="/search?q=schuhe&amp;language=en"' in page
    assert 'href="/basket?language=en"' in page


def test_what_is_seen_somewhere_bears_the_number_of_its_use_case(shop: TestClient) -> None:
    pages = [shop.get(one).text for one in ADDRESSES]
    seen = {
        number for page in pages for number in re.findall(r'class="mark"[^>]*>(\d+)<', page)
    }
    assert {"2", "3", "4", "5", "8", "9", "10", "11", "12", "13", "14"} <= seen


def test_robots_are_told_where_the_trap_is_and_people_cannot_see_it(shop: TestClient) -> None:
    assert "Disallow: /trap" in shop.get("/robots.txt").text
    link = re.search(r'<a class="trap"[^>]*>', shop.get("/").text)
    assert link is not None
    assert 'tabindex="-1"' in link[0]
    assert 'rel="nofollow"' in link[0]


def test_every_text_is_said_somewhere() -> None:
    pages = " ".join(path.read_text("utf-8") for path in (HERE / "templates").glob("*.html"))
    by_name = ("title_", "persona_")
    silent = {
        name
        for name in TEXTS["de"]
        if not name.startswith(by_name) and not re.search(rf"\${name}\b", pages)
    }
    assert silent == {"use_case"}
