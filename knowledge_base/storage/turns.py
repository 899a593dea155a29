"""Lets writers of one process take turns in the order they came."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from knowledge_base.errors import Unavailable


class Turns:
    """A lock that serves first who came first.

    SQLite lets the writers of a locked file sleep and try again, and `threading.Lock` lets one
    that has just let go take it again: under either, one of several busy writers can wait for
    ever on a slow disk.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._queue: deque[threading.Event] = deque()
        """in the order they came; the first has the turn, and has been told"""

    @contextmanager
    def turn(self, patience: float) -> Iterator[None]:
        """Wait for one's turn and have it. Raises Unavailable after `patience` seconds."""
        mine = threading.Event()
        try:
            with self._guard:
                self._queue.append(mine)
                self._queue[0].set()
            if not mine.wait(patience):
                raise Unavailable(f"others have been writing for {patience:g} seconds")
            yield
        finally:  # also for one who gives up or is interrupted while it waits
            with self._guard:
                self._queue.remove(mine)
                if self._queue:
                    self._queue[0].set()
