"""Remembers what was answered: for methods, without keeping their objects alive."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from copy import copy
from functools import lru_cache
from threading import Lock
from typing import Any, Generic, TypeVar

Method = TypeVar("Method", bound=Callable[..., Any])
Key = TypeVar("Key", bound=Hashable)
Kept = TypeVar("Kept")

_SHARE = 8  # one answer takes at most this part of the room


class Latest(Generic[Key, Kept]):
    """Keeps the latest answers that there is room for; serves any number of threads.

    At most so many, and of such sizes that all together they take no more than the `room`.
    """

    def __init__(self, room: int, most: int, size: Callable[[Kept], int]) -> None:
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._lock = Lock()
        self._all = self._room = room
        self._most = most
        self._size = size

    def get(self, key: Key) -> Kept | None:
        """Return what was kept, if it is still known."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
            return kept

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._room = self._all

    def keep(self, key: Key, kept: Kept) -> None:
        """Keep an answer, and let go of the oldest ones that it takes the room of."""
        size = self._size(kept)
        if size > self._all // _SHARE:
            return
        with self._lock:
            before = self._kept.pop(key, None)
            if before is not None:
                self._room += self._size(before)
            self._kept[key] = kept
            self._room -= size
            while self._room < 0 or len(self._kept) > self._most:
                _, oldest = self._kept.popitem(last=False)
                self._room += self._size(oldest)


def remembered(method: Method, most: int) -> Method:
    """Return a bound method that remembers some answers, for its object to keep.

    What the method needs must be there: see `unheld`.
    """
    return lru_cache(maxsize=most)(unheld(method))  # type: ignore[return-value]  # called like it


def unheld(method: Method) -> Method:
    """Return a bound method of a shallow copy of its object, as the object is now.

    A memory that held the object that holds it would be a circle, and snapshots in circles
    stay in memory, since nobody looks for them.
    """
    twin = copy(method.__self__)  # type: ignore[attr-defined]  # of bound methods
    return getattr(twin, method.__name__)  # type: ignore[no-any-return]  # the same method
