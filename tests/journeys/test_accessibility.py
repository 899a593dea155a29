"""What axe finds in any state of the widgets, at every width, in light and dark: nothing."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.journeys.axe import complaints
from tests.journeys.stage import Stage, newcomer

pytestmark = pytest.mark.journey

WIDTHS = {"smallest": 320, "phone": 390, "zoomed": 640, "desktop": 1280}
"""What is 1,280 wide shows as much at 200 % as what is 640 wide."""
SEARCH = "<h1>Suche</h1><tresen-search></tresen-search>"
FINDER = (
    f"{SEARCH}<div class='finder'><tresen-facets></tresen-facets>"
    "<tresen-results><p slot='nothing'>Ruf uns an.</p></tresen-results></div>"
)
SHELVES = (
    "<h1>Start</h1><tresen-recommendations placement='home' judge></tresen-recommendations>"
    "<tresen-free-shipping></tresen-free-shipping><tresen-basket-layer></tresen-basket-layer>"
)
FOUND = "tresen-results article.tile"


def hang(stage: Stage) -> None:
    """Let nobody answer."""
    stage.page.route(re.compile(r"/v1/(search|suggest|recommend)"), lambda _: None)


def fail(stage: Stage) -> None:
    """Let every answer be a failure."""
    down: Callable[[Route], None] = lambda route: route.fulfill(status=503)  # noqa: E731 - short
    stage.page.route(re.compile(r"/v1/(search|suggest|recommend)"), down)


def loading(stage: Stage) -> None:
    hang(stage)
    page = stage.open(FINDER, query="?q=laufschuhe")
    expect(page.locator("tresen-results .blank").first).to_be_visible()


def found(stage: Stage) -> None:
    page = stage.open(FINDER, query="?q=laufschuhe&filter=colour:Blau&filter=price:10..90")
    expect(page.locator(FOUND).first).to_be_visible()


def typing(stage: Stage) -> None:
    page = stage.open(FINDER)
    page.locator("tresen-search input").fill("lauf")
    expect(page.locator("tresen-search [role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")


def nothing(stage: Stage) -> None:
    page = stage.open(FINDER, query="?q=qxzvwqy")
    expect(page.locator("tresen-results .empty")).to_be_visible()


def broken(stage: Stage) -> None:
    fail(stage)
    page = stage.open(FINDER, query="?q=laufschuhe")
    expect(page.locator("tresen-results [role=alert]")).to_be_visible()


def shelves(stage: Stage) -> None:
    page = stage.open(SHELVES)
    expect(page.locator("tresen-recommendations article.tile").first).to_be_visible()


def layer(stage: Stage) -> None:
    shelves(stage)
    page = stage.page
    product = page.evaluate(
        """async () => {
          const { tresen } = await import("/widgets/client.js");
          const { hits } = await tresen.api.search({ q: "laufschuhe", per_page: 1 });
          const line = { product_id: hits[0].product_id, quantity: 1 };
          tresen.setBasket([line]);
          tresen.added(line);
          return hits[0].title;
        }"""
    )
    opened = page.get_by_role("dialog")
    expect(opened).to_contain_text(product)
    expect(opened.locator("article.tile").first).to_be_visible()


def drawer(stage: Stage) -> None:
    found(stage)
    opener = stage.page.locator("tresen-facets .opener")
    if opener.is_visible():
        opener.click()


STATES = [loading, found, typing, nothing, broken, shelves, layer, drawer]


@pytest.fixture
def stage(shop: str, browser: Browser) -> Iterator[Stage]:
    """Set a stage up for somebody who wants nothing to move."""
    context = newcomer(browser, base_url=shop, reduced_motion="reduce")
    yield Stage(context.new_page(), shop)
    context.close()


PAGES = {
    "/": "tresen-recommendations article.tile",
    "/category/Foto": FOUND,
    "/search?q=qxzvwqy": "tresen-results .empty",
    "/product/P00002": "#add:enabled",
    "/basket": "#empty",
    "/use-cases": ".use-cases",
    "/docs-widgets": "#by-hand a",
    "/nowhere": ".missing",
}
"""The demo shop's pages, and what is seen when they are there."""


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_on_any_page_of_the_demo_shop(stage: Stage, address: str) -> None:
    page = stage.page
    page.set_viewport_size({"width": WIDTHS["phone"], "height": 800})
    page.goto(address)
    expect(page.locator(PAGES[address]).first).to_be_visible()
    found_at = {"light": complaints(page)}
    page.emulate_media(color_scheme="dark")
    found_at["dark"] = complaints(page)
    assert found_at == {"light": [], "dark": []}


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing_at_any_width(stage: Stage, state: Callable[[Stage], None]) -> None:
    stage.page.set_viewport_size({"width": WIDTHS["phone"], "height": 800})
    state(stage)
    found_at = {}
    for name, width in WIDTHS.items():
        stage.page.set_viewport_size({"width": width, "height": 800})
        found_at[name] = complaints(stage.page)
        across = stage.page.evaluate("document.documentElement.scrollWidth")
        assert across <= width, f"{name}: scrolls sideways"
    stage.page.emulate_media(color_scheme="dark")
    found_at["dark"] = complaints(stage.page)
    assert found_at == {name: [] for name in (*WIDTHS, "dark")}
