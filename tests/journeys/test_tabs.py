"""Does a page know what was done in another tab, or before somebody came back to it?"""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PAGE_PATIENCE
from tests.journeys.stage import Stage, unfailing

pytestmark = pytest.mark.journey

VISITOR = "tresen.visitor"
CLIENT = "import('/widgets/tresen.js').then(({{ tresen }}) => {})"
WHO = CLIENT.format("[tresen.identity.visitorId, tresen.identity.consent]")
ALONE = "globalThis[Symbol.for('tresen')]"
"""The client of a page, without loading all of it."""
AGREE = CLIENT.format("tresen.setConsent('personalization')")
COME_BACK = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
LINE = {"product_id": "P00065", "variant_id": "P00065", "quantity": 3}
KEEP = f"localStorage.setItem('shop.basket', {json.dumps(json.dumps([LINE]))})"
FORBIDDEN = """for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { get() { throw new DOMException("forbidden"); } });
"""


@pytest.fixture
def stage(shop: str, browser: Browser) -> Iterator[Stage]:
    """Set a stage up where no script may fail."""
    with unfailing(shop, browser) as stage:
        yield stage


def shown(stage: Stage) -> Page:
    """Open the results in the first tab, to somebody who lets themselves be known."""
    page = stage.open("<tresen-results></tresen-results>", query="?q=laufschuhe")
    with page.expect_request(re.compile("/v1/search.*consent=personalization")):
        page.evaluate(AGREE)  # what this asks for is not to be taken for what is asked later
    assert who(page)[1] == "personalization"
    return page


def beside(page: Page) -> Page:
    """Open another tab under the same address."""
    other = page.context.new_page()
    other.goto("/robots.txt")
    return other


def who(page: Page) -> list[Any]:
    found: list[Any] = page.evaluate(WHO)
    return found


def test_consent_that_is_taken_back_in_one_tab_is_taken_back_in_all(stage: Stage) -> None:
    page = shown(stage)
    told: list[str] = []
    page.on("request", lambda one: told.append(one.post_data or ""))
    with page.expect_request("**/v1/search*") as asked:
        beside(page).evaluate(f"localStorage.removeItem('{VISITOR}')")
    assert "visitor_id" not in asked.value.url
    assert who(page) == ["", "none"]
    page.evaluate(CLIENT.format("tresen.withTracker((tracker) => tracker.flush())"))
    assert any(told)
    assert not any("content_view" in one for one in told), "it was told in the other tab"


def test_somebody_else_in_one_tab_is_somebody_else_in_all(stage: Stage) -> None:
    page = shown(stage)
    with page.expect_request(re.compile("/v1/search.*visitor_id=somebody-else")):
        beside(page).evaluate(f"localStorage.setItem('{VISITOR}', 'somebody-else')")
    assert who(page) == ["somebody-else", "personalization"]


def test_a_page_that_comes_back_knows_that_consent_was_taken_back(stage: Stage) -> None:
    page = shown(stage)
    page.evaluate(COME_BACK)
    assert who(page)[1] == "personalization"
    page.evaluate(f"localStorage.removeItem('{VISITOR}')")
    page.evaluate(COME_BACK)
    assert who(page) == ["", "none"]


@pytest.mark.parametrize("moment", ["storage", "pageshow"])
def test_the_search_box_alone_knows_that_consent_was_taken_back(
    stage: Stage, moment: str
) -> None:
    page = stage.open("<tresen-search></tresen-search>", module="type-ahead.js")
    page.evaluate(f"{ALONE}.setConsent('personalization')")
    page.evaluate("document.addEventListener('tresen-visitor', () => console.log('anew'))")
    with page.expect_console_message(lambda message: message.text == "anew"):
        if moment == "storage":
            beside(page).evaluate(f"localStorage.removeItem('{VISITOR}')")
        else:
            page.evaluate(f"localStorage.removeItem('{VISITOR}')")
            page.evaluate(COME_BACK)
    assert page.evaluate(f"{ALONE}.identity.consent") == "none"
    with page.expect_request("**/v1/suggest*") as asked:
        page.locator("tresen-search input").fill("lauf")
    assert "visitor_id" not in asked.value.url


def test_the_basket_is_the_same_in_every_tab_and_on_pages_that_come_back(
    stage: Stage,
) -> None:
    page, count = stage.page, stage.page.locator("#basket-count")
    page.goto("/")
    other = beside(page)
    other.evaluate(KEEP)
    expect(count).to_have_text("3")
    page.evaluate("localStorage.removeItem('shop.basket')")
    page.evaluate(COME_BACK)
    expect(count).to_be_hidden()


def test_the_demo_shop_works_where_nothing_may_be_kept(stage: Stage) -> None:
    page = stage.page
    page.add_init_script(FORBIDDEN)
    page.goto("/product/P00065")
    page.locator("#add").click(timeout=PAGE_PATIENCE)
    expect(page.locator("#basket-count")).to_have_text("1")
