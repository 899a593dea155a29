"""How files outlast a power cut, are seen whole or not at all, and are changed by one alone."""

import fcntl
import os
import uuid
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

_SYNCS = 32
"""Files synced at once: the disk then gathers them into a few commits of its journal, so that
hundreds take the time of a few."""


def _sync(path: Path) -> None:
    """Have a file's content, or a directory's names, outlast a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_all(paths: Iterable[Path]) -> None:
    """Have many files and directories outlast a power cut."""
    with ThreadPoolExecutor(_SYNCS) as pool:
        for _ in pool.map(_sync, paths):
            pass  # raises what went wrong


@contextmanager
def locked(path: Path, patience: int = 0) -> Iterator[None]:
    """Hold a lock that all processes know; it ends with its holder, however that ends.

    With LOCK_NB for patience it raises BlockingIOError where others hold it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX | patience)
        yield


def write_whole(path: Path, content: bytes) -> None:
    """Put a file in place so that a reader, or a power cut, sees all of it or none."""
    beside = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    with beside.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    beside.rename(path)
    _sync(path.parent)
