"""Lets writers of one process take turns in the order they came."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from knowledge_base.errors import Unavailable

__all__ = ["Turns"]


class Turns:
    """A lock that serves first who came first.

    SQLite lets the writers of a locked file sleep and try again, and `threading.Lock` lets one
    that has just let go take it again: under either, one of several busy writers can wait for
    ever on a slow disk.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._is_taken = False
        self._waiting: deque[threading.Lock] = deque()

    @contextmanager
    def turn(self, patience: float) -> Iterator[None]:
        """Wait for one's turn and have it. Raises Unavailable after `patience` seconds."""
        if not self._take(patience):
            raise Unavailable(f"others have been writing for {patience:g} seconds")
        try:
            yield
        finally:
            self._pass_on()

    def _take(self, patience: float) -> bool:
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return True
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=patience):
            return True
        with self._guard:
            if mine not in self._waiting:  # it was passed to us in the last moment
                return True
            self._waiting.remove(mine)
        return False

    def _pass_on(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False
