"""Is everybody let go who holds a connection without using it, and nobody else?"""

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from http.client import HTTPResponse

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from service.door.patience import MOST_HEAD, PatientProtocol

LARGE = b"x" * 8_000_000
"""More than the system keeps of an answer that nobody reads."""
MEDIUM = b"x" * 400_000
"""More than its client takes at once, and less than the system keeps."""
MUCH = {"/large": LARGE, "/medium": MEDIUM}
GET = b"GET / HTTP/1.1\r\nHost: a\r\n"
POST = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n"


PATIENCE = 60
"""Seconds that tests wait for what comes at once, unless the machine is busy."""


class Hasty(PatientProtocol):
    """Waits for a moment only."""

    seconds = 0.4


class Slower(PatientProtocol):
    """Waits for as long as no test stands still, even on a busy machine."""

    seconds = 1.5


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the length of the body, or with much where that is asked for."""
    request = Request(scope, receive)
    content = MUCH.get(scope["path"]) or str(len(await request.body())).encode()
    await Response(content)(scope, receive, send)


@contextmanager
def serving(
    protocol: type[HttpToolsProtocol], served: ASGIApp = app
) -> Iterator[tuple[str, int]]:
    """Serve over a protocol; yield where."""
    with running(protocol, served) as (address, server):
        yield address
        server.force_exit = True


@contextmanager
def running(
    protocol: type[HttpToolsProtocol], served: ASGIApp = app
) -> Iterator[tuple[tuple[str, int], uvicorn.Server]]:
    """Serve over a protocol; yield where, and the server, which is told to end in the end."""
    config = uvicorn.Config(served, port=0, http=protocol, log_config=None)
    with closing(config.bind_socket()) as listening:
        listening.listen()
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not server.started and thread.is_alive():
                time.sleep(0.01)
            assert server.started, "the application does not start"
            yield listening.getsockname(), server
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="module")
def hasty() -> Iterator[tuple[str, int]]:
    """Serve with little patience."""
    with serving(Hasty) as address:
        yield address


@contextmanager
def speaking(address: tuple[str, int]) -> Iterator[socket.socket]:
    """Open a connection that takes little at once and gives up in the end."""
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        client.settimeout(PATIENCE)
        client.connect(address)
        yield client


def heard(client: socket.socket) -> tuple[HTTPResponse, bytes]:
    """Read one answer and its body, which comes after its head and not with it.

    Raises ConnectionError where none comes.
    """
    answer = HTTPResponse(client)
    answer.begin()
    return answer, answer.read()


def drip(client: socket.socket, first: bytes, drop: bytes, times: int) -> bool:
    """Send drop by drop; say whether the other side has hung up meanwhile."""
    client.settimeout(0.05)
    try:
        client.sendall(first)
        for _ in range(times):
            try:
                if not client.recv(100):
                    return True
            except TimeoutError:
                client.sendall(drop)
    except OSError:
        return True
    return False


SLOW = {
    "silence": (b"", b""),
    "empty lines": (b"", b"\r\n"),
    "headers": (GET, b"X"),
    "a body": (POST % 1_000, b"x"),
    "a body after an answer": (GET + b"\r\n" + POST % 1_000, b"x"),
}


@pytest.mark.parametrize("kind", SLOW)
def test_whoever_speaks_too_slowly_is_let_go(hasty: tuple[str, int], kind: str) -> None:
    with speaking(hasty) as client:
        assert drip(client, *SLOW[kind], times=20 * PATIENCE)


def test_without_patience_of_ours_they_would_stay() -> None:
    def leaves(kind: str) -> bool:
        with speaking(address) as client:
            return drip(client, *SLOW[kind], times=16)

    with serving(HttpToolsProtocol) as address, ThreadPoolExecutor(len(SLOW)) as together:
        assert not any(together.map(leaves, SLOW))


@contextmanager
def asking_for_much(address: tuple[str, int]) -> Iterator[dict[str, socket.socket]]:
    """Ask for all that is much, and read the first of it only."""
    with ExitStack() as stack:
        clients = {path: stack.enter_context(speaking(address)) for path in MUCH}
        for path, one in clients.items():
            one.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
        assert all(one.recv(1) == b"H" for one in clients.values())
        yield clients


def taken(client: socket.socket) -> int:
    """Read all that still comes; return how much that was."""
    count = 0
    with suppress(ConnectionResetError):
        while piece := client.recv(1_000_000):
            count += len(piece)
    return count


def test_whoever_does_not_read_is_let_go_by_us_and_by_the_system() -> None:
    with running(Hasty) as (address, server), asking_for_much(address) as clients:
        while server.server_state.connections:
            time.sleep(0.05)
        time.sleep(2 * Hasty.seconds)
        assert all(taken(client) < len(MUCH[path]) for path, client in clients.items())
    with serving(HttpToolsProtocol) as address, asking_for_much(address) as clients:
        time.sleep(2 * Hasty.seconds)
        assert all(taken(client) > len(MUCH[path]) for path, client in clients.items())


def test_a_body_that_moves_on_may_take_its_time() -> None:
    piece = b"x" * 80_000
    with serving(Slower) as address, speaking(address) as client:
        client.sendall(POST % (5 * len(piece)))
        for _ in range(5):
            time.sleep(Slower.seconds / 4)
            client.sendall(piece)
        assert heard(client)[1] == b"400000"


def test_an_idle_connection_that_was_used_is_kept(hasty: tuple[str, int]) -> None:
    with speaking(hasty) as client:
        for pause in (0.0, 1.5 * Hasty.seconds):
            time.sleep(pause)
            client.sendall(GET + b"\r\n")
            assert heard(client)[0].status == 200


def test_the_head_of_a_request_has_an_end(hasty: tuple[str, int]) -> None:
    with speaking(hasty) as client:
        answer = b""
        try:
            client.sendall(GET + b"X: ")
            for _ in range(4):
                client.sendall(b"x" * MOST_HEAD)
                time.sleep(0.02)
            answer = client.recv(1_000)
        except ConnectionError:
            return
        assert b" 431 " in answer or not answer


def asked_at_the_end(protocol: type[HttpToolsProtocol]) -> HTTPResponse:
    """Ask over a kept connection when the end has begun; return what comes back.

    Raises ConnectionError where nothing does.
    """
    with running(protocol) as (address, server), speaking(address) as client:
        client.sendall(GET + b"\r\n")
        assert heard(client)[0].status == 200
        server.should_exit = True
        while server.servers[0].is_serving():
            time.sleep(0.01)
        client.sendall(GET + b"\r\n")
        return heard(client)[0]


def test_who_asks_over_a_kept_connection_at_the_end_is_answered_and_told_to_leave() -> None:
    answer = asked_at_the_end(PatientProtocol)
    assert (answer.status, answer.headers["connection"]) == (200, "close")


def test_uvicorn_alone_hangs_up_on_a_kept_connection() -> None:
    with pytest.raises(ConnectionError):
        asked_at_the_end(HttpToolsProtocol)


def test_a_kept_connection_that_stays_silent_does_not_hold_up_the_end() -> None:
    with running(PatientProtocol) as (address, _), speaking(address) as client:
        client.sendall(GET + b"\r\n")
        assert heard(client)[0].status == 200
