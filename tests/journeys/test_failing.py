"""Does every page of the demo shop say what is so while the service does not answer?"""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.journeys.stage import Stage, unfailing

pytestmark = pytest.mark.journey

SAID = {
    "de": ("Das hat gerade nicht geklappt", "Noch einmal versuchen"),
    "en": ("That did not work just now", "Try again"),
}
PAGES = {
    "/": "#doors a",
    "/product/P00065": "#add",
    "/basket": "#lines li",
}
"""What is seen on a page once the service answers."""
BASKET = [{"product_id": one, "variant_id": one, "quantity": 1} for one in ("P00065", "P00066")]


@pytest.fixture
def stage(shop: str, browser: Browser) -> Iterator[Stage]:
    """Set a stage up for somebody who has put two things into the basket."""
    with unfailing(shop, browser) as stage:
        kept = json.dumps(json.dumps(BASKET))
        stage.page.add_init_script(f"localStorage.setItem('shop.basket', {kept})")
        yield stage


def failing(route: Route) -> None:
    route.fulfill(status=503)


def away(route: Route) -> None:
    route.abort("connectionrefused")


@pytest.mark.parametrize("language", SAID)
@pytest.mark.parametrize("address", PAGES)
def test_a_page_says_that_the_service_fails_and_tries_again(
    stage: Stage, address: str, language: str
) -> None:
    page = stage.page
    asked = re.compile("/v1/(?!events)")
    title, again = SAID[language]
    for answer in (failing, away):
        page.route(asked, answer)
        page.goto(f"{address}?language={language}")
        expect(page.get_by_role("heading", name=title)).to_be_visible()
        for wrong in ("#missing", "#empty", "[aria-busy]"):
            expect(page.locator(f"main {wrong}:visible")).to_have_count(0)
        page.unroute(asked)
    page.get_by_role("link", name=again).click()
    expect(page.locator(PAGES[address]).first).to_be_visible()
    expect(page.get_by_role("heading", name=title)).to_be_hidden()


def test_what_cannot_be_priced_now_is_not_left_out_of_the_basket(stage: Stage) -> None:
    page = stage.page
    page.route("**/v1/products/P00066*", failing)
    page.goto("/basket")
    expect(page.locator("#failed")).to_be_visible()
    expect(page.locator("#checkout")).to_be_hidden()


def test_a_shelf_whose_button_gets_no_answer_leads_to_the_product(stage: Stage) -> None:
    page = stage.page
    page.goto("/")
    button = page.locator("tresen-recommendations[placement=home] article.tile .add").first
    expect(button).to_be_visible()
    page.route("**/v1/products/*", failing)
    button.click()
    expect(page).to_have_url(re.compile("/product/"))
    expect(page.locator("#failed")).to_be_visible()
