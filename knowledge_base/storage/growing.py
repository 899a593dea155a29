"""Columns that grow piece by piece: short ones in memory, long ones in files without a name."""

from collections.abc import Iterable
from mmap import MADV_DONTNEED, mmap
from tempfile import TemporaryFile
from typing import Any, cast
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Bools

IN_MEMORY = 1_000_000
"""Rows that are held in memory; of more, the system holds as much as it has room for."""

Columns = dict[str, NDArray[Any]]


class ColumnFile:
    """An array that grows in a file, which is gone with the process or the last view of it."""

    def __init__(self, dtype: np.dtype[Any]) -> None:
        self._dtype = dtype
        self._file = TemporaryFile()  # noqa: SIM115 - it is open as long as this
        finalize(self, self._file.close)

    def add(self, piece: NDArray[Any]) -> None:
        """Write a piece of shape (n,) behind what is there. Raises OSError where no room is."""
        self._file.write(np.ascontiguousarray(piece, dtype=self._dtype).data)
        self._file.flush()  # all of it: a bare write may stop where the disk is full

    def array(self, *, last: bool = True) -> NDArray[Any]:
        """Map all that was written; changes reach the file only the `last` time."""
        if not self._file.tell():  # nothing cannot be mapped
            return np.zeros(0, dtype=self._dtype)
        mapped = np.memmap(self._file, self._dtype, mode="r+" if last else "c")
        return mapped.view(np.ndarray)


class Growing:
    """Columns of one length."""

    def __init__(self) -> None:
        self._pieces: list[Columns] = []
        self._files: dict[str, ColumnFile] = {}
        self._held = 0

    def add(self, piece: Columns) -> None:
        """Take in some rows; each piece has the same columns."""
        self._pieces.append(piece)
        self._held += len(next(iter(piece.values())))
        if self._held > IN_MEMORY:
            self._write()

    def joined(self, *, last: bool) -> Columns:
        """Return the columns; the `last` time nothing is kept to go on from."""
        if self._files:
            self._write()
            return {name: one.array(last=last) for name, one in self._files.items()}
        take = dict.pop if last else dict.__getitem__
        names = [*self._pieces[0]]
        return {
            name: np.concatenate([take(one, name) for one in self._pieces]) for name in names
        }

    def _write(self) -> None:
        for name, first in self._pieces[0].items() if self._pieces else ():
            file = self._files.setdefault(name, ColumnFile(first.dtype))
            for piece in self._pieces:
                file.add(piece[name])
        self._pieces, self._held = [], 0


def picked(column: NDArray[Any], which: Bools) -> NDArray[Any]:
    """Return the rows of a mask (bool, shape (n,)), in a file where there are many."""
    if len(column) <= IN_MEMORY:
        return column[which]
    file = ColumnFile(column.dtype)
    for first in range(0, len(column), IN_MEMORY):
        rows = slice(first, first + IN_MEMORY)
        file.add(column[rows][which[rows]])
    return file.array()


def rest(columns: Iterable[NDArray[Any]]) -> None:
    """Let go of the memory of columns that lie in files, until somebody looks at them again.

    What the system holds of the files stays there while it has room, and all that was changed.
    """
    for column in columns:
        mapped = column.base
        if isinstance(mapped, np.memmap) and mapped.mode == "r+":
            cast(mmap, mapped.base).madvise(MADV_DONTNEED)
