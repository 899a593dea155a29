"""Does an element that is taken off its page and put back, as frameworks do, work as before?"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.journeys.stage import Stage, unfailing

pytestmark = pytest.mark.journey

MOVE = "one => { const { parentElement } = one; one.remove(); parentElement.append(one); }"


@pytest.fixture
def stage(shop: str, browser: Browser) -> Iterator[Stage]:
    """Set a stage up where no script may fail."""
    with unfailing(shop, browser) as stage:
        yield stage


def move(element: Locator) -> None:
    element.evaluate(MOVE)


def test_a_search_box_that_was_moved_is_one_search_box(stage: Stage) -> None:
    page = stage.open("<div><tresen-search></tresen-search></div>")
    move(page.locator("tresen-search"))
    expect(page.locator("tresen-search button[aria-label]:visible")).to_have_count(1)
    page.get_by_role("combobox").fill("lauf")
    expect(page.locator("tresen-search [role=option]").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("tresen-search form")).to_have_count(1)


def test_a_shelf_that_was_moved_shows_its_products(stage: Stage) -> None:
    body = "<div><tresen-recommendations placement='home'></tresen-recommendations></div>"
    page = stage.open(body)
    tiles = page.locator("tresen-recommendations article.tile")
    expect(tiles.first).to_be_visible()
    move(page.locator("tresen-recommendations"))
    expect(tiles.first).to_be_visible()


def test_a_drawer_that_was_moved_while_it_was_open_opens_again(stage: Stage) -> None:
    stage.page.set_viewport_size({"width": 390, "height": 844})
    body = "<tresen-facets></tresen-facets><tresen-results></tresen-results>"
    page = stage.open(body, query="?q=laufschuhe")
    opener, drawer = page.locator("tresen-facets .opener"), page.locator("tresen-facets dialog")
    for _ in range(2):
        opener.click()
        expect(drawer).to_be_visible()
        move(page.locator("tresen-facets"))
        expect(drawer).to_be_hidden()


def test_a_layer_that_was_moved_while_it_was_open_opens_in_front_again(stage: Stage) -> None:
    page = stage.open("<div><tresen-basket-layer></tresen-basket-layer></div>")
    dialog = page.locator("tresen-basket-layer dialog")
    for _ in range(2):
        page.evaluate(
            "import('/widgets/tresen.js').then(({ tresen }) =>"
            " tresen.added({ product_id: 'P00065', quantity: 1 }))"
        )
        expect(dialog).to_be_visible()
        assert dialog.evaluate("one => one.matches(':modal')")
        move(page.locator("tresen-basket-layer"))
        expect(dialog).to_be_hidden()
