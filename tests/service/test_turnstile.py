"""Does a service that is asked too much go on answering, and tell the others to come back?"""

import socket
import time
from collections import Counter
from contextlib import ExitStack

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from service.pace import Pacing, Turnstile
from service.patience import PatientProtocol
from tests.service.test_patience import serving

WORK, WAITING, PEOPLE = 0.02, 0.3, 60
"""Seconds that an answer takes, that one may wait; all together would wait four times that."""


async def busy(scope: Scope, receive: Receive, send: Send) -> None:
    """Work, with nobody else's turn meanwhile, then answer."""
    time.sleep(WORK)  # noqa: ASYNC251 - a search leaves the loop to nobody either
    await PlainTextResponse("done")(scope, receive, send)


def rush(address: tuple[str, int], path: str, people: int = PEOPLE) -> list[bytes]:
    """Let many ask at once; return what each was told."""
    with ExitStack() as stack:
        asking = [
            stack.enter_context(socket.create_connection(address, timeout=20))
            for _ in range(people)
        ]
        for one in asking:
            one.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        return [one.recv(10_000) for one in asking]


def statuses(answers: list[bytes]) -> Counter[bytes]:
    """Count the answers by status."""
    return Counter(one[9:12] for one in answers)


@pytest.mark.parametrize(
    ("seconds", "path"), [(WAITING, "/v1/search"), (0, "/v1/search"), (WAITING, "/healthz")]
)
def test_of_a_rush_all_are_answered_and_reads_in_time(seconds: float, path: str) -> None:
    pacing = Pacing(seconds)
    with serving(PatientProtocol, Turnstile(busy, pacing)) as address:
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
