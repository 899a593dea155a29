"""Take pictures beside `make demo`: the documents' ones, or those of every page and state.

`python -m tests.journeys.pictures [ADDRESS [FOLDER]]`: into a folder every page and state goes,
as wide as a phone and a desk, in light and in dark.
"""

import re
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import product as product_of
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, Playwright, Route, ViewportSize, sync_playwright

from tests.journeys.stage import newcomer

PICTURES = Path(__file__).parents[2] / "docs/pictures"
DESK, PHONE = (1280, 900), (390, 844)
TILES = "article.tile"

Scheme = Literal["light", "dark"]
Scene = tuple[tuple[int, int], Callable[[Page], None]]


def home(page: Page) -> None:
    """Come in."""
    page.goto("/")
    page.locator(f"tresen-recommendations {TILES}").first.wait_for()


def search(page: Page) -> None:
    """Search with a typing error, and open what explains the filters."""
    page.goto("/search?q=laufschue+blau")
    page.locator(f"tresen-results {TILES}").first.wait_for()


def typing(page: Page) -> None:
    """Type the beginning of a word."""
    home(page)
    page.get_by_role("combobox").first.press_sequentially("lauf", delay=60)
    page.locator("tresen-search [role=option]").first.wait_for()


def product(page: Page) -> None:
    """Put something into the basket."""
    page.goto("/search?q=gewürzmühle")
    page.locator(f"tresen-results {TILES} a").first.click()
    page.locator("#add:enabled").click()
    page.locator(f"tresen-basket-layer {TILES}").first.wait_for()


def why(page: Page) -> None:
    """Be a regular, and ask why something is here."""
    home(page)
    page.locator("#who summary").click()
    with page.expect_navigation():
        page.locator("#people [data-visitor]").first.click()
    page.locator("#who summary").click()
    with page.expect_navigation():
        page.locator("#ask-why").check()
    page.goto("/search?q=schuhe")
    page.locator("tresen-results .why").first.click()


def layer(page: Page) -> None:
    """Dislike something in the layer, so that it can be taken back."""
    product(page)
    page.locator("tresen-basket-layer .judge button").nth(1).click()
    page.locator("tresen-basket-layer .gone").wait_for()


def product_page(page: Page) -> None:
    """Look at something that comes in colours and sizes."""
    page.goto("/search?q=laufschuhe")
    page.locator(f"tresen-results {TILES} a").first.click()
    page.locator("#add:enabled").wait_for()


def basket(page: Page) -> None:
    """Look into a basket with something in it."""
    product(page)
    page.goto("/basket")
    page.locator("#lines li").first.wait_for()


def thanks(page: Page) -> None:
    """Buy it."""
    basket(page)
    page.locator("#checkout").click()
    page.locator("#thanks").wait_for()


def drawer(page: Page) -> None:
    """Choose filters, on a phone in their drawer."""
    page.goto("/search?q=schuhe&filter=colour:Blau&filter=price:20..90")
    page.locator(f"tresen-results {TILES}").first.wait_for()
    opener = page.locator("tresen-facets .opener")
    if opener.is_visible():
        opener.click()


def menu(page: Page) -> None:
    """Open the menu of a department."""
    home(page)
    page.locator("#departments button").first.click()


def somebody(page: Page) -> None:
    """Be a regular on the home page, and open the bar again."""
    home(page)
    page.locator("#who summary").click()
    with page.expect_navigation():
        page.locator("#people [data-visitor]").first.click()
    page.locator(f"tresen-recommendations {TILES}").first.wait_for()
    page.locator("#who summary").click()


def waiting(page: Page) -> None:
    """Wait for answers that never come."""
    page.route(re.compile("/v1/(search|recommendations)"), lambda _: None)
    page.goto("/search?q=schuhe")
    page.locator("tresen-results .blank").first.wait_for()


def silent(page: Page) -> None:
    """Ask a service that does not answer."""
    down: Callable[[Route], None] = lambda route: route.fulfill(status=503)  # noqa: E731 - short
    page.route(re.compile("/v1/(search|recommendations)"), down)
    page.goto("/search?q=schuhe")
    page.locator("tresen-results [role=alert]").wait_for()


def at(address: str, seen: str = f"tresen-results {TILES}") -> Callable[[Page], None]:
    """Play a scene that is a page as it is opened."""

    def play(page: Page) -> None:
        page.goto(address)
        page.locator(seen).first.wait_for()

    return play


SCENES: Mapping[str, Scene] = {
    "home": (DESK, home),
    "search": (DESK, search),
    "type-ahead": (DESK, typing),
    "basket-layer": (DESK, product),
    "why": (DESK, why),
    "phone": (PHONE, search),
}
EVERYTHING: Mapping[str, Callable[[Page], None]] = {
    **{name: play for name, (_, play) in SCENES.items() if name != "phone"},
    "layer-undo": layer,
    "product": product_page,
    "product-english": at("/product/P00002?language=en", "#add:enabled"),
    "basket": basket,
    "basket-empty": at("/basket", "#empty"),
    "thanks": thanks,
    "drawer": drawer,
    "menu": menu,
    "somebody": somebody,
    "waiting": waiting,
    "silent": silent,
    "category": at("/category/Mode"),
    "category-english": at("/category/Foto?language=en"),
    "nothing": at("/search?q=qxzvwqy", "tresen-results .empty"),
    "relaxed": at("/search?q=blaue+gartenhaus+winterjacke"),
    "guides": at("/search?q=laufschuhe", "tresen-results .guides"),
    "banner": at("/search?q=gartenhaus", "tresen-results .banner"),
    "guide": at("/guide/objektive", TILES),
    "use-cases": at("/use-cases", ".use-cases"),
    "docs-widgets": at("/docs-widgets", TILES),
    "missing": at("/nowhere", ".missing"),
}
SCHEMES: Sequence[Scheme] = ("light", "dark")


def main(address: str = "http://127.0.0.1:8080", folder: str = "") -> None:
    """Play every scene before the demo shop and keep what it looks like."""
    with sync_playwright() as playwright:
        browser = opened_browser(playwright)
        if not folder:
            for name, (size, play) in SCENES.items():
                take(browser, address, play, PICTURES / f"{name}.png", size)
        for name, play in EVERYTHING.items() if folder else ():
            for size, scheme in product_of((DESK, PHONE), SCHEMES):
                file = Path(folder) / f"{name}-{size[0]}-{scheme}.png"
                take(browser, address, play, file, size, scheme)
        browser.close()


def opened_browser(playwright: Playwright) -> Browser:
    """Start the machine's Chromium, or the one Playwright installed."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    return playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])


def opened_page(
    browser: Browser, address: str, size: tuple[int, int], scheme: Scheme = "light"
) -> Page:
    """Open an empty page for somebody new."""
    viewport = ViewportSize(width=size[0], height=size[1])
    context = newcomer(browser, base_url=address, viewport=viewport, color_scheme=scheme)
    return context.new_page()


def take(
    browser: Browser,
    address: str,
    play: Callable[[Page], None],
    file: Path,
    size: tuple[int, int],
    scheme: Scheme = "light",
) -> None:
    """Play one scene to somebody new and keep what it looks like."""
    page = opened_page(browser, address, size, scheme)
    play(page)
    page.wait_for_timeout(700)  # until pictures are there and nothing moves any more
    page.screenshot(path=file, animations="disabled")
    page.context.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
