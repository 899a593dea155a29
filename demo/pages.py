"""How does a shop place Tresen? The demo shop's pages: plain HTML around the widgets."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from demo.counter import COUNTER, Counter
from demo.guides import GUIDES
from demo.login import customer_token
from demo.personas import Persona

HERE = Path(__file__).parent
TEXTS: Mapping[str, Mapping[str, str]] = json.loads(
    (HERE / "templates/texts.json").read_bytes()
)
USE_CASES: Sequence[Mapping[str, Any]] = json.loads(
    (HERE / "templates/use_cases.json").read_bytes()
)

PAGES = {
    "/": "home",
    "/search": "search",
    "/category/{category:path}": "category",
    "/product/{product_id}": "product",
    "/basket": "basket",
    "/use-cases": "use_cases",
    "/docs-widgets": "docs_widgets",
    "/trap": "trap",
}
_HEADLESS = (HERE / "static/headless.js").read_text("utf-8")
"""Shown where it runs."""
WHY = "shop.why"
"""The cookie of who wants to know why: then the widgets ask at the counter."""
PERSON = "shop.person"
"""The cookie of who is logged in."""
ROBOTS = "User-agent: *\nDisallow: /trap\nDisallow: /v1/\nDisallow: /counter/\n"
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

Draw = Callable[[str], str | None]
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Front:
    """What the pages are made with: keys, and by name the people one can be."""

    public_key: str
    staff_key: str
    signing_key: str
    people: Mapping[str, Persona] = field(default_factory=dict)
    language: str = "de"

    def routes(self, draw: Draw) -> list[BaseRoute]:
        """Serve the shop; `draw` gives a product's picture as SVG, or None when unknown."""
        return [
            *(Route(path, self._page(name)) for path, name in PAGES.items()),
            *(Route(f"/guide/{name}", self._page("guide")) for name in GUIDES),
            Route("/images/{product_id}.svg", _pictures(draw)),
            Route("/robots.txt", _robots),
            Mount("/static", StaticFiles(directory=HERE / "static")),
            *Counter(self.staff_key).routes(),
            Route("/{path:path}", self._missing()),
        ]

    def _page(self, name: str, status: int = 200) -> Endpoint:
        """Make the endpoint that fills one page in."""

        async def show(request: Request) -> Response:
            return HTMLResponse(self._fill(name, request), status, headers=PAGE_HEADERS)

        return show

    def _missing(self) -> Endpoint:
        """Make the endpoint for addresses behind which there is nothing."""
        page = self._page("missing", 404)

        async def show(request: Request) -> Response:
            if request.url.path.startswith("/v1/"):  # whoever asks there reads no pages
                raise HTTPException(404)
            return await page(request)

        return show

    def _fill(self, name: str, request: Request) -> str:
        asked = request.query_params.get("language", self.language)
        language = asked if asked in TEXTS else self.language
        other = "en" if language == "de" else "de"
        elsewhere = request.url.include_query_params(language=other)
        values = {
            "key": self.public_key,
            "customer": self._customer(request.cookies.get(PERSON, "")),
            "base": COUNTER if request.cookies.get(WHY) else "",
            "checked": "checked" if request.cookies.get(WHY) else "",
            "language": language,
            "query": "" if language == self.language else f"?language={language}",
            "other_language": other,
            "other_url": f"{elsewhere.path}?{elsewhere.query}",
            "headless": _HEADLESS,
            **request.path_params,
        }
        escaped = {key: escape(value) for key, value in {**TEXTS[language], **values}.items()}
        escaped |= _marks(escaped) | {
            "personas": self._people(escaped),
            "use_cases": _use_cases(escaped),
        }
        escaped |= _guide(request.url.path.removeprefix("/guide/"), language)
        escaped["title"] = escaped[f"title_{name}"]
        main = _template(name).substitute(escaped)
        return _template("layout").substitute(escaped, main=main)

    def _customer(self, name: str) -> str:
        """Write the token of who is logged in, nothing for anybody else."""
        person = self.people.get(name)
        if person is None or not person.customer_id:
            return ""
        return customer_token(person.customer_id, self.signing_key, datetime.now(UTC))

    def _people(self, values: Mapping[str, str]) -> str:
        """Write a button for each person one can be."""
        return "".join(
            f'<li><button type="button" data-person="{name}"'
            f' data-visitor="{escape(person.visitor_id)}">'
            f"{values[f'persona_{name}']}</button></li>"
            for name, person in self.people.items()
        )


def _marks(values: Mapping[str, str]) -> dict[str, str]:
    """Write the discreet number that says which use case is seen in a place."""
    return {
        f"case_{one['number']}": (
            f'<a class="mark" href="/use-cases{values["query"]}#case-{one["number"]}"'
            f' title="{values["use_case"]} {one["number"]}:'
            f' {escape(one[values["language"]][0])}">{one["number"]}</a>'
        )
        for one in USE_CASES
    }


def _guide(name: str, language: str) -> dict[str, str]:
    """Write a guide, where the page is one."""
    if name not in GUIDES:
        return {}
    guide = GUIDES[name][language]
    paragraphs = "".join(f"  <p>{escape(text)}</p>\n" for text in guide["text"])
    return {"title_guide": escape(guide["title"]), "paragraphs": paragraphs}


def _use_cases(values: Mapping[str, str]) -> str:
    """Write the list of use cases, each with the place where it is seen."""
    return "".join(
        f'<li id="case-{one["number"]}"><a href="{_address(one["address"], values)}"'
        f"{' data-example' if one.get('example') else ''}>"
        f"<b>{one['number']}</b><span><strong>{escape(one[values['language']][0])}</strong>"
        f"<span>{escape(one[values['language']][1])}</span></span></a></li>"
        for one in USE_CASES
    )


def _address(address: str, values: Mapping[str, str]) -> str:
    """Name a place of the shop, in the language one reads."""
    named = Template(escape(address)).substitute(values)
    query = values["query"]
    return named + (query.replace("?", "&amp;") if "?" in named else query)


def _pictures(draw: Draw) -> Endpoint:
    async def show(request: Request) -> Response:
        drawing = draw(request.path_params["product_id"])
        if drawing is None:
            return PlainTextResponse("no such picture", status_code=404)
        return Response(drawing, media_type="image/svg+xml", headers=PICTURE_HEADERS)

    return show


async def _robots(_: Request) -> Response:
    return PlainTextResponse(ROBOTS)


@cache
def _template(name: str) -> Template:
    return Template((HERE / "templates" / f"{name}.html").read_text("utf-8"))
