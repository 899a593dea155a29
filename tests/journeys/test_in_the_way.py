"""Whatever becomes of the service, the shop's page works and shows what the shop put there."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.journeys.stage import Stage, unfailing

pytestmark = pytest.mark.journey

BODY = (
    "<tresen-search><form action='/search'><input name='q'></form></tresen-search>"
    "<tresen-facets></tresen-facets>"
    "<tresen-results><p id='of-the-shop'>Die Liste des Shops</p></tresen-results>"
    "<tresen-recommendations placement='home'><p id='own'>Von Hand</p></tresen-recommendations>"
    "<tresen-recommendations placement='home' id='empty'></tresen-recommendations>"
)
TELL = "import('/widgets/client.js').then(({ tresen }) => tresen.track('checkout_start', {}))"


def garbage(route: Route) -> None:
    route.fulfill(body="<html>Wartungsarbeiten</html>", content_type="text/html")


def nonsense(route: Route) -> None:
    route.fulfill(json={"hits": None, "facets": 7})


def failing(route: Route) -> None:
    route.fulfill(status=503)


def blocked(route: Route) -> None:
    route.abort("blockedbyclient")


def slow(_route: Route) -> None:
    """Never answer."""


@pytest.fixture
def stage(shop: str, browser: Browser) -> Iterator[Stage]:
    """Set a stage up where requests may fail, but no script may, and nobody waits for long."""
    with unfailing(shop, browser, patience=1) as stage:
        yield stage


@pytest.mark.parametrize(
    "answer", [garbage, nonsense, failing, blocked, slow], ids=lambda one: one.__name__
)
def test_the_shops_own_content_stays_and_one_can_still_search(
    stage: Stage, answer: Callable[[Route], None]
) -> None:
    page = stage.page
    page.route(re.compile("/v1/"), answer)
    stage.open(BODY)
    expect(page.locator("#of-the-shop")).to_be_visible()
    own = page.locator("#own")
    own.scroll_into_view_if_needed()
    page.wait_for_timeout(2_000)  # more than the second and a half an answer may take
    expect(own).to_be_visible()
    expect(page.locator("#empty")).to_be_hidden()
    expect(page.locator("#of-the-shop")).to_be_visible()
    page.locator("tresen-search input[role=combobox]").fill("kamera")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=kamera"))


def test_without_the_widgets_the_shops_own_form_and_list_are_there(stage: Stage) -> None:
    page = stage.page
    page.route("**/widgets/tresen.js", blocked)
    stage.open(BODY)
    for place in ("#of-the-shop", "#own", "tresen-search input"):
        expect(page.locator(place)).to_be_visible()


def test_who_is_connected_again_sees_what_could_not_be_answered(stage: Stage) -> None:
    page = stage.page
    stage.open("<tresen-results></tresen-results>", query="?q=laufschuhe")
    tiles = page.locator("tresen-results article.tile")
    expect(tiles.first).to_be_visible()
    page.context.set_offline(True)
    page.locator("#sort").select_option("price_asc")
    expect(page.locator("tresen-results [role=alert]")).to_be_visible()
    page.context.set_offline(False)
    expect(tiles.first).to_be_visible()


def test_a_tile_whose_picture_cannot_be_had_shows_none(stage: Stage) -> None:
    page = stage.page
    page.route("**/*.svg", blocked)
    stage.open("<tresen-results></tresen-results>", query="?q=laufschuhe")
    tile = page.locator("tresen-results article.tile").first
    expect(tile.locator(".picture")).to_be_visible()
    expect(tile.locator("img")).to_have_count(0)


def test_a_department_without_its_picture_leads_on_all_the_same(stage: Stage) -> None:
    page = stage.page
    page.route(re.compile("/v1/search.*sort=popular"), failing)
    page.goto("/")
    expect(page.locator("#doors img").first).to_have_attribute("src", "/static/icon.svg")
    expect(page.locator("#doors a").first).to_have_attribute("href", re.compile("/category/"))


def test_without_the_tracker_everything_else_works(stage: Stage) -> None:
    page = stage.page
    page.route("**/widgets/tracker.js?*", blocked)
    stage.open(BODY, query="?q=laufschuhe")
    tile = page.locator("tresen-results article.tile a").first
    expect(tile).to_be_visible()
    tile.click()
    expect(page).to_have_url(re.compile("/product/"))


def refusing(route: Route) -> None:
    route.fulfill(status=503)


def silent(_: Route) -> None:
    """Leave it unanswered, as a host does that died under way."""


@pytest.mark.parametrize("first", [refusing, silent])
def test_events_are_told_again_with_the_same_ids_until_they_are_heard(
    stage: Stage, first: Callable[[Route], None]
) -> None:
    page = stage.page
    bodies: list[str] = []

    def hear(route: Route) -> None:
        bodies.append(route.request.post_data or "")
        if len(bodies) == 1:
            first(route)
        else:
            route.continue_()

    page.route("**/v1/events*", hear)
    stage.open("", query="")
    page.evaluate(TELL)
    with page.expect_response(lambda one: "/v1/events" in one.url and one.status == 202):
        pass
    ids = [re.findall(r'"event_id":"([^"]+)"', body) for body in bodies]
    assert ids[0] == ids[1] != []


def test_what_happened_before_the_tracker_could_be_had_is_told_once_it_can(
    stage: Stage,
) -> None:
    page = stage.page
    asked: list[str] = []

    def fail_once(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(re.compile("/widgets/tracker.js"), fail_once)
    stage.open("", query="")
    with page.expect_request(lambda one: '"checkout_start"' in (one.post_data or "")) as told:
        page.evaluate(TELL)
    response = told.value.response()
    assert response
    assert response.status == 202
    assert len(asked) == len(set(asked)) == 2
