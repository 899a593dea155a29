"""Who was erased, in a file beside the database: a backup that is restored is erased again."""

import fcntl
import hmac
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import numpy as np
import orjson

from knowledge_base.columns import Longs
from knowledge_base.errors import Conflict

LEDGER = "erasures.jsonl"
"""The file of the data directory that a restore must not bring back to an older state."""

_KEY_BYTES = 32
_ONLY_OURS = 0o600


@dataclass(frozen=True, slots=True)
class Erasure:
    """That somebody was erased: a keyed hash of the id, and when (milliseconds since 1970).

    `traces` (int64) are those of the erased events: what snapshots have learned from them is
    to be unheard, also after a rollback. They are no part of what tells erasures apart.
    """

    digest: bytes
    at: int
    traces: tuple[int, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The erasures so far, and the key that makes an id their digest.

    A file of JSON Lines, the key first. It is only ever added to, and must be kept out of what
    a restore brings back.
    """

    path: Path
    key: bytes
    erasures: frozenset[Erasure]

    def entry(self, person_id: str, now: datetime, traces: Longs) -> Erasure:
        """Make the entry for somebody who is erased now."""
        at = int(now.timestamp() * 1000)
        return Erasure(self.digest(person_id), at, tuple(traces.tolist()))

    @property
    def traces(self) -> Longs:
        """Return the traces of all erased events (int64)."""
        return np.array([one for each in self.erasures for one in each.traces], dtype=np.int64)

    def digest(self, person_id: str) -> bytes:
        """Return what stands for an id here; without the key nobody can try ids on it."""
        return hmac.digest(self.key, person_id.encode(), "sha256")

    def add(self, erasures: Iterable[Erasure]) -> "Ledger":
        """Write the entries that are not there yet; they are on disk when this returns."""
        new = sorted({*erasures} - self.erasures, key=lambda one: (one.at, one.digest))
        if not new:
            return self
        _append(
            self.path,
            [{"erased": one.digest.hex(), "at": one.at, "traces": one.traces} for one in new],
        )
        return Ledger(self.path, self.key, self.erasures.union(new))


def open_ledger(path: Path, key: bytes | None = None) -> Ledger:
    """Read a ledger; where there is none, begin one, with a key given or a new one.

    Raises Conflict for a file that is no ledger. A last line that a crash cut short is passed
    over: nobody was told of that erasure yet.
    """
    if not path.exists():
        key = key or secrets.token_bytes(_KEY_BYTES)
        _append(path, [{"key": key.hex()}])
    first, *rest = path.read_bytes().split(b"\n")
    try:
        known = bytes.fromhex(orjson.loads(first)["key"])
        entries = [orjson.loads(line) for line in rest[:-1]]
        erasures = frozenset(
            Erasure(bytes.fromhex(one["erased"]), one["at"], tuple(one["traces"]))
            for one in entries
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise Conflict(f"{path} is not a ledger of erasures: {wrong}") from wrong
    return Ledger(path, known, erasures)


def _append(path: Path, lines: Iterable[Mapping[str, object]]) -> None:
    """Add lines and sync them, in the place of a last one that was cut short."""
    with open(path, "a+b", opener=_private) as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # what looks cut short may be another's under way
        file.seek(0)
        written = file.read()
        file.truncate(written.rfind(b"\n") + 1)
        file.write(b"".join(orjson.dumps(line) + b"\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, _ONLY_OURS)
