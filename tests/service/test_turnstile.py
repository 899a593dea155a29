"""Does a service that is asked too much go on answering, and tell the others to come back?"""

import socket
import time
from collections import Counter
from contextlib import ExitStack

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from service.door.pace import Pacing, Turnstile
from service.door.patience import PatientProtocol
from tests.service.door.test_patience import PATIENCE, serving

PEOPLE = 60


def busy(seconds: float) -> ASGIApp:
    """Make what works, with nobody else's turn meanwhile, then answers."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        time.sleep(seconds)  # noqa: ASYNC251 - a search leaves the loop to nobody either
        await PlainTextResponse("done")(scope, receive, send)

    return app


def rush(address: tuple[str, int], path: str, people: int = PEOPLE) -> list[bytes]:
    """Let many ask at once; return what each was told."""
    with ExitStack() as stack:
        asking = [
            stack.enter_context(socket.create_connection(address, timeout=PATIENCE))
            for _ in range(people)
        ]
        for one in asking:
            one.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        return [one.recv(10_000) for one in asking]


def statuses(answers: list[bytes]) -> Counter[bytes]:
    """Count the answers by status."""
    return Counter(one[9:12] for one in answers)


@pytest.mark.parametrize(
    ("seconds", "work", "path"),
    [(1, 0.05, "/v1/search"), (0, 0.005, "/v1/search"), (0.1, 0.005, "/healthz")],
)
def test_of_a_rush_all_are_answered_and_reads_in_time(
    seconds: float, work: float, path: str
) -> None:
    """Work for three times as long as one may wait, so that it holds on a slow machine."""
    pacing = Pacing(seconds)
    with serving(PatientProtocol, Turnstile(busy(work), pacing)) as address:
        rush(address, path, people=1)
        answers = rush(address, path)
        told = statuses(answers)
        sent_away = told[b"503"]
        assert told[b"200"] + sent_away == PEOPLE
        assert told[b"200"] > 0
        assert pacing.counts["answer"] == sent_away
        assert (sent_away > 0) == (seconds > 0 and path.startswith("/v1/"))
        assert all(b"retry-after: 1" in one for one in answers if one[9:12] == b"503")
        assert statuses(rush(address, path, people=1)) == {b"200": 1}
