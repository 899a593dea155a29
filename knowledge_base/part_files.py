"""The files of a snapshot's part: written as arrays and columns, opened as the same again."""

import os
from errno import ENOSPC
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import KeyColumn, Lists, TextColumn
from knowledge_base.errors import UnknownName
from knowledge_base.manifest import FileEntry, Part

SMALL = 1 << 16
"""Bytes up to which a file is read instead of mapped: every map holds a file open, of which a
process may have a thousand."""


class PartWriter:
    """Collects the files of one part in a working directory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.facts: dict[str, Any] = {}

    def path(self, name: str) -> Path:
        """Return where to write the file of that name."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def directory(self, name: str) -> Path:
        """Return a directory to fill, for a library that writes its own files."""
        path = self.folder / name
        path.mkdir(parents=True)
        return path

    def array(self, name: str, values: NDArray[Any]) -> None:
        """Write an array; objects are refused, so that reading never unpickles."""
        path = self.path(f"{name}.npy")
        try:
            np.save(path, values, allow_pickle=False)
        except OSError as wrong:  # which says nothing of where, and of a short write not why
            number = wrong.errno or ENOSPC
            raise OSError(number, os.strerror(number), str(path)) from wrong

    def texts(self, name: str, column: TextColumn) -> None:
        """Write a column of texts."""
        self.array(f"{name}/start", column.start)
        self.array(f"{name}/blob", column.blob)

    def keys(self, name: str, column: KeyColumn) -> None:
        """Write a column of distinct texts."""
        self.texts(name, column.column)
        self.array(f"{name}/order", column.order)

    def lists(self, name: str, lists: Lists) -> None:
        """Write lists of numbers."""
        self.array(f"{name}/start", lists.start)
        self.array(f"{name}/values", lists.values)


def so_far(writer: PartWriter) -> "PartReader":
    """Open what was written of a part that is not finished."""
    paths = (one for one in writer.folder.rglob("*") if one.is_file())
    named = {one.relative_to(writer.folder).as_posix(): one.stat().st_size for one in paths}
    files = {name: FileEntry(name, size) for name, size in named.items()}
    return PartReader(writer.folder, writer.folder, Part(writer.facts, files))


class PartReader:
    """Opens the files of one part: memory-mapped, but for small ones."""

    def __init__(self, objects: Path, linked: Path, part: Part) -> None:
        self._objects = objects
        self._linked = linked
        self.facts = part.facts
        self.files = part.files

    def path(self, name: str) -> Path:
        """Return the path of a file. Raises UnknownName when the part has no such file."""
        if name not in self.files:
            raise UnknownName(f"the snapshot has no file {name}")
        return self._objects / self.files[name].sha256

    def directory(self, name: str) -> Path:
        """Return a directory of files under their own names."""
        return self._linked / name

    def array(self, name: str) -> NDArray[Any]:
        """Open an array, read-only."""
        path = self.path(f"{name}.npy")
        if self.files[f"{name}.npy"].size <= SMALL:
            small: NDArray[Any] = np.load(path, allow_pickle=False)
            small.flags.writeable = False
            return small
        values: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
        return values.view(np.ndarray)

    def arrays(self, folder: str) -> dict[str, NDArray[Any]]:
        """Open every array directly in a folder, by name."""
        prefix = f"{folder}/"
        names = [
            name for name in self.files if name.startswith(prefix) and name.endswith(".npy")
        ]
        short = [name.removeprefix(prefix).removesuffix(".npy") for name in names]
        return {name: self.array(prefix + name) for name in short if "/" not in name}

    def texts(self, name: str) -> TextColumn:
        """Open a column of texts."""
        return TextColumn(self.array(f"{name}/start"), self.array(f"{name}/blob"))

    def keys(self, name: str) -> KeyColumn:
        """Open a column of distinct texts."""
        return KeyColumn(self.texts(name), self.array(f"{name}/order"))

    def lists(self, name: str) -> Lists:
        """Open lists of numbers."""
        return Lists(self.array(f"{name}/start"), self.array(f"{name}/values"))
