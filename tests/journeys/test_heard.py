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


def test_signs_that_are_only_looked_at_are_not_read_out(stage: Stage) -> None:
    page = stage.open(
        "<tresen-facets></tresen-facets><tresen-results category='Mode/Damen'></tresen-results>"
    )
    expect(page.locator("tresen-results nav li").first).to_be_visible()
    facets = page.get_by_role("region", name="Filter")
    expect(facets.locator("details:not([open])").first).to_be_visible()
    crumbs = page.get_by_role("navigation", name="Du bist hier")
    read = facets.aria_snapshot() + crumbs.aria_snapshot()
    assert "Kategorie" in read
    assert not re.search("[+–\u203a]$", read, re.MULTILINE)


def test_how_a_list_is_sorted_and_its_further_pages_are_said(stage: Stage) -> None:
    page = stage.open("<tresen-results per-page='6'></tresen-results>", query="?q=laufschuhe")
    said = page.locator("tresen-results [role=status]")
    expect(said).to_have_text(re.compile(r"^Ergebnisse für „laufschuhe“\. \d+ Produkte\."))
    page.locator("#sort").select_option("price_asc")
    expect(said).to_contain_text("Sortieren: Preis aufsteigend.")
    page.get_by_role("link", name="Weiter").press("Enter")
    expect(said).to_contain_text("Seite 2.")
    stage.open("<tresen-results></tresen-results>", query="?q=qxzvwqy")
    expect(said).to_have_text(re.compile(r"gefunden\.$"))


def test_what_a_longer_list_and_a_dislike_did_is_said(stage: Stage) -> None:
    page = stage.open(
        "<tresen-results more per-page='6'></tresen-results>", query="?q=laufschuhe"
    )
    page.locator("#more").press("Enter")
    said = page.locator("tresen-results [role=status]")
    expect(said).to_have_text(re.compile(r"^12 von \d+ Produkten werden gezeigt\.$"))
    stage.open("<tresen-recommendations placement='home' judge></tresen-recommendations>")
    said = page.locator("tresen-recommendations [role=status]")
    page.get_by_role("button", name="Gefällt mir nicht").first.press("Enter")
    expect(said).to_have_text("Das zeigen wir dir nicht mehr.")
    page.get_by_role("button", name="Rückgängig").press("Enter")
    expect(said).to_be_empty()


PUT = """addEventListener("tresen-add-to-basket", async ({ detail }) => {
  const { tresen } = await import("/widgets/tresen.js");
  const line = { product_id: detail.hit.product_id, quantity: 1 };
  tresen.setBasket([line]);
  tresen.added(line);
});"""


def test_whoever_closes_the_layer_is_back_at_the_shelf_though_it_was_drawn_anew(
    stage: Stage,
) -> None:
    page = stage.open(
        "<tresen-recommendations placement='home'></tresen-recommendations>"
        "<tresen-basket-layer></tresen-basket-layer>"
    )
    waiting: list[Route] = []

    def keep(route: Route) -> None:
        waiting.append(route)

    page.route("**/recommendations/home?*basket=*", keep)
    page.evaluate(PUT)
    button = page.get_by_role("button", name="In den Warenkorb").first.element_handle()
    button.press("Enter")
    layer = page.get_by_role("dialog")
    expect(layer).to_be_visible()
    waiting[0].continue_()
    button.wait_for_element_state("hidden")
    page.keyboard.press("Escape")
    expect(layer).to_be_hidden()
    expect(page.locator("tresen-recommendations[placement=home]")).to_be_focused()
