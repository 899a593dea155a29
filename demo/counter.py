"""How does the shop's own server ask as staff? With a key that its pages never see."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import Message, Receive, Scope, Send

COUNTER = "/counter"
LEVELS = ("base", "pre", "segment", "one_to_one")
EVERYWHERE = "default"
_LISTS = ("/v1/search", "/v1/suggest", "/v1/recommendations/", "/v1/explain")
_OF_AN_ENTRY = {"id", "version", "author", "created_at", "updated_at"}
_BELONGS_TO_A_PAGE = {b"authorization", b"origin", b"content-length", b"content-type"}


class Counter:
    """The API once more, where lists say why each hit is there, in numbers only staff may see.

    Everything else is passed on as it came, with the key it came with.
    """

    def __init__(self, staff_key: str) -> None:
        self._staff = (b"authorization", f"Bearer {staff_key}".encode())

    def routes(self) -> list[BaseRoute]:
        """Lay the addresses."""
        return [
            Route(f"{COUNTER}/level", self.levels),
            Route(f"{COUNTER}/level", self.turn, methods=["PUT"]),
            Mount(COUNTER, self),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        path = scope["path"].removeprefix(COUNTER)
        if scope["method"] == "GET" and path.startswith(_LISTS):
            await scope["app"](self._as_staff(scope, "GET", path), receive, send)
        else:
            await scope["app"](_addressed(scope, path), receive, send)

    async def levels(self, request: Request) -> Response:
        """Say how far the ladder reaches at each touch-point."""
        _, shop = await self._ask(request.scope, "GET")
        reach = {name: _level_of(one) for name, one in shop.get("ladder", {}).items()}
        return JSONResponse({EVERYWHERE: LEVELS[-1], **reach})

    async def turn(self, request: Request) -> Response:
        """Let the ladder reach to a `level` at a `touch_point` and no further.

        Who changes the shop's settings meanwhile is not overwritten: the answer is a 412.
        """
        level = request.query_params.get("level")
        place = request.query_params.get("touch_point", EVERYWHERE)
        if level not in LEVELS:
            return JSONResponse({"detail": f"level is one of {', '.join(LEVELS)}"}, 400)
        _, shop = await self._ask(request.scope, "GET")
        dials = {name: {"on": LEVELS.index(name) <= LEVELS.index(level)} for name in LEVELS[1:]}
        body = {name: value for name, value in shop.items() if name not in _OF_AN_ENTRY}
        body["ladder"] = {**shop.get("ladder", {}), place: dials}
        as_read = (b"if-match", f'"{shop.get("version")}"'.encode())
        status, answer = await self._ask(request.scope, "PUT", orjson.dumps(body), as_read)
        return JSONResponse(answer, status)

    async def _ask(
        self, scope: Scope, method: str, body: bytes = b"", *headers: tuple[bytes, bytes]
    ) -> tuple[int, dict[str, Any]]:
        """Read or write the shop's settings; gives status and answer."""
        heard: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            heard.append(message)

        asked = self._as_staff(scope, method, "/v1/shop")
        asked["headers"] += [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            *headers,
        ]
        await scope["app"](asked, receive, send)
        return heard[0]["status"], orjson.loads(b"".join(one["body"] for one in heard[1:]))

    def _as_staff(self, scope: Scope, method: str, path: str) -> Scope:
        """Ask with the staff's key in the place of the page's, and for every reason."""
        words = parse_qsl(scope["query_string"].decode("latin-1"))
        query = [(name, value) for name, value in words if name not in {"key", "explain"}]
        headers = [one for one in scope["headers"] if one[0] not in _BELONGS_TO_A_PAGE]
        return _addressed(scope, path) | {
            "method": method,
            "headers": [*headers, self._staff],
            "query_string": urlencode([*query, ("explain", "true")]).encode()
            if path.startswith(_LISTS)
            else b"",
        }


def _addressed(scope: Scope, path: str) -> dict[str, Any]:
    """Take what a server hands over, as if the request had come to another path.

    What the router found out on the way here is left behind: it is asked anew.
    """
    own = ("type", "asgi", "http_version", "method", "scheme", "query_string", "headers")
    more = ("client", "server", "state", "extensions")
    kept = {name: scope[name] for name in (*own, *more) if name in scope}
    return {**kept, "path": path, "raw_path": path.encode(), "root_path": ""}


def _level_of(dials: Mapping[str, Any]) -> str:
    """Name the highest level that takes part."""
    there = [name for name in LEVELS[1:] if dials.get(name, {}).get("on", True)]
    return there[-1] if there else LEVELS[0]
