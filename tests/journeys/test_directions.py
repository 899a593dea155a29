"""What is written from right to left stays readable beside German words and prices."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.stage import Answer, Stage, unfailing

pytestmark = pytest.mark.journey

TEXT = "חולצה Sony 42!"
"""Read from right to left, its last sign lies left of its first."""
PLACES = """text => (function all(root) {
  return [...root.querySelectorAll("*")].flatMap(one => [
    one, ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
})(document).filter(one => one.checkVisibility()).flatMap(one => [...one.childNodes]
  .filter(node => node.nodeType === Node.TEXT_NODE && node.data.includes(text))
  .map(node => {
    const lies = from => {
      const range = new Range();
      range.setStart(node, from);
      range.setEnd(node, from + 1);
      return range.getClientRects()[0].left;
    };
    const at = node.data.indexOf(text);
    const both = [one.parentElement ?? one, one];
    const name = both.map(({ localName, className }) => `${localName}.${className}`);
    return [name.join(" "), lies(at + text.length - 1) < lies(at)];
  }))"""
FINDER = (
    "<div class='finder'><tresen-facets></tresen-facets><tresen-results></tresen-results></div>"
)
TILES = "article.tile"


@pytest.fixture(params=[1280, 390], ids=["desk", "phone"])
def stage(shop: str, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Stage]:
    """Set a stage up, as wide as a desk or a phone, where all the shop's words are Hebrew."""
    with unfailing(shop, browser) as stage:
        stage.page.set_viewport_size({"width": request.param, "height": 1_200})
        stage.change(r"/v1/search\?", found)
        stage.change(r"/v1/suggest\?", suggested)
        stage.change("/v1/recommendations/", recommended)
        stage.change("/v1/products/", looked_up)
        yield stage


def hebrew(hits: list[Answer]) -> list[Answer]:
    words = {"title": TEXT, "brand": TEXT, "reason": TEXT, "highlight": {}}
    return [hit | words for hit in hits]


VALUE = {"value": "x", "label": TEXT, "count": 1234, "selected": False, "depth": 0}


def found(answer: Answer) -> None:
    value = VALUE | {"selected": True}
    answer["hits"] = hebrew(answer["hits"])
    answer["facets"] = [
        {"name": "maker", "label": TEXT, "kind": "values", "values": [VALUE, value]},
        {"name": "category", "label": TEXT, "kind": "tree", "values": [VALUE]},
    ]
    answer["breadcrumbs"] = [VALUE]
    answer["banners"] = [{"title": TEXT, "url": "/"}]
    answer["content"] = [{"title": TEXT, "url": "/", "snippet": TEXT}]
    chosen = [
        {"facet": "maker", "value": "x", "label": TEXT, "removable": kind}
        for kind in (True, False)
    ]
    said = {name: [TEXT, TEXT] for name in ("dropped", "synonyms", "lacking", "without")}
    asked = {"corrected": TEXT, "did_you_mean": TEXT, "filters": chosen * 2}
    answer["interpretation"] |= said | asked


def suggested(answer: Answer) -> None:
    answer["products"] = hebrew(answer["products"])
    answer["queries"] = [{"text": TEXT, "category": VALUE}, {"text": TEXT}]
    answer["categories"] = [VALUE | {"path": ["Mode", TEXT, "Hemden"]}]
    answer["brands"] = [VALUE]
    answer["content"] = [{"title": TEXT, "url": "/"}]
    answer["corrected"] = TEXT


def recommended(answer: Answer) -> None:
    answer |= {"title": TEXT, "hits": hebrew(answer["hits"])}


def looked_up(answer: Answer) -> None:
    answer["product"]["title"] = TEXT


def finder(stage: Stage) -> None:
    page = stage.open(FINDER, query="?q=laufschuhe")
    expect(page.locator(TILES).first).to_be_visible()
    opener = page.locator("tresen-facets .opener")
    if opener.is_visible():
        opener.click()


def typing(stage: Stage) -> None:
    page = stage.open("<tresen-search></tresen-search>", module="type-ahead.js")
    page.locator("tresen-search input").fill("lauf")
    expect(page.locator("tresen-search .product").first).to_be_visible()


def layer(stage: Stage) -> None:
    page = stage.open("<tresen-basket-layer></tresen-basket-layer>")
    page.evaluate(
        "import('/widgets/tresen.js').then(({ tresen }) =>"
        " tresen.added({ product_id: 'P00065', quantity: 2 }))"
    )
    expect(page.locator(f"tresen-basket-layer {TILES}").first).to_be_visible()


STATES: list[tuple[Callable[[Stage], None], int]] = [(finder, 15), (typing, 3), (layer, 5)]
"""How many places of each there are that shops write into."""


@pytest.mark.parametrize(("state", "least"), STATES, ids=["finder", "typing", "layer"])
def test_words_of_another_direction_are_in_order_wherever_a_shop_can_write(
    stage: Stage, state: Callable[[Stage], None], least: int
) -> None:
    state(stage)
    places = read(stage.page)
    assert len({place for place, _ in places}) >= least, places
    assert [place for place, is_in_order in places if not is_in_order] == []


def read(page: Page) -> list[tuple[str, bool]]:
    """Tell the places where the text is seen, and whether it can be read there."""
    return [(place, bool(is_in_order)) for place, is_in_order in page.evaluate(PLACES, TEXT)]
