"""A PostgreSQL of one's own that can be stopped and frozen, and a network in front of it."""

import asyncio
import os
import pwd
import shlex
import signal
import socket
import struct
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy.engine import make_url

from tests.databases import own_cluster

_RESET = struct.pack("ii", 1, 0)
"""What SO_LINGER is set to for a close to be a reset."""
_PIECE = 1 << 16


class Server:
    """A cluster nobody else uses, in the folder of its socket."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / ".s.PGSQL.5432"
        self._data = folder / "data"

    def freeze(self) -> None:
        """Let it hang: connections stand, and nobody answers."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def crash(self) -> None:
        """End it at once, without a word to anybody."""
        self._order("-m", "immediate", "stop")

    def start(self) -> None:
        """Start it again, the way it was started."""
        _, *options = shlex.split((self._data / "postmaster.opts").read_text())
        self._order("-l", os.devnull, "-o", shlex.join(options), "start")

    def _signal(self, number: signal.Signals) -> None:
        master = (self._data / "postmaster.pid").read_text().partition("\n")[0]
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        for process in (master, *children):
            with suppress(ProcessLookupError):
                os.kill(int(process), number)

    def _order(self, *words: str) -> None:
        control = max(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
        owner = pwd.getpwuid(self._data.stat().st_uid).pw_name
        command = [str(control), "-s", "-w", "-D", str(self._data), *words]
        whom = owner if os.getuid() == 0 else None
        subprocess.run(command, check=True, user=whom, cwd="/")


class Network:
    """What lies between a service and its database: passes on, hangs, resets or is down."""

    def __init__(self, behind: Path) -> None:
        self._behind = behind
        self._lines: set[asyncio.StreamWriter] = set()
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._is_down = False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        listening = asyncio.start_server(self._join, "127.0.0.1", 0)
        self._door = asyncio.run_coroutine_threadsafe(listening, self._loop).result()
        self.port = self._door.sockets[0].getsockname()[1]

    def hang(self) -> None:
        """Pass nothing on any more, and hang up on nobody."""
        self._loop.call_soon_threadsafe(self._flowing.clear)

    def reset(self) -> None:
        """Break every connection; new ones are let through."""
        self._loop.call_soon_threadsafe(self._break)

    def cut(self) -> None:
        """Break every connection, and new ones as soon as they come."""
        self._is_down = True
        self.reset()

    def mend(self) -> None:
        """Be a network again; what hung arrives."""
        self._is_down = False
        self._loop.call_soon_threadsafe(self._flowing.set)

    def close(self) -> None:
        """Be no more."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        self._door.close()
        self._break()
        self._flowing.set()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*others, return_exceptions=True)

    def _break(self) -> None:
        for line in self._lines:
            with suppress(OSError):  # closed already
                line.get_extra_info("socket").setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, _RESET
                )
            line.transport.abort()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_down:
            writer.transport.abort()
            return
        with suppress(ConnectionError, FileNotFoundError):
            answers, questions = await asyncio.open_unix_connection(self._behind)
            ends = {writer, questions}
            self._lines |= ends
            await asyncio.gather(self._carry(reader, questions), self._carry(answers, writer))
            self._lines -= ends
        writer.transport.abort()

    async def _carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while piece := await source.read(_PIECE):
                await self._flowing.wait()
                target.write(piece)
                await target.drain()
        target.close()


@contextmanager
def postgresql_afar() -> Iterator[tuple[str, Server, Network]]:
    """Have a cluster behind a network; the address leads through it."""
    with own_cluster() as url:
        server = Server(Path(str(make_url(url).query["host"])))
        network = Network(server.socket)
        try:
            yield f"postgresql://tresen@127.0.0.1:{network.port}/postgres", server, network
        finally:
            network.close()
