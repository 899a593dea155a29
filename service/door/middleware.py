"""What surrounds every request: ids, timing, headers, limits, consent, and the gate."""

import random
import re

from fastapi import HTTPException
from starlette.datastructures import QueryParams
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from knowledge_base.consent import Consent
from knowledge_base.errors import TresenError
from service.door.access import (
    Door,
    header_of,
    needs_key,
    nothing_there,
    resource_of,
    route_of,
)
from service.door.auth import KeyClass
from service.door.errors import problem_of, unexpected
from service.watching.logs import told
from service.watching.telemetry import Telemetry
from service.watching.timings import begin

CALLER = "tresen.caller"
_MOST_CONSENT = "tresen.most_consent"
_REQUEST_ID = re.compile(r"[0-9A-Za-z._-]{1,64}")
_IDS = random.Random()  # noqa: S311 - an id is no secret, and asking the system lets others in
SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_SAFE = [(name.lower().encode(), value.encode()) for name, value in SAFE_HEADERS.items()]


def request_id(given: str) -> str:
    """Return the id a request came with, or a new one where that could not be used."""
    return given if _REQUEST_ID.fullmatch(given) else f"{_IDS.getrandbits(64):016x}"


class Envelope:
    """Gives every answer its request id, its timing and safe headers, counts and logs it."""

    def __init__(self, app: ASGIApp, telemetry: Telemetry) -> None:
        self.app = app
        self._telemetry = telemetry

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and dress its answer; what nobody caught becomes a 500."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        own_id = request_id(header_of(scope, b"x-request-id"))
        timings = begin()
        status = 0

        async def dress(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                own = message["headers"]
                has = {name for name, _ in own}
                message["headers"] = [
                    *own,
                    *(one for one in _SAFE if one[0] not in has),
                    (b"x-request-id", own_id.encode()),
                    (b"server-timing", timings.header().encode()),
                ]
            await send(message)

        try:
            await self.app(scope, receive, dress)
        except ClientDisconnect:
            pass  # nobody is there any more who could be answered
        except Exception as error:
            if status:
                raise
            await unexpected(error, own_id)(scope, receive, dress)
        finally:
            self._note(scope, own_id, status, timings.seconds)

    def _note(self, scope: Scope, own_id: str, status: int, seconds: float) -> None:
        """Count and log an answer by its resource: addresses may name people."""
        route = route_of(scope["path"])
        self._telemetry.answered(route, scope["method"], status, seconds)
        told(own_id, scope["method"], route, status, seconds)


class BodyLimit:
    """Refuses bodies that are too large: before reading where the length is given."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, counting what arrives of its body."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        length = header_of(scope, b"content-length") or "0"
        if not length.isdecimal() or int(length) > self._limit:
            await problem_of(self._too_large())(scope, receive, send)
            return
        arrived = 0

        async def count() -> Message:
            nonlocal arrived
            message = await receive()
            arrived += len(message.get("body", b""))
            if arrived > self._limit:
                # of what goes wrong while it reads a body, FastAPI passes on nothing else
                raise HTTPException(413)
            return message

        await self.app(scope, count, send)

    def _too_large(self) -> TresenError:
        return TresenError(f"a body has at most {self._limit} bytes", code="too_large")


class ConsentSignals:
    """Reads what a browser refuses by its own word, so that no route can forget to ask.

    Do Not Track and Global Privacy Control allow nothing, whatever the page says.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Put the most that may be consented to into the scope."""
        if scope["type"] == "http":
            refuses = "1" in {header_of(scope, b"dnt"), header_of(scope, b"sec-gpc")}
            scope[_MOST_CONSENT] = Consent.NONE if refuses else Consent.PERSONALIZATION
        await self.app(scope, receive, send)


def most_consent_of(scope: Scope) -> Consent:
    """Return the most a request may consent to; nothing where nobody has looked."""
    most: Consent = scope.get(_MOST_CONSENT, Consent.NONE)
    return most


class Gate:
    """Stands in front of everything that needs a key."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self.app = app
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a caller through or answer in the place of what is behind."""
        if scope["type"] == "http" and not scope["path"].isprintable():
            # a route is also found with a newline behind it, and would have passed this door
            await problem_of(nothing_there())(scope, receive, send)
            return
        if scope["type"] != "http" or not needs_key(scope["path"]):
            await self.app(scope, receive, send)
            return
        try:
            self._admit(scope)
        except TresenError as error:
            await problem_of(error)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _admit(self, scope: Scope) -> None:
        """Put the caller into the scope; events may bring their key in the body instead."""
        resource = resource_of(scope["path"])
        key = _key_of(scope, resource)
        if key is not None or resource != "events":
            scope[CALLER] = self._door.admit(key, scope)


def _key_of(scope: Scope, resource: str) -> str | None:
    """Read the key: from the header, or a public one from the address, where no header can be.

    Addresses are logged and passed on, so that a secret in one is as good as published.
    """
    scheme, _, credentials = header_of(scope, b"authorization").partition(" ")
    if scheme.lower() == "bearer":
        return credentials.strip()
    if scope["method"] in {"GET", "HEAD"} or resource == "events":
        key = QueryParams(scope["query_string"]).get("key", "")
        return key if key.startswith(KeyClass.PUBLIC.prefix) else None
    return None
