"""What the service says of a query, laid over real answers, as shoppers see and use it."""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from playwright.sync_api import Error, Locator, Page, Route, expect

pytestmark = pytest.mark.journey

Answer = dict[str, Any]
Asked = list[list[tuple[str, str]]]
OF_LATE = {"verbatim", "without_filter", "facet_query"}
MANY = 50


def answered(page: Page, change: Callable[[Answer, dict[str, str]], None]) -> Asked:
    """Let every answer be changed on its way, given what was asked; note what was asked.

    The service itself is asked for no more than every release of it understands.
    """
    asked: Asked = []

    def answer(route: Route) -> None:
        address = urlsplit(route.request.url)
        question = parse_qsl(address.query)
        asked.append(question)
        plain = urlencode([one for one in question if one[0] not in OF_LATE])
        with suppress(Error):  # the page may have gone on without waiting
            response = route.fetch(url=address._replace(query=plain).geturl())
            told = response.json()
            change(told, dict(question))
            route.fulfill(response=response, json=told)

    page.route(re.compile(r"/v1/(search|suggest)\?(.*&)?q="), answer)
    return asked


def results(page: Page, query: str, language: str = "de") -> Locator:
    page.goto(f"/search?{urlencode({'q': query, 'language': language})}")
    found = page.locator("tresen-results")
    expect(found.locator("h1")).to_be_visible()
    return found


def last(asked: Asked) -> list[tuple[str, str]]:
    return [one for one in asked[-1] if one[0] in OF_LATE]


def test_a_correction_says_so_and_gives_way_to_the_words_as_typed(page: Page) -> None:
    def change(answer: Answer, question: dict[str, str]) -> None:
        corrected = None if "verbatim" in question else "laufschuhe"
        answer["interpretation"]["corrected"] = corrected

    asked = answered(page, change)
    found = results(page, "laufschue")
    expect(found.locator("h1")).to_have_text("Ergebnisse für „laufschuhe“")
    instead = found.get_by_role("link", name="Stattdessen nach „laufschue“ suchen")
    instead.focus()
    page.keyboard.press("Enter")
    expect(found.locator("h1")).to_have_text("Ergebnisse für „laufschue“")
    expect(page).to_have_url(re.compile("verbatim=true"))
    assert last(asked) == [("verbatim", "true")]
    back = found.get_by_role("link", name="Auch Ähnliches finden")
    expect(back).to_be_focused()
    back.click()
    expect(page).not_to_have_url(re.compile("verbatim"))
    expect(found.locator(".notice")).to_contain_text("Wir zeigen Ergebnisse für „laufschuhe“.")


def test_what_may_be_meant_is_one_click_away(page: Page) -> None:
    def change(answer: Answer, question: dict[str, str]) -> None:
        mistaken = question["q"] == "kamara"
        answer["interpretation"]["did_you_mean"] = "kamera" if mistaken else None

    answered(page, change)
    found = results(page, "kamara")
    expect(found.locator(".notice")).to_contain_text("Meintest du kamera?")
    found.get_by_role("link", name="kamera", exact=True).click()
    expect(page).to_have_url(re.compile(r"q=kamera$"))
    expect(found.locator("h1")).to_have_text("Ergebnisse für „kamera“")


def test_a_filter_from_the_text_is_a_chip_that_can_be_taken_away(page: Page) -> None:
    blue = {"facet": "colour", "value": "Blau", "label": "Blau", "removable": True}

    def change(answer: Answer, question: dict[str, str]) -> None:
        there = "without_filter" not in question
        answer["interpretation"] |= {"filters": [blue] if there else [], "synonyms": ["Treter"]}

    asked = answered(page, change)
    found = results(page, "laufschuhe")
    expect(found.locator(".notice")).to_contain_text("Auch gesucht nach Treter.")
    chip = found.get_by_role("button", name="Farbe: Blau entfernen")
    chip.focus()
    page.keyboard.press("Enter")
    expect(chip).to_have_count(0)
    assert last(asked) == [("without_filter", "colour:Blau")]
    expect(found.locator("h1")).to_be_focused()
    page.go_back()
    expect(chip).to_be_visible()


def test_where_nothing_has_all_words_each_has_a_row_but_the_one_that_was_found(
    page: Page,
) -> None:
    counts = {"laufschuhe": 9, "kamera": 7, "zelt": 0}
    words = [{"text": text, "products": n} for text, n in counts.items()]

    def change(answer: Answer, question: dict[str, str]) -> None:
        if question["q"] == "laufschuhe kamera zelt":
            bent = {"stage": "relaxed", "dropped": ["kamera", "zelt"], "per_word": words}
            answer["interpretation"] |= bent

    answered(page, change)
    found = results(page, "laufschuhe kamera zelt")
    expect(found.locator(".notice")).to_contain_text("Hier sind Treffer ohne: kamera, zelt")
    expect(found.locator("section.row")).to_have_count(1)
    expect(found.locator("section.row article.tile").first).to_be_visible()
    found.get_by_role("link", name="Ergebnisse für „kamera“").click()
    expect(page).to_have_url(re.compile(r"q=kamera$"))


@pytest.mark.parametrize(
    ("language", "query", "unwanted", "says", "remove"),
    [
        (
            "de",
            "jacke ohne kapuze blau",
            "ohne kapuze",
            "Produkte mit „kapuze“ im Namen haben wir weggelassen.",
            "ohne kapuze entfernen",
        ),
        (
            "en",
            "jacket without hood blue",
            "without hood",
            "We left out products with “hood” in the name.",
            "Remove without hood",
        ),
    ],
)
def test_what_is_not_wanted_is_a_chip_whose_words_can_be_taken_away(
    page: Page, language: str, query: str, unwanted: str, says: str, remove: str
) -> None:
    found = results(page, query, language)
    notice = found.locator(".notice")
    expect(notice).to_contain_text(says)
    expect(notice).not_to_contain_text(re.compile("ohne:|without:"))
    expect(found.locator("section.row")).to_have_count(0)
    spoken = re.compile(rf"{re.escape(says)} [^:]+: {unwanted}")
    expect(found.get_by_role("status").first).to_have_text(spoken)
    found.get_by_role("button", name=remove).click()
    shorter = query.replace(f" {unwanted} ", " ")
    expect(found.locator("h1")).to_contain_text(shorter)
    expect(page.locator("tresen-search [role=combobox]")).to_have_value(shorter)
    expect(found.get_by_role("button", name=remove)).to_have_count(0)


def test_guides_stand_beside_the_products_and_tell_that_they_were_opened(page: Page) -> None:
    guide = {
        "content_id": "g-1",
        "title": "Laufschuhe <b>wählen</b>",
        "url": "/category/Mode",
        "image_url": None,
        "snippet": "Worauf es ankommt",
        "highlight": {"title": [[0, 10]], "snippet": []},
    }
    answered(page, lambda answer, _: answer.update(content=[guide]))
    found = results(page, "laufschuhe").get_by_role("navigation", name="Ratgeber")
    expect(found.locator("mark")).to_have_text("Laufschuhe")
    expect(found.get_by_role("link")).to_contain_text("Laufschuhe <b>wählen</b>")
    with page.expect_request(lambda one: '"content_id":"g-1"' in (one.post_data or "")):
        found.get_by_role("link").click(modifiers=["Control"])
    found.get_by_role("link").click()
    expect(page).to_have_url(re.compile("/category/Mode"))


def test_an_article_number_leads_to_its_product_and_never_round_in_circles(
    page: Page,
) -> None:
    def change(answer: Answer, question: dict[str, str]) -> None:
        if question["q"] == "4711":
            answer["redirect"] = "/search?q=laufschuhe"
        elif "interpretation" in answer:
            answer["redirect"] = {"url": "/search?q=laufschuhe", "variant_id": None}

    answered(page, change)
    page.goto("/search?q=4711")
    expect(page).to_have_url(re.compile(r"/search\?q=laufschuhe"))
    expect(page.locator("tresen-results article.tile").first).to_be_visible()


def test_prices_are_drawn_and_a_bar_chooses_its_range(page: Page) -> None:
    buckets = [
        {"min": "0.00", "max": "49.99", "count": 12},
        {"min": "50.00", "max": "99.99", "count": 48},
    ]

    def change(answer: Answer, _: dict[str, str]) -> None:
        for facet in answer["facets"]:
            if facet["name"] == "price":
                facet["buckets"] = buckets

    answered(page, change)
    results(page, "laufschuhe")
    bars = page.locator("tresen-facets .histogram > span")
    expect(bars).to_have_count(2)
    prices = page.locator("tresen-facets details.price")
    if prices.get_attribute("open") is None:  # which facets are open follows from their order
        prices.locator("summary").click()
    heights = bars.locator("i").evaluate_all("all => all.map(one => one.offsetHeight)")
    assert 0 < 3 * heights[0] < heights[1]
    bars.nth(1).click()
    expect(page).to_have_url(re.compile(r"filter=price%3A50.00..99.99"))
    expect(page.locator("tresen-facets .chips button")).to_have_count(1)
    expect(page.locator("tresen-facets .histogram .inside")).to_have_count(1)


def test_long_lists_of_values_can_be_searched_beyond_what_is_listed(page: Page) -> None:
    def value(name: str) -> Answer:
        return {"value": name, "label": name, "count": 1, "selected": False}

    def change(answer: Answer, question: dict[str, str]) -> None:
        brands = [value(f"Märke {n}") for n in range(MANY)]
        if "facet_query" in question:
            brands = [value("Ferne Marke")] if "marke" in question["facet_query"] else []
        answer["facets"] = [{"name": "brand", "kind": "values", "values": brands}]

    asked = answered(page, change)
    results(page, "laufschuhe")
    place = page.locator("tresen-facets details.brand")
    place.get_by_role("searchbox", name="Werte durchsuchen").press_sequentially("marke")
    expect(place.locator("label.value")).to_have_count(1)
    expect(place.get_by_role("status")).to_have_text("Passende Werte: 1")
    assert last(asked) == [("facet_query", "brand:marke")]
    place.get_by_role("checkbox", name="Ferne Marke").click()  # the answer unticks it again
    expect(page).to_have_url(re.compile("filter=brand%3AFerne\\+Marke"))
    box = place.get_by_role("searchbox")
    expect(box).to_have_value("marke")
    box.fill("nichts")
    expect(place.get_by_role("status")).to_have_text("Kein Wert passt dazu.")
    box.fill("")
    expect(place.locator("label.value")).to_have_count(8)


def test_who_types_while_the_answer_comes_goes_on_where_the_cursor_stood(page: Page) -> None:
    def change(answer: Answer, _question: dict[str, str]) -> None:
        brands = [
            {"value": f"Marke {n}", "label": f"Marke {n}", "count": 1, "selected": False}
            for n in range(MANY)
        ]
        answer["facets"] = [{"name": "brand", "kind": "values", "values": brands}]

    answered(page, change)
    results(page, "laufschuhe")
    place = page.locator("tresen-facets details.brand")
    box = place.get_by_role("searchbox", name="Werte durchsuchen")
    box.press_sequentially("mar")
    before = box.element_handle()
    page.evaluate(
        "history.pushState(null, '', '?q=schuhe'); dispatchEvent(new Event('popstate'))"
    )
    assert before is not None
    before.wait_for_element_state("hidden")
    page.keyboard.type("ke")
    expect(box).to_have_value("marke")


def test_a_word_may_be_proposed_in_a_category_and_guides_with_it(page: Page) -> None:
    jacket = {"text": "jacke", "category": {"value": "Mode/Damen", "label": "Damen"}}
    guide = {"content_id": "g-2", "title": "Jacken pflegen", "url": "/category/Mode"}

    def change(answer: Answer, question: dict[str, str]) -> None:
        if question.get("q") == "jacje":
            answer |= {"queries": [jacket], "corrected": "jacke", "content": [guide]}

    answered(page, change)
    page.goto("/")
    page.get_by_role("combobox").first.fill("jacje")
    options = page.locator("tresen-search [role=option]")
    expect(options.first).to_contain_text("jacke in Damen")
    expect(options.filter(has_text="Jacken pflegen")).to_be_visible()
    expect(page.locator("tresen-search [role=status]")).to_contain_text("für „jacke“")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"q=jacke&filter=category%3AMode%2FDamen"))
