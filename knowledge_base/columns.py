"""Columns of a snapshot: arrays of texts and lists that can be memory-mapped."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float32]

MOST_KEPT = 1 << 16
"""Keys of a column whose rows are remembered: what visitors have in mind comes up often."""


@dataclass(frozen=True)
class TextColumn:
    """n texts in one block of UTF-8: text i is `blob[start[i]:start[i + 1]]`.

    `start` is int64 of shape (n + 1,), `blob` is uint8.
    """

    start: Longs
    blob: NDArray[np.uint8]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "TextColumn":
        """Pack texts into one block."""
        pieces = [text.encode() for text in texts]
        start = np.cumsum([0, *map(len, pieces)], dtype=np.int64)
        return cls(start, np.frombuffer(b"".join(pieces), dtype=np.uint8))

    @classmethod
    def joined(cls, columns: Iterable["TextColumn"]) -> "TextColumn":
        """Put columns one behind the other into one block."""
        kept = list(columns)
        lengths = [np.zeros(1, dtype=np.int64), *(np.diff(one.start) for one in kept)]
        blobs = [one.blob[one.start[0] : one.start[-1]] for one in kept]
        start = np.cumsum(np.concatenate(lengths), dtype=np.int64)
        return cls(start, np.concatenate([np.zeros(0, dtype=np.uint8), *blobs]))

    def part(self, first: int, end: int) -> "TextColumn":
        """Return some of the texts, in the same block."""
        return TextColumn(self.start[first : end + 1], self.blob)

    def __len__(self) -> int:
        return len(self.start) - 1

    @cached_property
    def _views(self) -> tuple[memoryview, memoryview]:
        """Give the same memory in a form that is cheap to look one text up in."""
        return self.start.data, self.blob.data

    def raw(self, i: int) -> bytes:
        """Return text i as it lies in the block."""
        start, blob = self._views
        return bytes(blob[start[i] : start[i + 1]])

    def __getitem__(self, i: int) -> str:
        return self.raw(i).decode()

    def texts(self) -> list[str]:
        """Return all texts."""
        start = (self.start - self.start[0]).tolist()
        whole = self.blob[self.start[0] : self.start[-1]].tobytes()
        return [whole[a:b].decode() for a, b in pairwise(start)]


@dataclass(frozen=True)
class KeyColumn:
    """Distinct texts in row order, with a way back from a text to its row.

    `order` (int32, shape (n,)) lists the rows in the byte order of their texts, so that a
    look-up is a binary search in mapped memory and needs no dictionary of a million ids.
    """

    column: TextColumn
    order: Ints

    @classmethod
    def of(cls, keys: Sequence[str]) -> "KeyColumn":
        """Pack distinct keys."""
        raw = [key.encode() for key in keys]
        order = np.array(sorted(range(len(raw)), key=raw.__getitem__), dtype=np.int32)
        return cls(TextColumn.of(keys), order)

    def __len__(self) -> int:
        return len(self.column)

    def __getitem__(self, row: int) -> str:
        return self.column[row]

    @cached_property
    def _find(self) -> Callable[[str], int]:
        """Look up in views that are cheap to index, and remember what is asked for again."""
        views = self.order.data, self.column.start.data, self.column.blob.data
        return lru_cache(maxsize=MOST_KEPT)(partial(_row_of, *views))

    def row(self, key: str) -> int:
        """Return the row of a key, or -1."""
        return self._find(key)

    def places(self, keys: Sequence[str]) -> Ints:
        """Return for each key its row, or -1 (int32, shape (n,))."""
        return np.fromiter(map(self._find, keys), np.int32, len(keys))

    def rows(self, keys: Iterable[str]) -> Ints:
        """Return the rows of the keys that exist, in the keys' order (int32)."""
        places = self.places(list(keys))
        return places[places >= 0]


def _row_of(order: memoryview, start: memoryview, blob: memoryview, key: str) -> int:
    wanted, low, high = key.encode(), 0, len(order)
    while low < high:
        middle = (low + high) // 2
        at = order[middle]
        if bytes(blob[start[at] : start[at + 1]]) < wanted:
            low = middle + 1
        else:
            high = middle
    if low == len(order):
        return -1
    at = order[low]
    return at if bytes(blob[start[at] : start[at + 1]]) == wanted else -1


@dataclass(frozen=True)
class Lists:
    """n lists of int32 in one block: list i is `values[start[i]:start[i + 1]]` (CSR)."""

    start: Longs
    values: Ints

    @classmethod
    def of(cls, lists: Iterable[Sequence[int]]) -> "Lists":
        """Pack lists of numbers."""
        kept = list(lists)
        start = np.cumsum([0, *map(len, kept)], dtype=np.int64)
        values = np.fromiter((n for one in kept for n in one), dtype=np.int32, count=start[-1])
        return cls(start, values)

    @classmethod
    def grouped(cls, owner: Ints, values: Ints, n: int) -> "Lists":
        """Pack values into n lists by the list that each belongs to, in their order.

        `owner` has the shape of `values` and need not ascend.
        """
        start = np.zeros(n + 1, dtype=np.int64)
        np.cumsum(np.bincount(owner, minlength=n), out=start[1:])
        return cls(start, values[np.argsort(owner, kind="stable")])

    def __len__(self) -> int:
        return len(self.start) - 1

    def __getitem__(self, i: int) -> Ints:
        return self.values[self.start[i] : self.start[i + 1]]

    @cached_property
    def owner(self) -> Ints:
        """For each value the list it belongs to (int32, as long as `values`)."""
        lengths = np.diff(self.start)
        return np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)

    def gather(self, rows: NDArray[np.integer]) -> tuple[Longs, Ints]:
        """Return, for some lists, positions of their values and which of `rows` each is of.

        Both have one element per value; `positions` index `values`, `which` index `rows`.
        """
        return _gather(self.start[rows], self.start[rows + 1])


@dataclass(frozen=True)
class SparseLists:
    """Lists of int32 of which most are empty: `values[i]` belongs to list `owner[i]`.

    `owner` and `values` are int32 of the same length, `owner` ascends. Takes room for what
    there is and none for what is not: thousands of facets lie over a million variants.
    """

    owner: Ints
    values: Ints

    @classmethod
    def of(cls, lists: Mapping[int, Sequence[int]]) -> "SparseLists":
        """Pack lists of numbers."""
        rows = sorted(lists)
        owner = np.repeat(rows, [len(lists[row]) for row in rows]).astype(np.int32)
        return cls(owner, np.array([n for row in rows for n in lists[row]], dtype=np.int32))

    def replaced(self, lists: Mapping[int, Sequence[int]]) -> "SparseLists":
        """Return the lists with some of them replaced."""
        fresh = SparseLists.of(lists)
        kept = ~np.isin(self.owner, list(lists))
        owner = np.concatenate([self.owner[kept], fresh.owner])
        values = np.concatenate([self.values[kept], fresh.values])
        order = np.argsort(owner, kind="stable")
        return SparseLists(owner[order], values[order])

    def __getitem__(self, i: int) -> Ints:
        first, end = np.searchsorted(self.owner, (i, i + 1))
        return self.values[first:end]

    def gather(self, rows: NDArray[np.integer]) -> tuple[Longs, Ints]:
        """Return, for some lists, positions of their values and which of `rows` each is of."""
        start = np.searchsorted(self.owner, rows)
        return _gather(start, np.searchsorted(self.owner, rows, side="right"))


def _gather(start: Longs, end: Longs) -> tuple[Longs, Ints]:
    """Return every position between start and end (both (r,)), and which pair it is of."""
    lengths = end - start
    which = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    offset = np.repeat(start - (np.cumsum(lengths) - lengths), lengths)
    return np.arange(len(which), dtype=np.int64) + offset, which
