"""What is said at the door to whoever has waited for too long: bytes, before there is a task.

Ten times what can be answered is nine refusals for each answer: what they cost is what is left
of the answers. Sent from here one costs a fifth of what it does from within the application.
"""

from starlette.types import Scope

from service.access import route_of
from service.errors import problem_of
from service.middleware import SAFE_HEADERS, request_id_of
from service.pace import OVERLOAD, Pacing
from service.telemetry import Telemetry
from service.timings import Timings

_BELOW = "/v1/"
"""Elsewhere refusals are of another shape, or there are none."""


class Refusals:
    """Answers requests before the application does, where that is no use any more.

    They are counted, and no line of the log is written for each.
    """

    def __init__(self, pacing: Pacing, telemetry: Telemetry) -> None:
        self._pacing, self._telemetry = pacing, telemetry
        response = problem_of(OVERLOAD)
        headers = [
            *((name.decode(), value.decode()) for name, value in response.raw_headers),
            *SAFE_HEADERS.items(),
        ]
        lines = [f"{name}: {value}" for name, value in headers]
        self._head = "\r\n".join(["HTTP/1.1 503 Service Unavailable", *lines, ""]).encode()
        self._body = bytes(response.body)
        self._status = response.status_code

    def __call__(self, scope: Scope, *, is_last: bool) -> bytes | None:
        """Return what to send to whoever is too late, None to whom the application answers.

        It says so where it is the last answer over a connection.
        """
        path, timings = scope["path"], Timings()
        if not path.startswith(_BELOW) or not self._pacing.is_sent_away(scope):
            return None
        seconds = timings.seconds
        self._telemetry.answered(route_of(path), scope["method"], self._status, seconds)
        own = f"X-Request-Id: {request_id_of(scope)}\r\nServer-Timing: {timings.header()}\r\n"
        end = "Connection: close\r\n\r\n" if is_last else "\r\n"
        body = b"" if scope["method"] == "HEAD" else self._body
        return self._head + (own + end).encode() + body
