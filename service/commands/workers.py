"""Several processes that serve one port: each is a `tresen serve --fd` with a queue of its own.

The system hands new connections out among the queues, so that nobody takes all of them. The
queue of one that has died goes with it, so that whoever comes meanwhile is answered by others;
one that was handed to us is shared by all, and stays.
"""

import logging
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from socket import AF_INET, AF_INET6, SO_REUSEADDR, SO_REUSEPORT, SOL_SOCKET, socket

from knowledge_base.errors import Unavailable
from service.watching.logs import FACTS

log = logging.getLogger("tresen")

COMMAND = (sys.executable, "-m", "service", "serve", "--fd")
_LOOK_SECONDS = 0.1
"""How often it is looked whether all are alive."""
_Process = subprocess.Popen[str]


def queues(host: str, port: int, number: int) -> list[socket]:
    """Open queues of one port. Raises Unavailable where somebody else has it, or nobody may."""
    found = list[socket]()
    with ExitStack() as failing:
        for _ in range(number):
            try:
                one = failing.enter_context(_bound(host, port, beside=bool(found)))
            except OSError as wrong:
                raise Unavailable(
                    f"nobody can listen at {host}, port {port}: {wrong.strerror}; end who "
                    "does, or choose another by --host and --port"
                ) from None
            port = one.getsockname()[1]
            found.append(one)
        failing.pop_all()
    return found


def _bound(host: str, port: int, *, beside: bool) -> socket:
    """Open a queue, `beside` others of ours or alone at the port; it takes in nobody yet."""
    one = socket(AF_INET6 if ":" in host else AF_INET)
    try:
        one.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        one.setsockopt(SOL_SOCKET, SO_REUSEPORT, beside)
        one.bind((host, port))
        # only now for the first one: with this the port of another service would do as well
        one.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1)
    except OSError:
        one.close()
        raise
    return one


class Workers:
    """Processes, one for each queue, that are replaced when they die and end together."""

    def __init__(self, listening: Sequence[socket], command: Sequence[str] = COMMAND) -> None:
        self._queues, self._command = list(listening), command
        self._is_shared = len(set(listening)) < len(self._queues)
        self._running: list[_Process] = []
        # no Event: a signal may come while it is held by whoever the signal interrupts
        self._is_over = False

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
            for queue in self._queues:
                queue.close()  # or whoever comes now would wait for nobody
            codes = [one.wait() for one in self._running]
        return max(0, *codes)  # who ends by a signal has a number below 0

    def _mind(self) -> None:
        """Start another one for whoever has died, until it is over."""
        while not self._is_over:
            time.sleep(_LOOK_SECONDS)
            for place, one in enumerate(self._running):
                if one.poll() is not None and not self._is_over:
                    self._running[place] = self._started(self._fresh(place))
                    log.warning("a process has died", extra={FACTS: {"exit": one.returncode}})

    def _fresh(self, place: int) -> socket:
        """Return a queue for whoever replaces the process at a place."""
        if not self._is_shared:
            with self._queues[place] as left:
                self._queues[place] = _bound(*left.getsockname()[:2], beside=True)
        return self._queues[place]

    def _started(self, queue: socket) -> _Process:
        """Start a process that listens at a queue."""
        number = queue.fileno()
        orders = [*self._command, str(number)]
        return subprocess.Popen(orders, pass_fds=[number], stdout=subprocess.PIPE, text=True)  # noqa: S603 - a program of ours

    def _end(self) -> None:
        """Tell all to finish what they are at, and to end."""
        self._is_over = True
        for one in self._running:
            one.terminate()


def _is_up(process: _Process) -> bool:
    """Wait until a process says where it serves; say whether it did."""
    return process.stdout is not None and any("://" in line for line in process.stdout)
