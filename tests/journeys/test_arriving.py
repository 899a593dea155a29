"""Is it known what brought somebody here, as long as may be, and no longer?"""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Request

from tests.journeys.stage import newcomer

pytestmark = pytest.mark.journey

AD = "/?utm_campaign=sommer&utm_term=gartenleuchte"
ELSEWHERE = "https://www.example.org/ratgeber?wer=ich"
CONSENT = """async consent => {
  localStorage.setItem("shop.consent", consent);
  const { tresen } = await import("/widgets/client.js");
  tresen.setConsent(consent);
}"""
"""Allows it as the bar of the demo shop does, which says so again on every page."""


@pytest.fixture
def visit(shop: str, browser: Browser) -> Iterator[BrowserContext]:
    """Give a browser of its own."""
    context = newcomer(browser, base_url=shop)
    yield context
    context.close()


def told(visit: BrowserContext, steps: list[str], consent: str = "none") -> list[set[str]]:
    """Go to pages one after the other; return what their questions to the service said."""
    page = visit.new_page()
    said = list[set[str]]()

    def hear(request: Request) -> None:
        asked = urlsplit(request.url)
        if asked.path.startswith(("/v1/search", "/v1/recommendations")):
            given = parse_qs(asked.query)
            names = ("referrer", "campaign", "referrer_query")
            said[-1].add("|".join(given.get(name, [""])[0] for name in names))

    page.on("request", hear)
    for step in steps:
        said.append(set())
        page.goto(step, referer=None if said[1:] else ELSEWHERE, wait_until="networkidle")
        page.evaluate(CONSENT, consent)
        page.wait_for_load_state("networkidle")
    return said


def test_a_page_says_which_campaign_and_which_host_led_to_it(visit: BrowserContext) -> None:
    [said] = told(visit, [AD])
    assert said == {"www.example.org|sommer|gartenleuchte"}


def test_without_consent_the_next_page_knows_nothing_of_it(visit: BrowserContext) -> None:
    _, later = told(visit, [AD, "/search?q=lampe"])
    assert later == {"||"}


def test_with_consent_it_is_known_until_the_session_ends(visit: BrowserContext) -> None:
    _, later = told(visit, [AD, "/search?q=lampe"], "statistics")
    assert "www.example.org|sommer|gartenleuchte" in later


def test_an_address_nobody_would_write_keeps_no_shelf_empty(visit: BrowserContext) -> None:
    [said] = told(visit, [f"/?utm_campaign=%00%0a{'x' * 500}"])
    assert said == {f"www.example.org|{'x' * 64}|"}
