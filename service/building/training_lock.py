"""Lets only one training at a time work on a data directory, and on a database."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from knowledge_base.errors import Conflict
from knowledge_base.storage.database import Database

_FILE = "TRAINING"
_TRAINING = 0x7472_6169_6E
"""The number of PostgreSQL's advisory lock that whoever trains holds, on whatever host."""


@contextmanager
def training_lock(folder: Path, database: Database) -> Iterator[None]:
    """Be the only one to train; raises Conflict that names who is at it.

    The system lets go of the lock when its owner ends, however that ends: a killed training
    is in nobody's way.
    """
    with (folder / _FILE).open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            raise _occupied(handle.read().strip()) from None
        handle.truncate(0)
        handle.write(f"process {os.getpid()} on {socket.gethostname()}")
        handle.flush()
        with database.claimed(_TRAINING) as is_ours:
            if not is_ours:
                raise _occupied("a process that uses the same database")
            yield


def _occupied(by: str) -> Conflict:
    return Conflict(f"another training is under way: {by}")
