"""Takes the key the way Algolia's clients bring it, and tells them errors in their shape."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode

import orjson
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.door.auth import KeyClass

_BELOW = "/algolia/"
_THEIRS = "x-algolia-"
_KEY = "x-algolia-api-key"
_PROBLEM = "application/problem+json"
_HEADERS = "Authorization, Content-Type, X-Request-Id" + "".join(
    f", {_THEIRS}{name}" for name in ("api-key", "application-id", "agent", "usertoken")
)


class AlgoliaManners:
    """Stands around everything else, for what is below /algolia/ only."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Translate the key on the way in and what went wrong on the way out."""
        if scope["type"] != "http" or not scope["path"].startswith(_BELOW):
            await self.app(scope, receive, send)
            return
        await self.app(_with_key(scope), receive, _Translation(send))


def _with_key(scope: Scope) -> Scope:
    """Return the request with its key where ours have it, and none of their parameters.

    As everywhere only public keys may stand in an address. Which application asks is all the
    same: there is one.
    """
    key = Headers(scope=scope).get(_KEY)
    kept = []
    given = scope["query_string"].decode("latin-1")
    for name, value in parse_qsl(given, keep_blank_values=True):
        if not name.lower().startswith(_THEIRS):
            kept.append((name, value))
        elif name.lower() == _KEY and value.startswith(KeyClass.PUBLIC.prefix):
            key = key or value
    headers = list(scope["headers"])
    if key:
        headers = [one for one in headers if one[0] != b"authorization"]
        headers.append((b"authorization", f"Bearer {key}".encode()))
    return {**scope, "query_string": urlencode(kept).encode(), "headers": headers}


class _Translation:
    """Passes an answer on; a problem is held back until it is complete, and told their way."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        """Send, or wait for the rest."""
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if "access-control-allow-headers" in headers:
                headers["access-control-allow-headers"] = _HEADERS
            if headers.get("content-type") == _PROBLEM:
                self._start = message
                return
        if self._start is None:
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if not message.get("more_body"):
            for one in _told(self._start, self._body):
                await self._send(one)


def _told(start: Message, body: bytes) -> Iterator[Message]:
    """Yield a problem as an error of theirs."""
    problem: dict[str, Any] = orjson.loads(body)
    detail = problem["detail"]
    faults = [f"{one['place']} {one['detail']}" for one in problem["errors"]]
    message = "; ".join([detail, *(one for one in faults if one not in detail)])
    written = orjson.dumps({"message": message, "status": problem["status"]})
    headers = MutableHeaders(scope=start)
    headers["content-type"] = "application/json"
    headers["content-length"] = str(len(written))
    yield start
    yield {"type": "http.response.body", "body": written}
