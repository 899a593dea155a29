"""What do those hear who listen to a page instead of looking at it?"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.stage import Stage, unfailing

pytestmark = pytest.mark.journey

HEAR = """globalThis.heard = [];
const live = document.querySelector("{}").shadowRoot.querySelector("[role=status]");
new MutationObserver(() => live.textContent && heard.push(live.textContent.trim()))
  .observe(live, {{ childList: true, characterData: true, subtree: true }});"""
NOTHING: dict[str, list[str]] = {
    name: [] for name in ("queries", "categories", "brands", "content", "products")
}
PAUSE, REST = 100, 1_400
"""Milliseconds between two questions, and until typing rests."""


@pytest.fixture
def stage(shop: str, browser: Browser) -> Iterator[Stage]:
    """Set a stage up where no script may fail."""
    with unfailing(shop, browser) as stage:
        yield stage


def propose(route: Route) -> None:
    """Suggest as many words as the query has vowels, each beginning with it."""
    [q] = parse_qs(urlsplit(route.request.url).query)["q"]
    words = [{"text": f"{q} {n}"} for n in range(len(re.findall("[aeiou]", q)))]
    route.fulfill(json={**NOTHING, "queries": words, "corrected": None})


def typed(page: Page, text: str) -> None:
    """Type letter by letter, each as soon as there is an answer to the one before."""
    for letter in text:
        page.keyboard.type(letter)
        with page.expect_response("**/v1/suggest?*"):
            page.clock.run_for(PAUSE)
        query = page.locator("tresen-search input").input_value()
        expect(page.locator("tresen-search [role=option]").first).to_have_text(f"{query} 0")


def test_how_many_suggestions_there_are_is_said_when_typing_rests_and_that_changed(
    stage: Stage,
) -> None:
    page = stage.page
    page.clock.install(time=0)
    page.route(re.compile("/v1/suggest"), propose)
    stage.open("<tresen-search></tresen-search>")
    page.locator("tresen-search input").focus()
    page.evaluate(HEAR.format("tresen-search"))
    page.clock.pause_at(3_600)
    said: list[str] = []
    for text, now in (("ela", ["Vorschläge: 2"]), ("st", []), ("ik", ["Vorschläge: 3"])):
        typed(page, text)
        assert page.evaluate("heard") == said
        said += now
        page.clock.run_for(REST)
        assert page.evaluate("heard") == said
    page.keyboard.press("Escape")
    expect(page.locator("tresen-search [role=status]")).to_be_empty()
