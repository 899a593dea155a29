"""What is said at the door to whoever has waited for too long: bytes, before anything is read.

Ten times what can be answered is nine refusals for each answer: what they cost is what is left
of the answers.
"""

import asyncio
import logging
import re

from service.door.access import Door, route_of
from service.door.cors import permits
from service.door.errors import problem_of
from service.door.middleware import SAFE_HEADERS, request_id
from service.door.pace import OVERLOAD, Pacing
from service.watching.logs import FACTS
from service.watching.telemetry import Telemetry
from service.watching.timings import Timings

log = logging.getLogger("tresen")

_HEAD = re.compile(
    rb"(GET|HEAD|POST) (/v1/[!-~]*) HTTP/1\.1((?:\r\n[!-9;-~]+:[ -~\x80-\xff]*)*\r\n)\r\n"
)
"""A head as everybody writes it; who writes another one is read by those who know them all."""
_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]{1,9}) *\r\n")
_FRAMES = tuple(
    b"\r\n%b:" % name
    for name in (b"content-length", b"transfer-encoding", b"upgrade", b"expect")
)
"""What says where a request ends, or that there is more to it than that."""
_SILENCE = 1.0
"""Seconds in which what was refused is gathered for one line of the log."""


class Refusals:
    """Answers requests before the application does, where that is no use any more.

    They are counted, and one line of the log tells of all within a second.
    """

    def __init__(self, pacing: Pacing, telemetry: Telemetry, door: Door) -> None:
        self._pacing, self._telemetry, self._door = pacing, telemetry, door
        response = problem_of(OVERLOAD)
        headers = [
            *((name.decode(), value.decode()) for name, value in response.raw_headers),
            *SAFE_HEADERS.items(),
        ]
        lines = [f"{name}: {value}" for name, value in headers]
        self._head = "\r\n".join(["HTTP/1.1 503 Service Unavailable", *lines, ""])
        self._body = bytes(response.body)
        self._status = response.status_code
        self._untold = 0

    def __call__(self, request: bytes) -> tuple[bytes, bool] | None:
        """Return what to send to who asked so, and whether he wants no more than that answer.

        None where he did not ask for one thing, all of it there: the application tells those.
        """
        timings = Timings()
        asked = _HEAD.match(request)
        small = asked[3].lower() if asked else b""
        if not asked or asked.end() + _length(small) != len(request):
            return None
        method, path = asked[1].decode(), asked[2].partition(b"?")[0].decode()
        own = [f"X-Request-Id: {request_id(_said(asked[3], small, b'x-request-id'))}"]
        if origin := _said(asked[3], small, b"origin"):
            permitted = permits(self._door, origin)
            own += ["Vary: Origin", *(f"{name}: {value}" for name, value in permitted.items())]
        is_last = _said(asked[3], small, b"connection").lower() == "close"
        if is_last:
            own.append("Connection: close")
        own.append(f"Server-Timing: {timings.header()}\r\n\r\n")
        self._telemetry.answered(route_of(path), method, self._status, timings.seconds)
        self._pacing.send_away()
        self._count()
        told = (self._head + "\r\n".join(own)).encode("latin-1")
        return (told if method == "HEAD" else told + self._body), is_last

    def _count(self) -> None:
        """Count somebody who is told to come back, and have it said in a while."""
        if not self._untold:
            asyncio.get_running_loop().call_later(_SILENCE, self._tell)
        self._untold += 1

    def _tell(self) -> None:
        """Say how many there were."""
        log.warning("told to come back", extra={FACTS: {"requests": self._untold}})
        self._untold = 0


def _length(small: bytes) -> int:
    """Return the bytes of a body by its headers in small letters; -1 where that is not sure."""
    frames = sum(map(small.count, _FRAMES))
    if not frames:
        return 0
    length = _LENGTH.search(small)
    return int(length[1]) if length and frames == 1 else -1


def _said(headers: bytes, small: bytes, name: bytes) -> str:
    """Return what a header says, "" where there is none; `small` are they in small letters."""
    at = small.find(b"\r\n%b:" % name)
    if at < 0:
        return ""
    start = at + len(name) + 3
    return headers[start : headers.index(b"\r\n", start)].strip().decode("latin-1")
