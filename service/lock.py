"""Lets only one process serve from a data directory: SQLite's changes are seen in one only."""

import fcntl
import os
from pathlib import Path

from knowledge_base.errors import Conflict


class Lock:
    """Holds a directory until it is let go or the process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        """Take the lock. Raises Conflict when another process serves from there."""
        self._handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.close()
            raise Conflict(
                f"another process serves from {folder.absolute()}: end it, or set "
                "TRESEN_DATABASE_URL=postgresql://… for more than one"
            ) from None

    def close(self) -> None:
        """Let another process serve."""
        os.close(self._handle)
