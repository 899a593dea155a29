"""Several processes that serve one port: each is a `tresen serve --fd` with a queue of its own.

The system hands new connections out among the queues, so that nobody takes all of them. Queues
stay when the process behind one is replaced: who has come waits for the next.
"""

import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from socket import AF_INET, AF_INET6, SO_REUSEADDR, SO_REUSEPORT, SOL_SOCKET, socket
from threading import Event

COMMAND = (sys.executable, "-m", "service", "serve", "--fd")
_LOOK_SECONDS = 0.5
"""How often it is looked whether all are alive."""
_Process = subprocess.Popen[str]


def queues(host: str, port: int, number: int) -> list[socket]:
    """Open queues of one port. Raises OSError where somebody has it already."""
    found = list[socket]()
    with ExitStack() as failing:
        for _ in range(number):
            one = failing.enter_context(socket(AF_INET6 if ":" in host else AF_INET))
            one.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
            one.setsockopt(SOL_SOCKET, SO_REUSEPORT, bool(found))
            one.bind((host, port))
            # only now for the first one: with this the port of another service would do as well
            one.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1)
            port = one.getsockname()[1]
            found.append(one)
        failing.pop_all()
    return found


class Workers:
    """Processes, one for each queue, that are replaced when they die and end together."""

    def __init__(self, listening: Sequence[socket], command: Sequence[str] = COMMAND) -> None:
        self._queues, self._command = listening, command
        self._running: list[_Process] = []
        self._over = Event()

    def run(self, up: Callable[[], None]) -> int:
        """Serve until told to stop; return what to exit with.

        `up` is called when all answer; one that does not get as far as that ends all.
        """
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, lambda *_: self._end())
        try:
            self._running += map(self._started, self._queues)
            if all(map(_is_up, self._running)):
                up()
                self._mind()
        finally:
            self._end()
            codes = [one.wait() for one in self._running]
        return max(0, *codes)  # who ends by a signal has a number below 0

    def _mind(self) -> None:
        """Start another one for whoever has died, until it is over."""
        while not self._over.wait(_LOOK_SECONDS):
            for place, one in enumerate(self._running):
                if one.poll() is not None and not self._over.is_set():
                    self._running[place] = self._started(self._queues[place])

    def _started(self, queue: socket) -> _Process:
        """Start a process that listens at a queue."""
        number = queue.fileno()
        orders = [*self._command, str(number)]
        return subprocess.Popen(orders, pass_fds=[number], stdout=subprocess.PIPE, text=True)  # noqa: S603 - a program of ours

    def _end(self) -> None:
        """Tell all to finish what they are at, and to end."""
        self._over.set()
        for one in self._running:
            one.terminate()


def _is_up(process: _Process) -> bool:
    """Wait until a process says where it serves; say whether it did."""
    return process.stdout is not None and any("://" in line for line in process.stdout)
