"""Print what the widgets cost a page, beside `make demo`: `python -m tests.journeys.figures`.

Bytes; what axe finds, how much moves and when most is seen on every page and in every state;
how long it takes until an interaction is seen. Times are the browser's own.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from service.scripts.files import read_modules
from tests.journeys.axe import complaints
from tests.journeys.pictures import DESK, EVERYTHING, PHONE, opened_browser, opened_page, search

KILOBYTE = 1_024
LOADED = ("tresen.js", "tracker.js", "tresen.css")
"""What a page with all elements asks for."""
WATCH = """
globalThis.seen = { moved: 0, largest: 0, interactions: [] };
const watch = (type, take, more) =>
  new PerformanceObserver(list => list.getEntries().forEach(take))
    .observe({ type, buffered: true, ...more });
watch("layout-shift", one => { if (!one.hadRecentInput) seen.moved += one.value });
watch("largest-contentful-paint", one => { seen.largest = one.startTime });
watch("event", one => { if (one.interactionId) seen.interactions.push(one.duration) },
  { durationThreshold: 16 });
"""
TIMES = 5


def main(address: str = "http://127.0.0.1:8080") -> None:
    """Measure everything and print it."""
    for line in sizes():
        say(line)
    with sync_playwright() as playwright:
        browser = opened_browser(playwright)
        for lines in (looks(browser, address), interactions(browser, address)):
            for line in lines:
                say(line)
        browser.close()


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def sizes() -> Iterator[str]:
    """Tell how many bytes are sent, gzipped."""
    yield "served, gzip                 kB"
    packed = {name: len(one.packed) / KILOBYTE for name, one in read_modules().items()}
    for name in (*LOADED, "ga4.js", "type-ahead.js", "client.js"):
        yield f"  {name:<22}{packed[name]:>8.2f}"
    whole = sum(packed[name] for name in LOADED)
    yield f"  {'a page with everything':<22}{whole:>8.2f}"


def looks(browser: Browser, address: str) -> Iterator[str]:
    """Open every page in every state and tell what axe finds, what moves and what it took."""
    yield f"\n{'page or state':<22}{'width':>6}{'LCP ms':>8}{'CLS':>9}{'axe':>5}"
    for name, play in EVERYTHING.items():
        for size in (DESK, PHONE):
            page = opened_page(browser, address, size)
            page.add_init_script(WATCH)
            play(page)
            page.wait_for_timeout(700)
            seen = page.evaluate("seen")
            found = len(complaints(page))
            page.context.close()
            largest, moved = seen["largest"], seen["moved"]
            yield f"{name:<22}{size[0]:>6}{largest:>8.0f}{moved:>9.4f}{found:>5}"


def interactions(browser: Browser, address: str) -> Iterator[str]:
    """Do what shoppers do several times, and tell how long each took until it was seen."""
    yield f"\n{'interaction, ms':<34}{'median':>8}{'longest':>9}"
    for name, act in ACTS.items():
        page = opened_page(browser, address, DESK)
        page.add_init_script(WATCH)
        search(page)
        page.evaluate("seen.interactions.length = 0")
        for _ in range(TIMES):
            act(page)
            page.wait_for_timeout(400)
        took: list[Any] = page.evaluate("seen.interactions") or [0]
        page.context.close()
        yield f"  {name:<32}{median(took):>8.0f}{max(took):>9.0f}"


def typed(page: Page) -> None:
    """Type a word and empty the box again."""
    box = page.get_by_role("combobox").first
    box.press_sequentially("kamera", delay=80)
    page.locator("tresen-search [role=option]").first.wait_for()
    box.press("ArrowDown")
    box.press("Escape")
    box.press("Escape")


def narrowed(page: Page) -> None:
    """Tick a value, or take it away again."""
    page.locator("tresen-facets details.brand input").first.click()
    page.wait_for_load_state("networkidle")


def folded(page: Page) -> None:
    """Open and close a facet."""
    page.locator("tresen-facets summary").nth(1).click()


def looked_up(page: Page) -> None:
    """Open the menu of a department, or close it."""
    page.locator("#departments button").first.click()


ACTS: Mapping[str, Callable[[Page], None]] = {
    "typing with suggestions": typed,
    "a value ticked or unticked": narrowed,
    "a facet opened or closed": folded,
    "the menu opened or closed": looked_up,
}


if __name__ == "__main__":
    main(*sys.argv[1:])
