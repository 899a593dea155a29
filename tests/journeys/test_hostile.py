"""What hostile texts, addresses, values and hashes can do in the widgets: nothing."""

from collections.abc import Iterator
from itertools import product
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.stage import Answer, Stage, unfailing

pytestmark = pytest.mark.journey

OPEN = "script-src 'self' 'unsafe-inline' 'unsafe-eval'"
"""A policy that would let everything run, so that it is the widgets that let nothing."""
RUN = "globalThis.ran=1"
BREAKS = ["", '">', "'>", "`>", "</title>", "</textarea>", "--><!--", "]]>", "&lt;", "%3c"]
BREAKS += ["\\x3c", "</style>", "\u2028", "%22%3E", "</x>"]
MARKUP = [
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f'<iframe srcdoc="<script>parent.{RUN}</script>">',
    f"<details open ontoggle={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<video><source onerror={RUN}></video>",
    f"<style>@import 'javascript:{RUN}'</style>",
    f"<math><mtext><img src=x onerror={RUN}>",
    f"${{{RUN}}}",
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    f'" autofocus onfocus="{RUN}" x="',
    f"' onmouseover='{RUN}",
    f"<a href=javascript:{RUN}>x</a>",
    f"<base href='javascript:{RUN}//'>",
    f"<object data='javascript:{RUN}'>",
    f"<template><img src=x onerror={RUN}></template>",
    f"<x contenteditable onblur={RUN} autofocus>",
    f"<form><button formaction=javascript:{RUN}>x",
]
ADDRESSES = [
    f"{scheme}{RUN}"
    for scheme in (
        "javascript:",
        "JaVaScRiPt:",
        " javascript:",
        "java\tscript:",
        "java\nscript:",
        "\x01javascript:",
        "javascript&colon;",
        "vbscript:",
        "data:text/html,<script>",
        "data:image/svg+xml,<svg onload=",
        "blob:",
        "filesystem:",
        "view-source:javascript:",
    )
]
TEXTS = [before + markup for before, markup in product(BREAKS, MARKUP)]
HOSTILE = [*TEXTS, *ADDRESSES, "__proto__", "constructor", "\u202e<b>", "\ud7ff", "a" * 5_000]
FINDER = (
    "<tresen-search></tresen-search><tresen-facets></tresen-facets>"
    "<tresen-results></tresen-results>"
    "<tresen-recommendations placement='home' judge></tresen-recommendations>"
)
BAD_LINKS = """
() => (function all(root) {
  return [...root.querySelectorAll("*")].flatMap((one) => [
    one, ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
})(document).flatMap((one) => [one.href, one.src])
  .filter((url) => typeof url === "string" && url && !/^https?:/.test(new URL(url).protocol))
"""


@pytest.fixture
def stage(shop: str, browser: Browser) -> Iterator[Stage]:
    """Set a stage up where pictures may be missing, but no script may fail."""
    with unfailing(shop, browser) as stage:
        yield stage


class Poison:
    """Puts hostile texts in all places of an answer, the next ones each time."""

    def __init__(self) -> None:
        self.given: set[str] = set()
        self._next = 0

    def __call__(self) -> str:
        text = HOSTILE[self._next % len(HOSTILE)]
        self._next += 1
        self.given.add(text)
        return text

    def hit(self, hit: Answer) -> Answer:
        texts = {name: self() for name in ("title", "brand", "reason", "unit_price")}
        places = {name: self() for name in ("url", "image_url")}
        marks = {"title": [[0, 3], [4, 9]]}
        return hit | texts | places | {"highlight": marks}

    def hits(self, answer: Answer, name: str = "hits") -> None:
        answer[name] = [self.hit(one) for one in answer[name]]

    def values(self, count: int) -> list[Answer]:
        return [
            {"value": self(), "label": self(), "count": 3, "selected": False, "depth": 0}
            for _ in range(count)
        ]

    def page(self) -> Answer:
        return {"content_id": self(), "title": self(), "url": self(), "image_url": self()}

    def search(self, answer: Answer) -> None:
        if "hits" not in answer:  # the hostile question itself was refused
            return
        self.hits(answer)
        answer["facets"] = [
            {"name": self(), "label": self(), "kind": "values", "values": self.values(40)},
            {"name": "colour", "kind": "values", "values": self.values(20)},
            {"name": "category", "kind": "tree", "values": self.values(20)},
            {"name": "size", "kind": "range", "min": self(), "max": self(), "unit": self()},
        ]
        answer["banners"] = [{"title": self(), "url": self(), "image_url": self()}]
        answer["breadcrumbs"] = self.values(3)
        answer["content"] = [self.page() for _ in range(3)]
        answer["redirect"] = ADDRESSES[0]
        filters = [{"facet": self(), "value": self(), "removable": True}]
        answer["interpretation"] |= {
            "corrected": self(),
            "did_you_mean": self(),
            "dropped": [self()],
            "synonyms": [self()],
            "filters": filters,
        }

    def suggest(self, answer: Answer) -> None:
        self.hits(answer, "products")
        answer["queries"] = [{"text": self()} for _ in range(6)]
        answer["categories"] = [one | {"path": [self(), self()]} for one in self.values(6)]
        answer["brands"] = self.values(6)
        answer["content"] = [self.page() for _ in range(3)]
        answer["corrected"] = self()


def test_three_hundred_hostile_texts_run_nothing(stage: Stage) -> None:
    assert len(set(HOSTILE)) >= 300
    page, poison = stage.page, Poison()
    stage.change(r"/v1/search\?", poison.search)
    stage.change(r"/v1/suggest\?", poison.suggest)
    stage.change("/v1/recommendations/", poison.hits)
    for text in MARKUP[:2]:
        stage.open(FINDER, query=f"?q={quote(text)}#{text}", policy=OPEN)
        expect(page.locator("tresen-results article.tile").first).to_be_visible()
        page.locator("tresen-search input").fill("lauf")
        expect(page.locator("tresen-search [role=option]").first).to_be_visible()
        page.locator("tresen-recommendations").scroll_into_view_if_needed()
        expect(page.locator("tresen-recommendations article.tile").first).to_be_visible()
        assert page.evaluate(BAD_LINKS) == []
    assert poison.given == set(HOSTILE)
    page.wait_for_timeout(500)
    assert page.evaluate("globalThis.ran") is None


def test_a_hostile_filter_is_shown_as_a_chip_and_no_more(stage: Stage) -> None:
    page = stage.page
    for text in MARKUP[:2]:
        stage.open(FINDER, query=f"?filter={quote(text)}:{quote(text)}", policy=OPEN)
        expect(page.locator("tresen-facets .chips button").first).to_be_visible()
        expect(page.locator("tresen-results [role=alert]")).to_be_visible()
    assert page.evaluate("globalThis.ran") is None


def test_the_same_texts_do_run_where_they_are_read_as_markup(stage: Stage) -> None:
    page = stage.open("", policy=OPEN)
    for text in (MARKUP[1], MARKUP[5]):
        page.evaluate("text => { document.body.innerHTML = text }", text)
        page.wait_for_function("globalThis.ran === 1")
        page.evaluate("delete globalThis.ran")
