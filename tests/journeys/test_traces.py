"""What a visit without consent leaves on the device, and could be known by again: nothing."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from tests.journeys.stage import newcomer, public_key

pytestmark = pytest.mark.journey

ON_THE_DEVICE = """async () => [
  document.cookie,
  ...Object.keys(localStorage),
  ...Object.keys(sessionStorage),
  ...(await indexedDB.databases()).map(({ name }) => name),
  ...(await caches.keys()),
  ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
].filter(Boolean)"""
TELL = """import("/widgets/client.js").then(
  ({ tresen }) => tresen.withTracker(tracker => tracker.flush()))"""
NAMES = re.compile(r"visitor_id|session_id|customer_token")


@dataclass
class Wire:
    """What one browser said to the service."""

    requests: list[Request] = field(default_factory=list)

    def hear(self, request: Request) -> None:
        self.requests.append(request)

    @property
    def events(self) -> list[dict[str, Any]]:
        """Return what was told to the service."""
        bodies = [one.post_data for one in self.requests if "/v1/events" in one.url]
        return [event for body in bodies if body for event in json.loads(body)]

    @property
    def tokens(self) -> set[str]:
        return {event["token"] for event in self.events if event.get("token")}


@contextmanager
def listening(context: BrowserContext) -> Iterator[Wire]:
    """Hear what one browser says and is told."""
    wire = Wire()
    context.on("request", wire.hear)
    yield wire
    context.remove_listener("request", wire.hear)


def look_around(context: BrowserContext) -> Page:
    """Type, search, look at what was found for a while, and open a product."""
    page = context.new_page()
    page.goto("/")
    page.get_by_role("combobox").first.fill("gartenleuchte")
    expect(page.locator("tresen-search [role=option]").first).to_be_visible()
    page.keyboard.press("Enter")
    tile = page.locator("tresen-results article.tile").first
    expect(tile).to_be_visible()
    page.wait_for_timeout(1_300)  # long enough for impressions
    page.evaluate(TELL)
    tile.locator("a").click()
    expect(page.locator("#add")).to_be_enabled()
    return page


def test_a_visit_without_consent_leaves_nothing_by_which_the_next_could_be_known(
    shop: str, browser: Browser
) -> None:
    context = newcomer(browser, base_url=shop)
    visits: list[Wire] = []
    for _ in range(2):
        with listening(context) as wire:
            page = look_around(context)
            assert page.evaluate(ON_THE_DEVICE) == []
            assert context.cookies() == []
        visits.append(wire)
    for wire in visits:
        asked = [one for one in wire.requests if "/v1/" in one.url]
        assert asked
        assert not [one.url for one in asked if NAMES.search(one.url + (one.post_data or ""))]
        headers = {name for one in asked for name in one.all_headers()}
        assert not headers & {"cookie", "if-none-match", "if-modified-since", "authorization"}
        assert {event["consent"] for event in wire.events} == {"none"}
    assert visits[0].tokens
    assert visits[1].tokens
    assert not visits[0].tokens & visits[1].tokens
    context.close()


ETAGS = """addresses => Promise.all(addresses.map(
  address => fetch(address).then(answer => answer.headers.get("etag"))))"""


def test_everybody_is_given_the_same_etags(shop: str, browser: Browser) -> None:
    key = "?key=" + public_key(shop)
    addresses = [
        f"/v1/search{key}&q=gartenleuchte",
        f"/v1/suggest{key}&q=gart",
        f"/v1/recommendations/home{key}",
        "/widgets/tresen.js",
    ]
    one, other = (newcomer(browser, base_url=shop).new_page() for _ in range(2))
    for page in (one, other):
        page.goto("/trap")
    given = theirs = []
    for _ in range(10):
        given, theirs = one.evaluate(ETAGS, addresses), other.evaluate(ETAGS, addresses)
        if one.evaluate(ETAGS, addresses) == given:
            break  # else a click of an earlier journey has changed an answer meanwhile
    for page in (one, other):
        page.context.close()
    assert all(given)
    assert theirs == given
