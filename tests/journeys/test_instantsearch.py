"""Do the real packages of an Algolia front-end work when only address and key are changed?"""

import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Locator, Page, Response, expect
from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from knowledge_base.products import Product, Texts
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import open_database
from knowledge_base.storage.products import put_products
from knowledge_base.storage.tables import events
from service.app import make_app, open_runtime
from service.commands.keys import issue_key
from service.door.auth import KeyClass
from service.nightly import train
from service.runtime import Runtime
from service.settings import load_settings
from tests.journeys.stage import newcomer

pytestmark = pytest.mark.journey

HERE = Path(__file__).parent
PACKAGES = HERE.parent / "node_modules"
BRANDS, COLOURS = ("Adler", "Falke & Sohn", "Uhu"), ("blau", "rot", "schwarz", "grün")
KINDS = (("Mode", "Schuhe", "Laufschuhe"), ("Mode", "Schuhe", "Stiefel"), ("Mode", "Jacken"))
HOSTILE = "Schuh <img src=x onerror=boom()> & Co"


@dataclass(frozen=True)
class Shop:
    """A service on a port, what it stores, and a public key."""

    runtime: Runtime
    address: str
    key: str

    def stored(self, kind: str) -> list[dict[str, Any]]:
        """Return the events of a type, oldest first."""
        with self.runtime.database.read() as connection:
            rows = connection.execute(select(events).order_by(events.c.seq)).mappings()
            return [dict(row) for row in rows if row["type"] == KINDS_OF_EVENTS[kind]]


KINDS_OF_EVENTS = {"search": 1, "impression": 2, "click": 3}


def german(text: str) -> Texts:
    return {"de": text}


def made() -> list[Product]:
    """Make 48 products in three categories."""
    return [
        Product(
            f"p{number}",
            title=german(
                HOSTILE if number == 7 else f"{BRANDS[number % 3]} {kind[-1]} {number}"
            ),
            brand=BRANDS[number % 3],
            categories={"de": (kind,)},
            price=Decimal(10 + number),
            stock=5,
            attributes={"colour": (german(COLOURS[number // 3 % 4]),)},
        )
        for number in range(48)
        for kind in (KINDS[number // 16],)
    ]


@pytest.fixture(scope="module")
def algolia(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Serve a shop of its own on a free port."""
    folder = tmp_path_factory.mktemp("algolia")
    settings = load_settings(
        data_dir=folder,
        public_rate=0,
        languages=("de",),
        poll_seconds=30,
        answer_seconds=0,  # every answer whole, however busy the machine is
    )
    database = open_database(settings.database_url)
    database.migrate()
    with database.write() as connection:
        put_products(connection, made())
    store = SnapshotStore(folder / "snapshots")
    train(database, store, settings.market, now=datetime.now(UTC))
    database.close()
    runtime = open_runtime(settings)
    key = issue_key(runtime.database, KeyClass.PUBLIC, "the page", ("*",))
    config = uvicorn.Config(
        make_app(runtime, settings, page_of(key)), log_config=None, ws="none"
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        serving = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        serving.start()
        while not server.started:
            time.sleep(0.01)
        yield Shop(runtime, f"127.0.0.1:{listening.getsockname()[1]}", key)
        server.should_exit = True
        serving.join()


def page_of(key: str) -> list[BaseRoute]:
    """Return the shop's own page, and the packages as npm has them."""

    def page(request: Request) -> HTMLResponse:
        service = f"127.0.0.1:{request.url.port}"
        said = {"service": service, "key": key, "consent": request.path_params["consent"]}
        written = (HERE / "instantsearch.html").read_text("utf-8")
        return HTMLResponse(written.replace("{settings}", json.dumps(said)))

    return [
        Route("/shop/{consent}", page),
        Route("/page/instantsearch.js", lambda _: FileResponse(HERE / "instantsearch.js")),
        Mount("/packages", StaticFiles(directory=PACKAGES)),
    ]


@pytest.fixture
def opened(algolia: Shop, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open the shop's page, on a host other than the service's."""
    contexts = []
    complaints: list[str] = []

    def open_page(consent: str = "none", query: str = "") -> Page:
        context = newcomer(browser)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda one: complaints.append(one.text) if one.type == "error" else None,
        )
        host = "http://localhost:" + algolia.address.split(":")[1]
        page.goto(f"{host}/shop/{consent}{query}")
        expect(hits(page).first).to_be_visible()
        return page

    yield open_page
    for one in contexts:
        one.close()
    assert complaints == []


def hits(page: Page) -> Locator:
    return page.locator("#hits a")


def found(page: Page, count: int) -> None:
    """Wait until the page says that so many were found."""
    expect(page.locator("#stats")).to_have_text(re.compile(rf"^{count} results"))


def prices(page: Page) -> list[float]:
    return [float(text) for text in page.locator("#hits b").all_inner_texts()]


def value(page: Page, place: str, label: str) -> Locator:
    return page.locator(f"{place} li").filter(has_text=label)


def test_a_typo_is_found_and_what_was_found_is_marked(opened: Callable[..., Page]) -> None:
    page = opened()
    found(page, 48)
    page.locator("#box input").fill("laufschue")
    found(page, 16)
    expect(hits(page).first.locator("mark")).to_have_text("Laufschuhe")


def test_a_title_is_shown_and_never_run(opened: Callable[..., Page]) -> None:
    page = opened()
    page.locator("#sort select").select_option("products_price_asc")
    shown = page.locator('#hits a[data-id="p7"]')
    expect(shown).to_contain_text(HOSTILE)
    expect(page.locator("#hits img")).to_have_count(0)


def test_values_of_one_facet_add_up_and_counts_are_the_hits_after_the_click(
    opened: Callable[..., Page],
) -> None:
    page = opened()
    for label, total in (("Adler", 16), ("Falke & Sohn", 32)):
        expect(value(page, "#brands", label)).to_contain_text("16")
        value(page, "#brands", label).locator("input").click()
        found(page, total)
    colour = value(page, "#colours", "blau")
    count = int(colour.locator(".ais-RefinementList-count").inner_text())
    colour.locator("input").click()
    found(page, count)
    expect(value(page, "#brands", "Uhu")).to_contain_text("4")


def test_values_can_be_searched_for(opened: Callable[..., Page]) -> None:
    page = opened()
    page.locator("#brands input[type=search]").fill("fal")
    expect(page.locator("#brands li")).to_have_count(1)
    expect(page.locator("#brands li mark")).to_have_text("Fal")


def test_a_menu_of_categories_opens_level_by_level_and_back(
    opened: Callable[..., Page],
) -> None:
    page = opened()
    for label, total in (("Mode", 48), ("Schuhe", 32), ("Stiefel", 16)):
        page.locator("#categories a").filter(has_text=label).last.click()
        found(page, total)
        page.wait_for_url(f"**{label}**")  # it is written into the address after a pause
    expect(page.locator("#categories a")).to_have_count(5)
    page.go_back()
    found(page, 32)


def test_a_range_of_prices_holds(opened: Callable[..., Page]) -> None:
    page = opened()
    box = page.locator("#prices input").first
    expect(box).to_have_attribute("placeholder", "10")
    box.fill("50")
    page.locator("#prices button").click()
    found(page, 8)
    assert min(prices(page)) >= 50


def test_another_index_is_another_order(opened: Callable[..., Page]) -> None:
    page = opened()
    page.locator("#sort select").select_option("products_price_desc")
    expect(hits(page).first.locator("b")).to_have_text("57.00")
    assert prices(page) == sorted(prices(page), reverse=True)


def test_pages_continue_each_other_and_outlast_a_reload(opened: Callable[..., Page]) -> None:
    page = opened()
    page.locator("#sort select").select_option("products_price_asc")
    expect(hits(page).first.locator("b")).to_have_text("10.00")
    first = hits(page).all_inner_texts()
    page.locator("#pages a").filter(has_text="2").click()
    expect(hits(page).first).not_to_have_text(first[0])
    second = hits(page).all_inner_texts()
    assert not set(first) & set(second)
    page.wait_for_url("**page**")
    page.reload()
    expect(hits(page).first).to_have_text(second[0])


def test_related_products_are_shown(opened: Callable[..., Page]) -> None:
    expect(opened().locator("#related i").first).to_be_visible()


def tells_of_a_click(answer: Response) -> bool:
    """Say whether an answer is the one to a click: tiles that were seen are told as well."""
    body = answer.request.post_data or ""
    return "/algolia/1/events?" in answer.url and '"eventType":"click"' in body


@pytest.mark.parametrize(
    ("consent", "visitor"), [("none", None), ("personalization", "visitor-1")]
)
def test_a_click_is_stored_with_its_position_and_its_proof(
    opened: Callable[..., Page], algolia: Shop, consent: str, visitor: str | None
) -> None:
    page = opened(consent)
    page.locator("#box input").fill("stiefel")
    found(page, 16)
    clicked = hits(page).nth(2)
    product = clicked.get_attribute("data-id")
    before = len(algolia.stored("click"))
    with page.expect_response(tells_of_a_click) as answer:
        clicked.click()
    assert answer.value.status == 200
    *_, last = clicks = algolia.stored("click")
    assert len(clicks) == before + 1
    assert (last["product_id"], last["position"], last["query"]) == (product, 3, "stiefel")
    assert (last["visitor_id"], last["trust"], last["placement"]) == (visitor, 1, "search")
    seen = [one for one in algolia.stored("impression") if one["query"] == "stiefel"]
    assert [one["position"] for one in seen[-12:]] == list(range(1, 13))


def test_a_search_is_told_once_when_typing_has_come_to_an_end(
    opened: Callable[..., Page], algolia: Shop
) -> None:
    page = opened()
    before = len(algolia.stored("search"))
    with page.expect_response("**/v1/events?**") as answer:
        page.locator("#box input").press_sequentially("jacken")
    assert answer.value.status == 202
    told = algolia.stored("search")[before:]
    assert [(one["query"], one["detail"]) for one in told] == [("jacken", '{"total":16}')]
