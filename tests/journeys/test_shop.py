import json
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, Route, expect

from tests.journeys.stage import newcomer

pytestmark = pytest.mark.journey


def tiles(place: Locator) -> Locator:
    return place.locator("article.tile")


def shelf(page: Page, placement: str) -> Locator:
    """Find a shelf and bring it near, since shelves ask only when somebody comes near."""
    found = page.locator(f"tresen-recommendations[placement={placement}]").first
    found.scroll_into_view_if_needed()
    return found


def search_for(page: Page, query: str) -> None:
    page.goto("/")
    page.get_by_role("combobox").first.fill(query)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q="))
    expect(tiles(page.locator("tresen-results")).first).to_be_visible()


def total(page: Page) -> int:
    words = page.locator("tresen-results h2").inner_text()
    return int(words.split()[0].replace(".", ""))


def choose(page: Page, facet: str) -> int:
    """Tick the value of a facet that most products have, and give its count."""
    place = page.locator(f"tresen-facets details.{facet}")
    if place.get_attribute("open") is None:
        place.locator("summary").click()
    counts = [int(count) for count in place.locator(".count").all_text_contents()]
    filters = page.url.count("filter=")
    place.locator("label.value").nth(counts.index(max(counts))).click()
    expect(page).to_have_url(re.compile(rf"(.*filter=){{{filters + 1}}}"))
    expect(page.locator("tresen-facets .chips button").nth(filters)).to_be_visible()
    return max(counts)


def add_to_basket(page: Page) -> None:
    button = page.get_by_role("button", name="In den Warenkorb", exact=True)
    expect(button).to_be_enabled()
    before = int(page.locator("#basket-count").text_content() or "0")
    button.click()
    expect(page.locator("#basket-count")).to_have_text(str(before + 1))


def recommended_in_the_basket(page: Page) -> list[str]:
    page.goto("/basket")
    place = shelf(page, "basket")
    expect(tiles(place).first).to_be_visible()
    return place.locator("article.tile h3").all_inner_texts()


def told(request: Request) -> list[dict[str, Any]]:
    """Return the events that a request tells."""
    events: list[dict[str, Any]] = json.loads(request.post_data or "[]")
    return events


def is_withdrawal(request: Request, visitor: str) -> bool:
    """Recognise the event that names a visitor for the last time."""
    return any(
        event.get("visitor_id") == visitor and event["consent"] == "none"
        for event in told(request)
    )


def test_a_typo_leads_to_running_shoes_and_facets_narrow_them_down(page: Page) -> None:
    search_for(page, "laufschue")
    expect(page.locator("tresen-results .notice").first).to_contain_text("aufschuh")
    for facet in ("size", "colour"):
        count = choose(page, facet)
        expect(page.locator("tresen-results h2")).to_have_text(
            re.compile(rf"^{count} Produkte?$")
        )
    assert total(page) > 0


def test_a_product_page_has_alternatives_and_accessories(page: Page) -> None:
    search_for(page, "laufschuhe")
    tiles(page.locator("tresen-results")).first.locator("a").click()
    expect(page).to_have_url(re.compile("/product/"))
    expect(page.locator("#add")).to_be_enabled()
    for placement in ("product_alternatives", "product_accessories"):
        expect(tiles(shelf(page, placement)).first).to_be_visible()


def test_a_product_that_is_gone_leaves_something_else_to_look_at(
    shop: str, browser: Browser
) -> None:
    page = newcomer(browser, base_url=shop).new_page()  # whose console says that it is gone
    page.goto("/product/NOBODY")
    expect(page.get_by_role("heading", name="Nicht gefunden")).to_be_visible()
    expect(tiles(shelf(page, "trending")).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()


def test_what_the_basket_holds_changes_what_it_recommends(page: Page) -> None:
    lists = []
    for query in ("laufschuhe", "kamera"):
        search_for(page, query)
        tiles(page.locator("tresen-results")).first.locator("a").click()
        add_to_basket(page)
        lists.append(recommended_in_the_basket(page))
    assert lists[0] != lists[1]
    expect(page.locator("#lines li")).to_have_count(2)


def test_an_order_empties_the_basket_and_is_told_once_per_line(
    page: Page, requests: list[Request]
) -> None:
    search_for(page, "laufschuhe")
    tiles(page.locator("tresen-results")).first.locator("a").click()
    add_to_basket(page)
    page.goto("/basket")
    with page.expect_request(lambda one: '"purchase"' in (one.post_data or "")):
        page.get_by_role("button", name="Zur Kasse").click()
    expect(page.locator("#thanks")).to_be_visible()
    expect(page.locator("#basket-count")).to_be_hidden()
    sent = "".join(one.post_data or "" for one in requests)
    assert sent.count('"type":"purchase"') == 1


def test_type_ahead_is_usable_by_keyboard_alone_in_spite_of_a_typo(page: Page) -> None:
    page.goto("/")
    box = page.get_by_role("combobox").first
    expect(box).to_be_visible()
    while not box.evaluate("input => input.getRootNode().activeElement === input"):
        page.keyboard.press("Tab")
    page.keyboard.type("laufschue", delay=40)
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "option-0")
    first = page.locator("tresen-search [role=option]").first
    expect(first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    expect(box).not_to_have_attribute("aria-activedescendant", "option-0")
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("laufschue")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile(r"/$"))


def test_the_back_button_and_a_reload_keep_what_was_chosen(page: Page) -> None:
    search_for(page, "laufschuhe")
    everything = total(page)
    choose(page, "colour")
    narrowed = total(page)
    page.reload()
    expect(page.locator("tresen-facets .chips button")).to_have_count(1)
    assert total(page) == narrowed
    page.go_back()
    expect(page.locator("tresen-facets .chips button")).to_have_count(0)
    assert total(page) == everything


@pytest.mark.parametrize("deep", [100, 9_000])
def test_an_address_deeper_than_the_list_leads_to_its_last_page(page: Page, deep: int) -> None:
    page.goto(f"/search?q=schuhe&page={deep}")
    results = page.locator("tresen-results")
    expect(tiles(results).first).to_be_visible()
    pages = results.get_by_role("navigation", name="Seiten")
    expect(pages.get_by_role("link").last).to_have_attribute("aria-current", "page")
    expect(pages).to_contain_text(re.compile(r"^Zurück1…"))
    assert f"page={deep}" not in page.url


def test_a_page_turned_by_keyboard_begins_at_its_top(page: Page) -> None:
    page.goto("/search?q=schuhe")
    results = page.locator("tresen-results")
    page.locator("#next").press("Enter")
    expect(results.locator("#page-2")).to_have_attribute("aria-current", "page")
    expect(results.locator("h1")).to_be_focused()
    expect(results.locator("h1")).to_be_in_viewport()
    expect(page).to_have_title("schuhe – Kaufhaus Tresen")
    expect(results.locator("#next")).not_to_be_in_viewport()


def test_the_focus_stays_with_the_filters_when_the_last_one_is_taken_away(page: Page) -> None:
    page.goto("/search?q=schuhe&filter=colour:Blau")
    facets = page.locator("tresen-facets")
    facets.get_by_role("button", name="Blau entfernen").press("Enter")
    expect(facets.locator(".chips button")).to_have_count(0)
    expect(facets.locator("summary").first).to_be_focused()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/search?q=schuhe&filter=colour:Blau")
    facets.get_by_role("button", name="Blau entfernen").press("Enter")
    expect(facets.locator(".opener")).to_be_focused()


def test_the_focus_moves_to_filters_that_came_after_the_last_chip_was_taken(page: Page) -> None:
    page.route(re.compile(r"/v1/search\?.*Blau"), lambda _: None)
    page.goto("/search?q=schuhe&filter=colour:Blau")
    facets = page.locator("tresen-facets")
    facets.get_by_role("button", name="Blau entfernen").press("Enter")
    expect(facets.locator("summary").first).to_be_focused()


def test_who_comes_back_from_a_product_is_where_he_left_the_list(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/search?q=schuhe")
    product = tiles(page.locator("tresen-results")).nth(15)
    product.locator("a").click()
    expect(page).to_have_url(re.compile("/product/"))
    page.go_back()
    expect(product).to_be_in_viewport()


def test_filters_that_leave_nothing_are_named_as_the_reason(page: Page) -> None:
    page.goto("/search?q=schuhe&filter=price:..1")
    expect(page.locator("tresen-facets .chips")).to_contain_text("bis 1,00 €")
    results = page.locator("tresen-results")
    expect(results.locator(".empty")).to_contain_text("Mit diesen Filtern bleibt nichts übrig.")
    results.get_by_role("button", name="Alle Filter entfernen").click()
    expect(tiles(results).first).to_be_visible()
    page.goto("/search?q=schuhe&filter=price:50..")
    expect(page.locator("tresen-facets .chips")).to_contain_text("ab 50,00 €")


def test_facets_may_be_called_what_every_object_has(page: Page) -> None:
    page.goto("/")
    names = ["constructor", "__proto__"]
    told = page.evaluate(
        "names => import('/widgets/page.js').then(({ byFacet }) =>"
        " JSON.stringify(byFacet(names.map(name => `${name}:x`))))",
        names,
    )
    assert json.loads(told) == {name: ["x"] for name in names}


def test_a_category_page_leads_down_its_tree(page: Page) -> None:
    page.goto("/")
    page.locator("#departments a").first.click()
    expect(page).to_have_url(re.compile("/category/"))
    results = page.locator("tresen-results")
    expect(tiles(results).first).to_be_visible()
    everything = total(page)
    page.locator("tresen-facets details.category li:not(.depth-0) a").first.click()
    expect(page).to_have_url(re.compile("filter=category"))
    expect(page.locator("tresen-facets .chips button")).to_have_count(1)
    assert 0 < total(page) <= everything


def test_consent_none_leaves_nothing_on_the_device_and_sends_no_id(
    page: Page, requests: list[Request]
) -> None:
    search_for(page, "laufschuhe")
    tiles(page.locator("tresen-results")).first.locator("a").click()
    expect(page.locator("#add")).to_be_enabled()
    page.goto("/")
    expect(tiles(shelf(page, "home")).first).to_be_visible()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.context.cookies() == []
    assert requests
    told = " ".join(one.url + (one.post_data or "") for one in requests)
    assert "visitor_id" not in told
    assert "session_id" not in told


def test_personalization_is_kept_until_it_is_withdrawn(
    page: Page, requests: list[Request]
) -> None:
    page.goto("/")
    page.locator("#who summary").click()
    page.locator("#consent").select_option("personalization")
    visitor = page.evaluate("localStorage.getItem('tresen.visitor')")
    page.goto("/search?q=laufschuhe")
    expect(tiles(page.locator("tresen-results")).first).to_be_visible()
    assert any(f"visitor_id={visitor}" in one.url for one in requests)
    page.locator("#who summary").click()
    with page.expect_request(lambda one: is_withdrawal(one, visitor)):
        page.locator("#consent").select_option("none")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_what_is_sent_again_after_a_withdrawal_names_nobody(
    shop: str, browser: Browser
) -> None:
    page = newcomer(browser, base_url=shop).new_page()
    held: list[Route] = []

    def hold_names(route: Route) -> None:
        if not held and any("visitor_id" in event for event in told(route.request)):
            held.append(route)
        else:
            route.continue_()

    page.route("**/v1/events*", hold_names)
    page.goto("/search?q=laufschuhe")
    page.locator("#who summary").click()
    page.locator("#consent").select_option("personalization")
    with page.expect_request(lambda one: "visitor_id" in (one.post_data or "")):
        page.mouse.wheel(0, 800)
    page.locator("#consent").select_option("none")
    failed = {event["event_id"] for event in told(held[0].request)}
    with page.expect_request("**/v1/events*") as again:
        held[0].abort()
    repeated = [one for one in told(again.value) if one["event_id"] in failed]
    page.context.close()
    assert {event["event_id"] for event in repeated} == failed
    assert not any("visitor_id" in one or "session_id" in one for one in repeated)
    assert {one["consent"] for one in repeated} == {"none"}


def test_guides_stand_beside_products_and_a_rule_leads_to_one(page: Page) -> None:
    search_for(page, "laufschuhe")
    guide = page.locator("tresen-results .guides a").first
    expect(guide).to_contain_text("Welche Schuhgröße passt?")
    guide.click()
    expect(page.locator("h1")).to_have_text("Welche Schuhgröße passt?")
    search_for(page, "gartenhaus")
    expect(page.locator("tresen-results a.banner")).to_contain_text("Gartenwochen")
    page.get_by_role("combobox").first.fill("retoure")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/guide/versand$"))


def test_english_stays_english_from_page_to_page(page: Page) -> None:
    page.goto("/")
    page.locator("#language").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("combobox").first.fill("running shoes")
    page.keyboard.press("Enter")
    results = page.locator("tresen-results")
    expect(results.locator("h1")).to_contain_text("Results for")
    tiles(results).first.locator("a").click()
    expect(page.get_by_role("button", name="Add to basket", exact=True)).to_be_enabled()


def test_on_a_phone_the_filters_wait_in_a_drawer(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    search_for(page, "laufschuhe")
    panel = page.locator("tresen-facets details.colour")
    expect(panel).to_be_hidden()
    page.locator("tresen-facets .opener").click()
    expect(panel).to_be_visible()
    choose(page, "colour")
    page.get_by_role("button", name=re.compile(r"\d+ Produkte zeigen")).click()
    expect(panel).to_be_hidden()
    page.locator("tresen-facets .opener").click()
    page.mouse.click(10, 400)
    expect(panel).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("width", [240, 280, 320])
def test_however_narrow_the_screen_the_header_is_no_wider(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 600})
    lines = [{"product_id": f"P{n}", "variant_id": f"P{n}", "quantity": 99} for n in (1, 2)]
    kept = json.dumps(json.dumps(lines))
    page.add_init_script(f"localStorage.setItem('shop.basket', {kept})")
    for address in ("/", "/use-cases"):
        for language in ("de", "en"):
            page.goto(f"{address}?language={language}")
            expect(page.locator("#basket-count")).to_have_text("198")
            assert page.evaluate("document.documentElement.scrollWidth") == width
