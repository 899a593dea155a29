"""Notices when PostgreSQL has stopped answering, so that nobody waits for it."""

import os
import select
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from weakref import finalize

from sqlalchemy import Engine, event

from knowledge_base.errors import Outage

EVERY = 0.5
"""Seconds between two beats."""
PATIENCE = 3.0
"""Seconds a server has to answer in."""


class Heartbeat:
    """Asks a server for a sign of life, again and again, on a connection of its own.

    A server that is stopped says so; one that hangs, or that a network lets nobody hear, says
    nothing, and a driver waits for it without end. When a beat stays away, every connection of
    the pool is shut down, so that whoever waits on one is told, and none is opened before the
    next beat: who asks for one gets Outage at once. `silence` says why, and is empty
    while the server answers.
    """

    def __init__(
        self, engine: Engine, every: float = EVERY, patience: float = PATIENCE
    ) -> None:
        self.silence = ""
        self._every, self._patience = every, patience
        self._connect: Callable[[], Any] = lambda: _connect(engine, patience)
        self._own: Any = None
        self._lines: dict[int, socket.socket] = {}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)
        event.listen(engine, "do_connect", self.refuse)
        # First of all: whoever asks a new connection something may already wait for it.
        event.listen(engine, "connect", self._note, insert=True)
        event.listen(engine, "close", self._forget)
        event.listen(engine, "close_detached", self._forget)
        self._thread.start()

    def stop(self) -> None:
        """Beat no more."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.wait(self._every):
            self.silence = self._listen()
            if self.silence:
                for line in [*self._lines.values()]:
                    with suppress(OSError):  # gone already
                        line.shutdown(socket.SHUT_RDWR)
        self._hang_up()

    def _listen(self) -> str:
        """Ask for a sign of life; return what is wrong."""
        try:
            if self._own is None:
                self._own = self._connect()
            is_heard = _answers(self._own.pgconn, time.monotonic() + self._patience)
            why = "" if is_heard else f"no answer within {self._patience:g} seconds"
        except Exception as error:  # noqa: BLE001 - a driver's errors: whatever they are, it is silent
            why = str(error).strip().partition("\n")[0] or repr(error)
        if why:
            self._hang_up()
        return why

    def _hang_up(self) -> None:
        own, self._own = self._own, None
        if own is not None:
            own.close()

    def refuse(self, *_arguments: Any) -> None:
        """Raise Outage while nothing is heard of the server."""
        if self.silence:
            raise Outage(f"the database is silent: {self.silence}")

    def _note(self, connection: Any, _record: Any) -> None:
        """Keep a second handle of a connection's socket, which nobody else can close."""
        number = id(connection)
        self._lines[number] = socket.socket(fileno=os.dup(connection.fileno()))
        finalize(connection, self._let_go, number)  # one that failed early nobody closes

    def _forget(self, connection: Any, *_record: Any) -> None:
        self._let_go(id(connection))

    def _let_go(self, number: int) -> None:
        line = self._lines.pop(number, None)
        if line is not None:
            line.close()


def _connect(engine: Engine, patience: float) -> Any:
    """Open a connection beside the pool, all of whose connections may be taken."""
    args, options = engine.dialect.create_connect_args(engine.url)
    limits = {"connect_timeout": int(patience), "autocommit": True}
    return engine.dialect.connect(*args, **{**options, **limits})


def _answers(server: Any, until: float) -> bool:
    """Say whether a server (libpq's connection) answers a question until then (monotonic)."""
    server.send_query(b"SELECT 1")
    while True:
        while server.is_busy():
            left = max(0.0, until - time.monotonic())
            if not select.select([server.socket], [], [], left)[0]:
                return False
            server.consume_input()
        if server.get_result() is None:
            return True
