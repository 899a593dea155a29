"""Take the documents' pictures beside `make demo`: `python -m tests.journeys.pictures`."""

import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PICTURES = Path(__file__).parents[2] / "docs/pictures"
DESK, PHONE = (1280, 900), (390, 844)
TILES = "article.tile"

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
    page.goto("/search?q=gartenleuchte")
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


SCENES: Mapping[str, Scene] = {
    "home": (DESK, home),
    "search": (DESK, search),
    "type-ahead": (DESK, typing),
    "basket-layer": (DESK, product),
    "why": (DESK, why),
    "phone": (PHONE, search),
}


def main(address: str = "http://127.0.0.1:8080") -> None:
    """Play every scene before the demo shop and keep what it looks like."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name, ((width, height), play) in SCENES.items():
            size = {"width": width, "height": height}
            page = browser.new_page(base_url=address, locale="de-DE", viewport=size)  # type: ignore[arg-type]  # a plain dict is one, too
            play(page)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")
            page.context.close()
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
