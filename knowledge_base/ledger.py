"""Who was erased, in a file beside the database: a backup that is restored is erased again."""

import hmac
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson

from knowledge_base.errors import Conflict

_KEY_BYTES = 32
_ONLY_OURS = 0o600


@dataclass(frozen=True, slots=True)
class Erasure:
    """That somebody was erased: a keyed hash of the id, and when (milliseconds since 1970)."""

    digest: bytes
    at: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """The erasures so far, and the key that makes an id their digest.

    A file of JSON Lines, the key first. It is only ever added to, and must be kept out of what
    a restore brings back.
    """

    path: Path
    key: bytes
    erasures: frozenset[Erasure]

    def entry(self, person_id: str, now: datetime) -> Erasure:
        """Make the entry for somebody who is erased now."""
        return Erasure(self.digest(person_id), int(now.timestamp() * 1000))

    def digest(self, person_id: str) -> bytes:
        """Return what stands for an id here; without the key nobody can try ids on it."""
        return hmac.digest(self.key, person_id.encode(), "sha256")

    def add(self, erasures: Iterable[Erasure]) -> "Ledger":
        """Write the entries that are not there yet; they are on disk when this returns."""
        new = sorted({*erasures} - self.erasures, key=lambda one: (one.at, one.digest))
        if not new:
            return self
        _append(self.path, [{"erased": one.digest.hex(), "at": one.at} for one in new])
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
            Erasure(bytes.fromhex(one["erased"]), one["at"]) for one in entries
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise Conflict(f"{path} is not a ledger of erasures: {wrong}") from wrong
    return Ledger(path, known, erasures)


def _append(path: Path, lines: Iterable[Mapping[str, str | int]]) -> None:
    """Add lines and sync them, in the place of a last one that was cut short."""
    with open(path, "a+b", opener=_private) as file:
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
