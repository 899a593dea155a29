"""Is whoever comes too late told so at the door, and can go on over the same connection?"""

import asyncio
import logging
import socket
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from knowledge_base.storage.keys import ApiKey
from service.door.access import Door
from service.door.auth import KeyClass, Keyring
from service.door.cors import Cors
from service.door.line import LINE, Line
from service.door.middleware import Envelope
from service.door.pace import Pacing, Turnstile
from service.door.patience import PatientProtocol
from service.door.refusals import Refusals
from service.settings import Settings
from service.watching.logs import FACTS
from service.watching.telemetry import Telemetry
from tests.service.door.test_patience import PATIENCE, heard, serving
from tests.service.test_turnstile import rush, statuses

EARLY = {"GET /v1/search": True, "POST /v1/events": True, "GET /healthz": False}
PROBLEM = 503
LATE, EARLY_ENOUGH = 60.0, -60.0
SHOP = "https://shop.example"
HEAD = b"GET /v1/search HTTP/1.1\r\n"
POST = b"POST /v1/events HTTP/1.1\r\n"


class Clock:
    """A clock ahead of the one requests arrive by: so long ago they seem to have come."""

    ahead = LATE

    def __call__(self) -> float:
        """Return its time."""
        return time.monotonic() + self.ahead


@pytest.fixture
def clock() -> Clock:
    """Find everybody late at first."""
    return Clock()


@pytest.fixture
def pacing(clock: Clock) -> Pacing:
    """Let nobody wait for more than a moment."""
    return Pacing(1.0, clock)


@pytest.fixture
def telemetry() -> Telemetry:
    """Count from zero."""
    return Telemetry()


@pytest.fixture
def door() -> Door:
    """Know one shop."""
    key = ApiKey("pages", KeyClass.PUBLIC, "pages", b"", (SHOP,))
    return Door(Keyring(b"", [key]), Settings())


@pytest.fixture
def refusals(pacing: Pacing, telemetry: Telemetry, door: Door) -> Refusals:
    """Refuse on behalf of that shop."""
    return Refusals(pacing, telemetry, door)


@pytest.fixture
def address(
    pacing: Pacing, telemetry: Telemetry, refusals: Refusals, door: Door, clock: Clock
) -> Iterator[tuple[str, int]]:
    """Serve what says how much it was sent, behind that door; whoever asks after is late."""

    async def answer(request: Request) -> PlainTextResponse:
        clock.ahead = LATE
        return PlainTextResponse(f"{len(await request.body())} bytes")

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[Mapping[str, Line]]:
        yield {LINE: Line(pacing.is_too_late, refusals)}

    app = Starlette(
        routes=[Route("/{path:path}", answer, methods=["GET", "POST", "PUT"])],
        middleware=[
            Middleware(Envelope, telemetry=telemetry),
            Middleware(Cors, door=door),
            Middleware(Turnstile, pacing=pacing),
        ],
        lifespan=lifespan,
    )
    with serving(PatientProtocol, app) as where:
        yield where


@pytest.mark.parametrize("asked", EARLY)
def test_who_is_late_is_told_when_to_come_back(
    address: tuple[str, int], pacing: Pacing, telemetry: Telemetry, asked: str
) -> None:
    method, path = asked.split()
    headers = {"X-Request-Id": "mine", "Origin": SHOP}
    with httpx2.Client(base_url="http://{}:{}".format(*address), headers=headers) as client:
        answer = client.request(method, path, content=b"x" if method == "POST" else None)
    assert (answer.status_code == PROBLEM) == EARLY[asked]
    assert pacing.counts["answer"] == EARLY[asked]
    assert ('code="503"' in telemetry.exposition().decode()) == EARLY[asked]
    if EARLY[asked]:
        assert answer.json()["code"] == "overloaded"
        assert answer.headers["x-request-id"] == "mine"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["server-timing"].startswith("total;dur=")
        assert int(answer.headers["retry-after"]) >= 1
        assert answer.headers["access-control-allow-origin"] == SHOP
        assert "Retry-After" in answer.headers["access-control-expose-headers"]


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_pages_can_read_that_they_are_refused_wherever_that_is_said(
    address: tuple[str, int], method: str
) -> None:
    """Who writes over the door is told there, the others by the application."""
    with httpx2.Client(base_url="http://{}:{}".format(*address)) as client:
        for origin, allowed in ((SHOP, SHOP), ("https://other.example", None)):
            answer = client.request(method, "/v1/search", headers={"Origin": origin})
            assert answer.status_code == PROBLEM
            assert answer.headers["vary"] == "Origin"
            assert answer.headers.get("access-control-allow-origin") == allowed
        asking = {"Origin": SHOP, "Access-Control-Request-Method": "PUT"}
        assert client.options("/v1/search", headers=asking).status_code == 204


def test_a_line_of_the_log_tells_of_all_who_were_refused_in_a_while(
    address: tuple[str, int], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.door.refusals._SILENCE", 0.2)
    with caplog.at_level(logging.WARNING, "tresen"):
        rush(address, "/v1/search", people=5)
        while sum(told := [getattr(one, FACTS)["requests"] for one in caplog.records]) < 5:
            time.sleep(0.01)
    assert len(told) < 5


WHOLE = {
    "a question": (HEAD + b"Host: a\r\n\r\n", True),
    "a body": (POST + b"content-length: 2\r\n\r\nab", True),
    "the end of a body is not there": (POST + b"Content-Length: 2\r\n\r\na", False),
    "the head is not all there": (HEAD + b"Host: a\r\n", False),
    "two questions": (2 * (HEAD + b"\r\n"), False),
    "two lengths": (POST + 2 * b"Content-Length: 1\r\n" + b"\r\na", False),
    "pieces": (POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", False),
    "a length that is none": (POST + b"Content-Length: +1\r\n\r\na", False),
    "a header within another": (HEAD + b"X: a\nContent-Length: 5\r\n\r\n", False),
    "a header without an end to its name": (HEAD + b"Content-Length : 5\r\n\r\n", False),
    "who waits to be told to go on": (HEAD + b"Expect: 100-continue\r\n\r\n", False),
    "an older protocol": (b"GET /v1/search HTTP/1.0\r\n\r\n", False),
    "something else": (b"DELETE /v1/products/1 HTTP/1.1\r\n\r\n", False),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_only_who_asks_for_one_thing_that_is_all_there_is_told_unread(
    refusals: Refusals, kind: str
) -> None:
    """Others are read, so that nothing that follows is taken for another request."""
    request, is_told = WHOLE[kind]

    async def told() -> bool:
        return refusals(request) is not None

    assert asyncio.run(told()) == is_told


def test_who_was_told_so_goes_on_over_the_same_connection(
    address: tuple[str, int], clock: Clock
) -> None:
    with socket.create_connection(address, timeout=PATIENCE) as client:
        head = b"POST /v1/events HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\n"
        client.sendall(head + b"abc")
        assert heard(client)[0].status == PROBLEM
        client.sendall(b"def")
        clock.ahead = EARLY_ENOUGH
        client.sendall(head + b"abcdef")
        assert heard(client)[1] == b"6 bytes"


def test_of_many_in_a_row_each_is_told(address: tuple[str, int]) -> None:
    with socket.create_connection(address, timeout=PATIENCE) as client:
        client.sendall(3 * b"GET /v1/search HTTP/1.1\r\nHost: a\r\n\r\n")
        told = b""
        while told.count(b'"errors":[]}') < len("all"):
            told += client.recv(10_000)
        assert told.count(b"HTTP/1.1 503") == len("all")


def test_many_who_wait_for_an_answer_before_theirs_are_all_told(
    address: tuple[str, int], clock: Clock
) -> None:
    clock.ahead = EARLY_ENOUGH
    many = 2_000
    with socket.create_connection(address, timeout=PATIENCE) as client:
        client.sendall(many * b"GET /v1/search HTTP/1.1\r\n\r\n")
        told = b""
        while told.count(b"HTTP/1.1 ") < many:
            told += client.recv(100_000)
    assert b"overloaded" in told


def test_who_asks_for_the_head_alone_gets_nothing_that_the_next_answer_could_be_taken_for(
    address: tuple[str, int], clock: Clock
) -> None:
    with socket.create_connection(address, timeout=PATIENCE) as client:
        client.sendall(b"HEAD /v1/search HTTP/1.1\r\nHost: a\r\n\r\n")
        told = client.recv(10_000)
        assert told.startswith(b"HTTP/1.1 503")
        assert told.endswith(b"\r\n\r\n")
        clock.ahead = EARLY_ENOUGH
        client.sendall(b"GET /v1/search HTTP/1.1\r\nHost: a\r\n\r\n")
        assert client.recv(10_000).startswith(b"HTTP/1.1 200")


def test_who_wants_no_second_answer_is_told_to_leave_and_let_go(
    address: tuple[str, int],
) -> None:
    with socket.create_connection(address, timeout=PATIENCE) as client:
        client.sendall(b"GET /v1/search HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        told = b""
        while piece := client.recv(10_000):
            told += piece
        assert told.startswith(b"HTTP/1.1 503")
        assert b"Connection: close" in told


def test_everybody_in_a_rush_is_told(address: tuple[str, int]) -> None:
    assert statuses(rush(address, "/v1/search", people=20)) == {b"503": 20}
