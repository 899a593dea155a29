"""How long a connection is waited for: clients that do not speak or listen are let go.

uvicorn itself waits for ever for headers, for a body and for an answer to be read.
"""

import asyncio
import math
import socket
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any, ClassVar

from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from service.door.line import IN_TIME, LINE, Line, waits

ARRIVED = "tresen.arrived"
"""Under this name a request's state says when its headers were there (monotonic seconds)."""

MOST_HEAD = 65_536
"""Bytes of a request line with its headers; a basket and recent products need 10,000."""
_PIECE = 65_536
"""Bytes that have to move in each time of waiting."""
_LEAVING = 1.0
"""Seconds for which a kept connection is heard after the end of the service has begun."""
_LOOKS = 4
"""How often in that time a connection is looked at."""
_KNOCKS = (b"GET /v1/", b"POST /v1/", b"HEAD /v1/")
"""How requests begin that may wait unread."""

_INFO = struct.Struct("=52xI")
"""Of Linux's `struct tcp_info` the milliseconds since data came in last."""


_HANG_UP = struct.pack("=ii", 1, 0)
"""Says of a socket (`struct linger`) that nothing of it outlasts its end."""


def _bound(transport: asyncio.Transport, seconds: float) -> None:
    """Have the system give a connection up whose client takes nothing for so long.

    It takes answers off our hands, megabytes of them, and would try for many minutes.
    """
    channel = transport.get_extra_info("socket")
    if channel is None or not hasattr(socket, "TCP_USER_TIMEOUT") or seconds == math.inf:
        return
    with suppress(OSError):  # not over TCP
        channel.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(1e3 * seconds))


def _unheard(transport: asyncio.Transport) -> float:
    """Return the seconds for which the last data waited in the system for us to hear it.

    Under load requests queue there, most of all those over new connections. 0 where the
    system does not tell.
    """
    channel = transport.get_extra_info("socket")
    if channel is None or not hasattr(socket, "TCP_INFO"):
        return 0.0
    try:
        info = channel.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO.size)
    except OSError:
        return 0.0  # gone by now, or not over TCP
    milliseconds: int = _INFO.unpack(info)[0]
    return milliseconds / 1e3


@dataclass(frozen=True, slots=True)
class _Begun:
    """A request that was read before it came to its turn, and that the application answers."""

    arrived: float
    state: dict[str, Any]
    start: Callable[[], None]
    request: bytes = b""

    def let_in(self, *, in_time: bool) -> None:
        """Let the application answer."""
        self.state[IN_TIME] = in_time
        self.start()

    def send_away(self, refusal: bytes, *, is_last: bool) -> None:
        """Never be told: it is the application that answers who was read."""


class PatientProtocol(HttpToolsProtocol):
    """A connection that its client has to use, and over which it waits for its turn.

    Headers have to be there `seconds` after their first byte (or after the connection was
    made), a body and the reading of an answer have to move on by 64 KiB in as long.
    """

    seconds: ClassVar[float] = 10.0
    arrived: float
    request: bytes
    """What came of who waits in the line, unread; empty where nobody does."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn does
        """Begin to wait."""
        super().connection_made(transport)
        _bound(transport, self.seconds)
        self._in_head, self._head, self._body = False, 0, 0
        self._is_last = self._is_amid = False
        self._turn: dict[str, Any] | None = None
        self._line: Line | None = self.app_state.get(LINE)
        self.arrived, self.request = 0.0, b""
        self._unread, self._answers, self._answered = 0, 0, 0
        self._moved = self.loop.time()
        self._expect()
        self._looking = self.loop.call_later(self.seconds / _LOOKS, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """End all waiting."""
        self._looking.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take in what came, or have it wait in the line."""
        if self.request:
            self.request += data
            self.flow.pause_reading()
        elif self._line and self._may_wait() and data.startswith(_KNOCKS):
            self._unset_keepalive_if_required()
            self._due = math.inf
            self.arrived, self.request = self._now(), data
            self._line.join(self)
        else:
            self._hear(data)

    def _now(self) -> float:
        """Return when the last data came (monotonic seconds).

        The loop's own clock stands still while it works off what has arrived.
        """
        return time.monotonic() - _unheard(self.transport)

    def _may_wait(self) -> bool:
        """Say whether what comes now begins a request, and none is under way."""
        return not (self._is_amid or self._is_asked() or self.flow.write_paused)

    def let_in(self, *, in_time: bool) -> None:
        """Let the application answer, if there still is somebody who waits."""
        request, self.request = self.request, b""
        if request and not self.transport.is_closing():
            self.flow.resume_reading()
            self._turn = {ARRIVED: self.arrived, IN_TIME: in_time}
            self._hear(request)
            self._turn = None

    def send_away(self, refusal: bytes, *, is_last: bool) -> None:
        """Tell to come back, over this connection or, where that is no more wanted, another."""
        self.request = b""
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        self.transport.write(refusal)
        if is_last:
            self.transport.close()
        else:
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )

    def _hear(self, data: bytes) -> None:
        """Read; a request has begun, even if only its first byte is there."""
        if self._due == math.inf and not self._is_asked():
            self._expect()
        was_in_head = self._in_head
        super().data_received(data)
        if was_in_head and self._in_head:
            self._head += len(data)
            if self._head > MOST_HEAD:
                self._let_go(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def on_message_begin(self) -> None:
        """Count the bytes of a new head."""
        self._in_head, self._is_amid, self._head = True, True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Note when the request was there, and wait for its body."""
        self._in_head, self._body = False, 0
        self.scope["state"] |= self._turn or {ARRIVED: self._now()}
        self._expect()
        super().on_headers_complete()
        if self._is_last:
            self.cycle.keep_alive = False

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        """Let the application answer who has his turn; the others wait for it."""
        if self._turn or not self._line or not waits(cycle.scope["path"]):
            super()._start_asgi_task(cycle, app)
        else:
            state, start = cycle.scope["state"], partial(super()._start_asgi_task, cycle, app)
            self._line.join(_Begun(state[ARRIVED], state, start))

    def on_body(self, body: bytes) -> None:
        """Wait longer for a body that moves on."""
        self._body += len(body)
        if self._body >= _PIECE:
            self._body = 0
            self._expect()
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Wait for nothing more: now it is the client who waits."""
        self._due, self._is_amid = math.inf, False
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Count the answers: who gets another one has read."""
        self._answers += 1
        super().on_response_complete()

    def shutdown(self) -> None:
        """Hang up after the next answer: its request may be under way to us.

        uvicorn hangs up at once on whoever is not waiting for an answer just now.
        """
        self.let_in(in_time=True)
        if self._is_asked():
            super().shutdown()
        else:
            self._is_last = True
            self.loop.call_later(_LEAVING, super().shutdown)

    def _is_asked(self) -> bool:
        """Say whether there is a request that was not answered yet."""
        return bool(self.cycle) and not self.cycle.response_complete

    def _expect(self) -> None:
        self._due = self.loop.time() + self.seconds

    def _look(self) -> None:
        """Let go of a client who is late or does not read, and look again in a while."""
        now = self.loop.time()
        if self.flow.read_paused:
            self._expect()  # it is we who do not listen
        if now >= self._due:
            self._let_go(HTTPStatus.REQUEST_TIMEOUT)
        if self._is_reading():
            self._moved = now
        elif now - self._moved >= self.seconds:
            self._cut()
        self._looking = self.loop.call_later(self.seconds / _LOOKS, self._look)

    def _cut(self) -> None:
        """Hang up, and have the system forget what was on its way."""
        with suppress(OSError):  # gone by now
            channel = self.transport.get_extra_info("socket")
            channel.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _HANG_UP)
        self.transport.abort()

    def _is_reading(self) -> bool:
        """Say whether nothing waits to be read, or a piece was since this was last so."""
        unread, answers = self.transport.get_write_buffer_size(), self._answers
        if unread and answers == self._answered and unread > self._unread - _PIECE:
            return False
        self._unread, self._answered = unread, answers
        return True

    def _let_go(self, status: HTTPStatus) -> None:
        """Say why, unless an answer is under way, and close."""
        self._due = math.inf
        if not (self._is_asked() and self.cycle.response_started):
            head = f"HTTP/1.1 {status.value} {status.phrase}\r\n"
            self.transport.write(
                f"{head}content-length: 0\r\nconnection: close\r\n\r\n".encode()
            )
        self.transport.close()
