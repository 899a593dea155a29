"""What shops may rely on of each widget, on a page with nothing else and a strict policy."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.stage import Answer, Stage, newcomer

pytestmark = pytest.mark.journey

SHELF = "<tresen-recommendations placement='home' {}>{}</tresen-recommendations>"
CLIENT = "import('/widgets/client.js').then(({{ tresen }}) => {})"
MAIN = "main"


@pytest.fixture
def stage(page: Page, shop: str) -> Stage:
    return Stage(page, shop)


@pytest.fixture
def told(page: Page) -> list[dict[str, Any]]:
    """Note down every event the page tells the service."""
    events: list[dict[str, Any]] = []

    def hear(request: Any) -> None:
        if "/v1/events" in request.url:
            events.extend(json.loads(request.post_data or "[]"))

    page.on("request", hear)
    return events


def send(page: Page, told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Let the page tell what it has not told yet, as when somebody leaves."""
    with page.expect_request("**/v1/events*"):
        page.evaluate("dispatchEvent(new Event('pagehide'))")
    return told


def of_type(events: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [event for event in events if event["type"] == kind]


def product(stage: Stage) -> str:
    """Find a product of the shop."""
    ask = "tresen.api.search({ q: 'laufschuhe' }).then(({ hits }) => hits[0].product_id)"
    return str(stage.page.evaluate(CLIENT.format(ask)))


def test_the_search_box_alone_needs_no_other_widget(stage: Stage) -> None:
    loaded: list[str] = []
    stage.page.on("request", lambda one: loaded.append(one.url.rsplit("/", 1)[-1]))
    page = stage.open("<tresen-search></tresen-search>", module="type-ahead.js")
    with page.expect_request("**/v1/suggest*"):
        page.locator("tresen-search input").fill("lauf")
    assert [name for name in loaded if name.endswith(".js")] == ["type-ahead.js"]
    with page.expect_request("**/tracker.js?*"):
        expect(page.locator("tresen-search [role=option]").first).to_be_visible()


def test_late_answers_are_never_shown_even_where_they_cannot_be_called_off(
    stage: Stage,
) -> None:
    stage.page.add_init_script(
        "const ask = fetch;"
        "globalThis.fetch = (url, options) => {"
        "  const late = String(url).includes('q=kamera&') ? 900 : 0;"
        "  return ask(url, { ...options, signal: undefined })"
        "    .then(answer => new Promise(done => setTimeout(done, late, answer)));"
        "}"
    )
    page = stage.open("<tresen-search></tresen-search>")
    box = page.locator("tresen-search input")
    box.fill("kamera")
    page.wait_for_timeout(150)
    box.fill("laufschuhe")
    first = page.locator("tresen-search [role=option]").first
    expect(first).to_contain_text("aufschuh")
    page.wait_for_timeout(1_100)
    expect(first).to_contain_text("aufschuh")


def test_a_keystroke_asks_at_most_once_and_what_is_known_is_not_asked_again(
    stage: Stage,
) -> None:
    asked: list[str] = []
    stage.page.on(
        "request", lambda one: asked.append(one.url) if "suggest" in one.url else None
    )
    page = stage.open("<tresen-search></tresen-search>")
    box = page.locator("tresen-search input")
    box.press_sequentially("laufschuhe", delay=30)
    expect(page.locator("tresen-search [role=option]").first).to_be_visible()
    page.wait_for_timeout(300)
    typed = len(asked)
    assert 1 <= typed <= len("laufschuhe")
    assert len(set(asked)) == typed
    box.press("Backspace")
    page.wait_for_timeout(300)
    box.press("e")
    page.wait_for_timeout(300)
    assert len(asked) <= typed + 1


def test_of_the_other_buttons_only_the_middle_one_takes_a_suggestion(
    stage: Stage, told: list[dict[str, Any]]
) -> None:
    stage.page.add_init_script("window.tabs = []; window.open = (url) => { tabs.push(url) }")
    page = stage.open("<tresen-search></tresen-search>")
    page.locator("tresen-search input").fill("lauf")
    product = page.locator("tresen-search .product").first
    product.click(button="right")
    assert page.evaluate("tabs") == []
    product.click(button="middle")
    assert page.evaluate("tabs.length") == 1
    assert len(of_type(send(page, told), "click")) == 1


def test_a_suggested_product_without_a_picture_has_none_and_stands_in_line(
    stage: Stage,
) -> None:
    stage.change("/v1/suggest", lambda told: told["products"][0].update(image_url=None))
    page = stage.open("<tresen-search></tresen-search>", module="type-ahead.js")
    page.locator("tresen-search input").fill("lauf")
    bare, other = (page.locator("tresen-search .product").nth(place) for place in (0, 1))
    expect(other.locator("img")).to_be_visible()
    expect(bare.locator("img")).to_have_count(0)
    left = "one => one.getBoundingClientRect().left"
    assert bare.locator("b").evaluate(left) == other.locator("b").evaluate(left)


def test_what_was_searched_for_is_remembered_only_with_consent(stage: Stage) -> None:
    page = stage.open("<tresen-search></tresen-search>")
    box = page.locator("tresen-search input")
    recent = page.locator("tresen-search [role=group][aria-label='Zuletzt gesucht']")
    for consent, count in (("none", 0), ("statistics", 1)):
        page.evaluate(CLIENT.format(f"tresen.setConsent('{consent}')"))
        box.fill("kamera")
        box.press("Enter")
        box.fill("")
        box.click()
        expect(page.locator("tresen-search [role=option]").first).to_be_visible()
        expect(recent).to_have_count(count)
    page.evaluate(CLIENT.format("tresen.setConsent('none')"))
    assert (
        page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length")
        == 0
    )
    box.press("Escape")
    box.click()
    expect(page.locator("tresen-search [role=option]").first).to_be_visible()
    expect(recent).to_have_count(0)


def test_a_list_grows_has_an_address_and_is_whole_again_after_a_reload(stage: Stage) -> None:
    page = stage.open(
        "<tresen-results more per-page='6'></tresen-results>", query="?q=laufschuhe"
    )
    tiles = page.locator("article.tile")
    expect(tiles).to_have_count(6)
    more = page.locator("tresen-results #more")
    expect(more).to_contain_text(re.compile(r"Mehr anzeigen \(6 von \d+\)"))
    more.click()
    expect(tiles).to_have_count(12)
    expect(page).to_have_url(re.compile(r"page=2"))
    assert len(set(page.locator("article.tile h3 a").all_inner_texts())) > 6
    page.reload()
    expect(tiles).to_have_count(12)
    expect(more).to_contain_text("(12 von")


def test_a_tile_can_be_the_shops_own(stage: Stage) -> None:
    template = (
        "<template><a data-field='url'><img data-field='image_url' alt='' part='photo'>"
        "<b data-field='title'></b></a><i data-field='attributes.nothing'>gone</i>"
        "<em data-field='price'></em><button data-action='add'>+</button>"
        "<button data-action='like'>!</button><script src='/evil.js'></script></template>"
    )
    stage.change("/v1/recommendations/", lambda told: told["hits"][0].update(title="<u>A</u>"))
    page = stage.open(SHELF.format("", template))
    tile = page.locator("tresen-recommendations article").first
    expect(tile.locator("b")).to_have_text("<u>A</u>")
    expect(tile.locator("a")).to_have_attribute("href", re.compile("^/product/"))
    expect(tile.locator("em")).to_have_text(re.compile(r"^[\d.]+,\d\d\s€$"))
    expect(tile.locator("i, script")).to_have_count(0)
    expect(tile.get_by_role("button")).to_have_text(["+"])
    page.evaluate(
        "addEventListener('tresen-add-to-basket',"
        " ({ detail }) => { document.title = detail.hit.title })"
    )
    tile.get_by_role("button").click()
    expect(page).to_have_title("<u>A</u>")


def test_what_is_disliked_goes_at_once_and_the_service_hears_of_it(
    stage: Stage, told: list[dict[str, Any]]
) -> None:
    page = stage.open(SHELF.format("judge limit='6'", ""))
    titles = page.locator("tresen-recommendations article h3")
    expect(titles.first).to_be_visible()
    first = titles.first.inner_text()
    page.get_by_role("button", name=f"Gefällt mir nicht: {first}", exact=True).click()
    expect(page.locator("tresen-recommendations")).not_to_contain_text(first)
    second = titles.first.inner_text()
    thumb = page.get_by_role("button", name=f"Gefällt mir: {second}", exact=True)
    thumb.click()
    page.wait_for_timeout(200)
    assert [len(of_type(told, kind)) for kind in ("dislike", "like")] == [1, 1]
    assert of_type(told, "dislike")[0]["token"]


def test_a_like_and_a_dislike_can_be_taken_back_by_keyboard(
    stage: Stage, told: list[dict[str, Any]]
) -> None:
    page = stage.open(SHELF.format("judge limit='6'", ""))
    titles = page.locator("tresen-recommendations article h3")
    expect(titles.first).to_be_visible()
    first = titles.first.inner_text()
    thumb = page.get_by_role("button", name=f"Gefällt mir: {first}", exact=True)
    for pressed in ("true", "false"):
        with page.expect_response("**/v1/recommendations/**"):
            thumb.press("Enter")
        expect(thumb).to_have_attribute("aria-pressed", pressed)
    place = titles.all_inner_texts().index(first)
    page.get_by_role("button", name=f"Gefällt mir nicht: {first}", exact=True).press("Enter")
    undo = page.get_by_role("button", name=f"Rückgängig: {first}", exact=True)
    expect(undo).to_be_focused()
    expect(page.locator("tresen-recommendations li").nth(place)).to_contain_text("nicht mehr")
    undo.press("Enter")
    expect(titles.filter(has_text=first)).to_have_count(1)
    expect(undo).to_have_count(0)
    words = ["like", "unlike", "dislike", "undislike"]
    assert [one["type"] for one in told if one["type"] in words] == words


MOVED = """new Promise(done => {
  let moved = 0;
  new PerformanceObserver(list => list.getEntries().forEach(one => { moved += one.value }))
    .observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => done(moved), 400);
})"""


def test_an_empty_shelf_goes_when_nobody_looks_and_nothing_moves(stage: Stage) -> None:
    stage.change("/v1/recommendations/trending", lambda told: told.update(hits=[]))
    empty = "<tresen-recommendations placement='trending' id='{}'></tresen-recommendations>"
    bodies = (empty.format("near"), *[SHELF.format("", "")] * 3, empty.format("far"))
    page = stage.open("<p>Dazwischen</p>".join(bodies))
    near, far = page.locator("#near"), page.locator("#far")
    expect(page.locator("article.tile").first).to_be_visible()
    expect(near).to_have_attribute("vacant", "")
    height = near.evaluate("one => one.offsetHeight")
    assert height > 200
    assert near.is_hidden()
    page.locator("tresen-recommendations").nth(2).evaluate("one => one.scrollIntoView()")
    expect(far).to_have_attribute("vacant", "")
    page.wait_for_timeout(500)
    assert near.evaluate("one => one.offsetHeight") == 0
    assert page.evaluate(MOVED) < 0.01  # the page's own end may


def test_no_room_is_kept_for_what_somebody_new_cannot_have_seen(stage: Stage) -> None:
    asked: list[str] = []
    stage.page.on("request", lambda one: asked.append(one.url))
    page = stage.open("<tresen-recently-viewed></tresen-recently-viewed><p>Darunter</p>")
    page.wait_for_timeout(300)
    assert page.locator("tresen-recently-viewed").evaluate("one => one.offsetHeight") == 0
    assert not [url for url in asked if "recently_viewed" in url]


def test_the_layer_shows_what_was_added_and_how_far_shipping_is_from_free(
    stage: Stage, told: list[dict[str, Any]]
) -> None:
    page = stage.open("<tresen-basket-layer></tresen-basket-layer>")
    one = product(stage)
    line = {"product_id": one, "quantity": 2, "price": "9.95"}
    page.evaluate(CLIENT.format(f"{{ tresen.setBasket([{line}]); tresen.added({line}) }}"))
    layer = page.get_by_role("dialog", name="Jetzt in deinem Warenkorb")
    expect(layer.locator(".added")).to_contain_text("2 ×")
    expect(layer.locator("progress")).to_be_visible()
    expect(layer.locator("article.tile").first).to_be_visible()
    expect(layer.get_by_role("link", name="Zum Warenkorb")).to_have_attribute("href", "/basket")
    page.keyboard.press("Escape")
    expect(layer).to_be_hidden()
    added = of_type(send(page, told), "add_to_basket")
    assert [(event["product_id"], event["quantity"]) for event in added] == [(one, 2)]


def test_a_set_is_changed_part_by_part_and_added_as_a_whole(stage: Stage) -> None:
    page = stage.open(MAIN)
    one = product(stage)
    page = stage.open(f"<tresen-set product-id='{one}'></tresen-set>")
    page.evaluate(
        "globalThis.wanted = []; addEventListener('tresen-add-to-basket',"
        " ({ detail }) => wanted.push(detail.hit))"
    )
    tiles = page.locator("tresen-set article.tile h3")
    expect(tiles.first).to_be_visible()
    before = tiles.all_inner_texts()
    page.locator("tresen-set #slot-0").click()
    expect(tiles.first).not_to_have_text(before[0])
    expect(page.locator("tresen-set #slot-0")).to_be_focused()
    assert tiles.all_inner_texts()[1:] == before[1:]
    page.get_by_role("button", name="Alle in den Warenkorb").click()
    wanted = page.evaluate(
        "wanted.map(({ product_id, title, price }) => [product_id, title, price])"
    )
    assert wanted[0][0] == one
    assert [title for _, title, _ in wanted[1:]] == tiles.all_inner_texts()
    cents = sum(round(float(price) * 100) for *_, price in wanted)
    said = page.locator("tresen-set .joint .now").inner_text()
    assert int(re.sub(r"\D", "", said)) == cents


def test_what_ga4_is_told_is_told_to_tresen_once(
    stage: Stage, told: list[dict[str, Any]]
) -> None:
    order = (
        "{event:'purchase',ecommerce:{transaction_id:'A-1',items:"
        "[{item_id:'P00001',quantity:2,price:9.9},{item_id:'P00002'}]}}"
    )
    stage.page.add_init_script(  # a page's own script might come after whoever listens to it
        "globalThis.dataLayer=[{event:'view_item',ecommerce:{items:[{item_id:'P00001'}]}},"
        "null,{event:7},{event:'purchase',ecommerce:{items:'x'}}];",
    )
    page = stage.open("", attributes='data-layer="dataLayer"')
    page.evaluate(
        "new Promise(function look(done) {"
        " Object.hasOwn(dataLayer, 'push') ? done() : setTimeout(look, 20, done) })"
    )
    page.evaluate(
        "globalThis.gtag = function () { dataLayer.push(arguments) };"
        "gtag('event', 'add_to_cart', { items: [{ item_id: 'P00001' }] });"
        f"dataLayer.push({order}); dataLayer.push({order})"
    )
    send(page, told)
    kinds = [event["type"] for event in told]
    assert kinds.count("view") == kinds.count("add_to_basket") == 1
    bought = of_type(told, "purchase")
    assert [event["order_id"] for event in bought] == ["A-1"] * 4
    assert len({event["event_id"] for event in bought}) == 2
    assert (bought[0]["quantity"], bought[0]["price"]) == (2, "9.90")
    assert {event["consent"] for event in told} == {"none"}


def test_impressions_count_what_was_half_seen_for_a_second(
    stage: Stage, told: list[dict[str, Any]]
) -> None:
    page = stage.open("<tresen-results></tresen-results>", query="?q=laufschuhe")
    tiles = page.locator("article.tile")
    expect(tiles.first).to_be_visible()
    page.wait_for_timeout(300)
    assert of_type(told, "impression") == []
    page.wait_for_timeout(1_200)
    half_seen = page.evaluate(
        "[...document.querySelector('tresen-results').shadowRoot.querySelectorAll('.tile')]"
        ".filter(tile => { const { top, height } = tile.getBoundingClientRect();"
        " return top + height / 2 <= innerHeight }).length"
    )
    seen = of_type(send(page, told), "impression")
    assert len(seen) == len({event["token"] for event in seen}) == half_seen
    assert half_seen < tiles.count()


@pytest.mark.parametrize("body", ["finder", "shelf"])
def test_nothing_moves_when_the_answer_comes(stage: Stage, body: str) -> None:
    bodies = {
        "finder": "<tresen-search></tresen-search><div class='finder'><tresen-facets>"
        "</tresen-facets><tresen-results></tresen-results></div><p>Ende</p>",
        "shelf": SHELF.format("", "") + "<p>Darunter</p>",
    }
    page = stage.open(bodies[body], query="?q=laufschuhe")
    expect(page.locator("article.tile img").first).to_be_visible()
    page.wait_for_timeout(500)
    assert page.evaluate(MOVED) == 0
    unsized = page.locator("article.tile img:not([width][height][loading=lazy])")
    expect(unsized).to_have_count(0)


def test_a_shelf_asks_anew_when_its_page_turns_to_another_product(stage: Stage) -> None:
    page = stage.open("<tresen-recommendations placement='product_alternatives'>")
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    with page.expect_response("**/product_alternatives?*product_id=*"):
        page.locator("tresen-recommendations").evaluate(
            "(shelf, product) => shelf.setAttribute('product-id', product)", product(stage)
        )
    assert sum("product_alternatives" in url and "product_id=" in url for url in asked) == 1


def test_from_right_to_left_the_shelf_turns_the_other_way(stage: Stage) -> None:
    page = stage.open(SHELF.format("limit='20'", ""), direction="rtl")
    expect(page.locator("article.tile").first).to_be_visible()
    page.get_by_role("button", name="Weiter").click()
    page.wait_for_timeout(800)
    shelf = page.locator("tresen-recommendations .shelf")
    assert shelf.evaluate("one => one.scrollLeft") < -100
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_shop_can_have_its_own_words_and_the_rest_is_english(stage: Stage) -> None:
    words = stage.script(
        "/words.js",
        "import { dictionary } from '/widgets/tresen.js';"
        "dictionary.de = { many: '{n} Artikel', sort: 'Ordnen' };",
    )
    page = stage.open("<tresen-results></tresen-results>", head=words, query="?q=laufschuhe")
    expect(page.locator("tresen-results h2").first).to_contain_text("Artikel")
    expect(page.get_by_text("Ordnen")).to_be_visible()
    expect(page.locator("tresen-results h1")).to_contain_text("Results for")


@pytest.fixture
def forced(shop: str, browser: Browser) -> Iterator[Stage]:
    """Set a stage up in the visitor's own few colours."""
    context = newcomer(browser, base_url=shop, forced_colors="active")
    yield Stage(context.new_page(), shop)
    context.close()


def test_with_forced_colours_swatches_keep_theirs_and_chosen_sizes_are_told_apart(
    forced: Stage,
) -> None:
    page = forced.open(
        "<tresen-facets></tresen-facets><tresen-results></tresen-results>",
        query="?q=laufschuhe&filter=size:39",
    )
    swatch = page.locator("tresen-facets .swatch").first
    expect(swatch).to_be_visible()
    colours = page.locator("tresen-facets .swatch").evaluate_all(
        "all => new Set(all.map(one => getComputedStyle(one).backgroundColor)).size"
    )
    assert colours > 3
    looks = "one => getComputedStyle(one.closest('label')).outlineStyle"
    chosen = page.locator("tresen-facets .size input:checked").first
    other = page.locator("tresen-facets .size input:not(:checked)").first
    assert chosen.evaluate(looks) != other.evaluate(looks)


def test_with_forced_colours_one_sees_what_is_pressed_how_far_it_is_and_which_page_it_is(
    forced: Stage,
) -> None:
    page = forced.open(
        "<tresen-free-shipping judge></tresen-free-shipping>"
        "<tresen-results per-page='6'></tresen-results>",
        query="?q=laufschuhe",
    )
    bar = page.locator("progress")
    near = bar.screenshot()
    bar.evaluate("one => { one.value = one.max / 2 }")
    assert bar.screenshot() != near
    colours = "one => { const { color, backgroundColor } = getComputedStyle(one);"
    colours += " return [color, backgroundColor] }"
    thumb = page.get_by_role("button", name="Gefällt mir:").first
    before = thumb.evaluate(colours)
    thumb.press("Enter")
    expect(thumb).to_have_attribute("aria-pressed", "true")
    assert thumb.evaluate(colours) != before
    pages = page.locator("tresen-results .pages a")
    assert pages.nth(0).evaluate(colours) != pages.nth(1).evaluate(colours)


SIZES = """() => [...document.querySelectorAll(":defined")].filter(one => one.shadowRoot)
  .flatMap(one => [...one.shadowRoot.querySelectorAll("*")])
  .map(one => Number.parseFloat(getComputedStyle(one).fontSize))"""


def test_letters_are_as_large_as_the_shops_font_says_whatever_its_root_has(
    stage: Stage,
) -> None:
    page = stage.open(
        "<tresen-search></tresen-search><tresen-facets></tresen-facets>"
        "<tresen-results></tresen-results>",
        query="?q=laufschue&filter=price:10..90",
    )
    expect(page.locator("article.tile").first).to_be_visible()
    sizes = page.evaluate(SIZES)
    root = "document.documentElement.style"
    page.evaluate(f"{root}.fontSize = '62.5%'")
    assert page.evaluate(SIZES) == sizes
    page.evaluate(f"{root}.setProperty('--tresen-font', '24px/1.5 serif')")
    assert page.evaluate(SIZES) == pytest.approx([1.5 * size for size in sizes])


def test_words_without_end_and_prices_of_millions_make_nothing_wider(stage: Stage) -> None:
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk" * 3

    def lengthen(answer: Answer) -> None:
        for hit in answer["hits"]:
            hit |= {"title": word, "brand": word, "reason": word, "price": "123456789.99"}
            hit |= {"list_price": "223456789.99", "unit_price": "1.234.567,89 € / 100 ml"}
        for facet in answer.get("facets", []):
            facet["label"] = word
            for value in facet.get("values", []):
                value["label"] = word
        for step in answer.get("breadcrumbs", []):
            step["label"] = word

    stage.change("/v1/(search|recommendations)", lengthen)
    body = (
        "<div class='finder'><tresen-facets></tresen-facets>"
        "<tresen-results category='Mode'></tresen-results></div>"
        "<tresen-recommendations placement='home'></tresen-recommendations>"
    )
    page = stage.open(body)
    expect(page.locator("tresen-results article.tile").first).to_be_visible()
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        for place in ("html", "tresen-results"):
            overhang = "one => one.scrollWidth - one.clientWidth"
            assert page.locator(place).evaluate(overhang) <= 0, (place, width)
