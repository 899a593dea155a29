"""How does a shop place Tresen? The demo shop's pages: plain HTML around the widgets."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

HERE = Path(__file__).parent
TEXTS: Mapping[str, Mapping[str, str]] = json.loads(
    (HERE / "templates/texts.json").read_bytes()
)

PAGES = {
    "/": "home",
    "/search": "search",
    "/category/{category:path}": "category",
    "/product/{product_id}": "product",
    "/basket": "basket",
}
PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}
PICTURE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "public, max-age=86400",
}

Endpoint = Callable[[Request], Awaitable[Response]]


def routes(
    *, public_key: str, draw: Callable[[str], str | None], language: str = "de"
) -> list[BaseRoute]:
    """Serve the demo shop; `draw` gives a product's picture as SVG, or None when unknown."""
    shop = _Shop(public_key, language)
    return [
        *(Route(path, shop.page(name)) for path, name in PAGES.items()),
        Route("/images/{product_id}.svg", _pictures(draw)),
        Mount("/static", StaticFiles(directory=HERE / "static")),
    ]


@dataclass(frozen=True, slots=True)
class _Shop:
    public_key: str
    language: str

    def page(self, name: str) -> Endpoint:
        """Make the endpoint that fills one page in."""

        async def show(request: Request) -> Response:
            return HTMLResponse(self._fill(name, request), headers=PAGE_HEADERS)

        return show

    def _fill(self, name: str, request: Request) -> str:
        asked = request.query_params.get("language", self.language)
        language = asked if asked in TEXTS else self.language
        other = "en" if language == "de" else "de"
        elsewhere = request.url.include_query_params(language=other)
        values = {
            "key": self.public_key,
            "language": language,
            "query": "" if language == self.language else f"?language={language}",
            "other_language": other,
            "other_url": f"{elsewhere.path}?{elsewhere.query}",
            **request.path_params,
        }
        escaped = {key: escape(value) for key, value in {**TEXTS[language], **values}.items()}
        main = _template(name).substitute(escaped)
        title = escaped[f"title_{name}"]
        return _template("layout").substitute(escaped, title=title, main=main)


def _pictures(draw: Callable[[str], str | None]) -> Endpoint:
    async def show(request: Request) -> Response:
        drawing = draw(request.path_params["product_id"])
        if drawing is None:
            return PlainTextResponse("no such picture", status_code=404)
        return Response(drawing, media_type="image/svg+xml", headers=PICTURE_HEADERS)

    return show


@cache
def _template(name: str) -> Template:
    return Template((HERE / "templates" / f"{name}.html").read_text("utf-8"))
