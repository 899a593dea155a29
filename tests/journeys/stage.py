"""A page of one's own under the shop's address: widgets alone, under a strict policy."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserContext, Page, Route

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; "
    "require-trusted-types-for 'script'"
)
LOOK = """html { background: light-dark(#fff, #121817); color: light-dark(#1d2424, #ecf0ee); }
@media (min-width: 800px) {
  .finder { display: grid; grid-template-columns: 260px 1fr; gap: 24px; }
}"""
LAYOUT = """<!doctype html>
<html lang="{language}" dir="{direction}"><head><meta charset="utf-8"><title>Bühne</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="/widgets/tresen.css">
<link rel="stylesheet" href="/stage.css">
{head}<script type="module" src="/widgets/{module}" data-key="{key}" data-search="/stage"
  data-category="/stage?filter=category:{{category}}" {attributes}></script>
</head><body><main>{body}</main></body></html>"""

Answer = dict[str, Any]

LATER = """{{
  const within = AbortSignal.timeout;
  const factor = (limit) => (limit < 5000 ? {patience} : 1); // nobody looks on for longer
  AbortSignal.timeout = (limit) => within.call(AbortSignal, limit * factor(limit));
}}"""


def newcomer(browser: Browser, *, patience: int = 20, **options: Any) -> BrowserContext:
    """Give somebody new a browser that waits several times as long for answers as others."""
    context = browser.new_context(locale="de-DE", **options)
    context.add_init_script(LATER.format(patience=patience))
    return context


def public_key(shop: str) -> str:
    """Read the key that stands in the shop's pages."""
    with urlopen(f"{shop}/") as answer:  # noqa: S310 - our own loopback address
        found = re.search(r"pk_\w+", answer.read().decode())
    assert found
    return found[0]


class Stage:
    """Opens pages with nothing but what a test puts on them."""

    def __init__(self, page: Page, shop: str) -> None:
        self.page = page
        self.key = public_key(shop)

    def open(  # noqa: PLR0913 - what a page may have
        self,
        body: str,
        *,
        module: str = "tresen.js",
        head: str = "",
        attributes: str = "",
        language: str = "de",
        direction: str = "ltr",
        query: str = "",
        policy: str = POLICY,
    ) -> Page:
        """Open a page with these elements."""
        text = LAYOUT.format(
            body=body,
            module=module,
            head=head,
            attributes=attributes,
            language=language,
            direction=direction,
            key=self.key,
        )
        self.page.route(
            "**/stage.css", lambda route: route.fulfill(body=LOOK, content_type="text/css")
        )
        headers = {"Content-Security-Policy": policy}
        self.page.route(
            re.compile(r"/stage(\?.*)?$"),
            lambda route: route.fulfill(
                body=text, content_type="text/html; charset=utf-8", headers=headers
            ),
        )
        self.page.goto(f"/stage{query}")
        return self.page

    def script(self, path: str, source: str) -> str:
        """Serve a script of the shop's own, and return the tag that loads it."""
        kind = "text/javascript"
        self.page.route(
            f"**{path}", lambda route: route.fulfill(body=source, content_type=kind)
        )
        return f'<script type="module" src="{path}"></script>'

    def change(self, pattern: str, change: Callable[[Answer], object]) -> None:
        """Let answers be changed on their way."""

        def answer(route: Route) -> None:
            response = route.fetch()
            told = response.json()
            change(told)
            route.fulfill(response=response, body=json.dumps(told))

        self.page.route(re.compile(pattern), answer)


@contextmanager
def unfailing(shop: str, browser: Browser, *, patience: int = 20) -> Iterator[Stage]:
    """Set a stage up where requests may fail and pictures be missing, but no script may."""
    context = newcomer(browser, patience=patience, base_url=shop)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield Stage(page, shop)
    context.close()
    assert errors == []
