"""Does who asks count what a server did, and wait for nothing that cannot come?"""

import socketserver
import threading
from collections.abc import Iterator
from itertools import repeat

import pytest

from benchmarks.asking import USES, Requests, closed_loop, open_loop, rush

GOOD = b"HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n" + b'{"degraded":[]}'
LATER = b"HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"
CURT = b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"


class Answers(socketserver.BaseRequestHandler):
    """Answers a connection's requests by what they name; hangs up where they name nothing."""

    def handle(self) -> None:
        """Answer until one side has had enough."""
        while said := self.request.recv(1_000):
            answer = {b"good": GOOD, b"later": LATER, b"curt": CURT}.get(said.split()[1])
            if answer is None:
                return
            self.request.sendall(answer)


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False


@pytest.fixture
def port() -> Iterator[int]:
    with Server(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def ever(what: str) -> Requests:
    return repeat((what, f"GET {what} HTTP/1.1\r\n\r\n".encode()))


def test_a_closed_loop_has_an_answer_to_each_request(port: int) -> None:
    told = closed_loop(port, ever("good"), 3, 0.2)
    assert told.sent == told.answered == len(told.of("good")) > 3
    assert told.degraded == told.answered
    assert told.rate == pytest.approx(told.answered / told.seconds)


def test_an_open_loop_asks_as_often_as_it_was_told(port: int) -> None:
    told = open_loop(port, ever("good"), 400, 0.5)
    assert told.sent == told.answered
    assert 120 < told.sent < 280


def test_crowds_ask_together_and_come_over_new_connections(port: int) -> None:
    told = rush(port, [ever("good"), ever("good")], 400, 0.5)
    assert told.sent == told.answered
    assert 120 < told.sent < 280
    assert told.connections >= told.sent / USES


def test_refusals_are_no_answers_and_should_say_when_to_come_back(port: int) -> None:
    polite, curt = (closed_loop(port, ever(one), 1, 0.1) for one in ("later", "curt"))
    assert polite.of() == curt.of() == []
    assert len(polite.of(good=False)) == polite.answered > 0
    assert (polite.curt, curt.curt) == (0, curt.answered)


def test_who_is_hung_up_on_waits_for_no_answer(port: int) -> None:
    told = closed_loop(port, ever("nothing"), 3, 60)
    assert (told.sent, told.answered) == (3, 0)


def test_rounds_add_up(port: int) -> None:
    first, second = (closed_loop(port, ever(one), 1, 0.1) for one in ("good", "later"))
    good, refused = len(first.of()), len(second.of(good=False))
    first.add(second)
    assert (len(first.of()), len(first.of(good=False))) == (good, refused)
    assert first.sent == good + refused
