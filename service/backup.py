"""Copies everything that cannot be made again: the database, what is served, who was erased."""

import hashlib
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import orjson

from knowledge_base.errors import Conflict, UnknownName
from knowledge_base.ledger import LEDGER
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.backup import Rows, copy_out
from knowledge_base.storage.database import Database
from service.settings import Settings, environment_of
from service.stores import open_store

SNAPSHOTS = "snapshots"
_CONTENTS = "backup.json"
_DATABASE = {True: "tresen.db", False: "tresen.dump"}
_ONLY_OURS = 0o700


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup says of itself; its file is written last, as proof of the whole.

    `files` has the SHA-256 of the database's file and of the ledger; a snapshot's files are
    named by theirs.
    """

    made_at: str
    version: str
    is_embedded: bool
    rows: Rows
    snapshot_id: str | None
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Backup:
    """A directory with one state of an installation."""

    folder: Path
    contents: Contents

    @property
    def database(self) -> Path:
        """Name the file of the database."""
        return self.folder / _DATABASE[self.contents.is_embedded]

    @property
    def ledger(self) -> Path:
        """Name the erasures as they were then."""
        return self.folder / LEDGER

    @property
    def store(self) -> SnapshotStore:
        """Open what was served then."""
        return SnapshotStore(self.folder / SNAPSHOTS)

    def check(self) -> None:
        """See that its files are what they were. Raises Conflict with the first that is not."""
        for name, digest in self.contents.files.items():
            path = self.folder / name
            if not path.is_file() or _digest(path) != digest:
                raise Conflict(f"{path} is gone or damaged: take another backup")


def make_backup(settings: Settings, database: Database, to: Path, now: datetime) -> Backup:
    """Copy an installation into a new directory below `to`, beside a service that runs.

    The ledger is copied after the database, so that it knows every erasure the copy lacks.
    """
    folder = to / f"tresen-{now:%Y%m%dT%H%M%SZ}"
    beside = folder.with_name(f".{folder.name}")
    beside.mkdir(_ONLY_OURS, parents=True)
    try:
        file = beside / _DATABASE[settings.embedded]
        rows = copy_out(database, settings.database_url, file, environment_of(settings))
        ledger = settings.data_dir / LEDGER
        if ledger.exists():
            shutil.copyfile(ledger, beside / LEDGER)
        files = {one.name: _digest(one) for one in beside.iterdir()}
        served = open_store(settings, database)
        served.keep_up()
        snapshot_id = served.current()
        if snapshot_id is not None:
            carry_over(served, SnapshotStore(beside / SNAPSHOTS), snapshot_id)
        contents = Contents(
            now.isoformat(), version("tresen"), settings.embedded, rows, snapshot_id, files
        )
        (beside / _CONTENTS).write_bytes(orjson.dumps(asdict(contents)))
        os.sync()
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return Backup(folder, contents)


def carry_over(source: SnapshotStore, target: SnapshotStore, snapshot_id: str) -> None:
    """Publish a snapshot of one store in another one, pinned if it is so there.

    Raises Conflict when it is damaged.
    """
    target.objects.mkdir(parents=True, exist_ok=True)
    with source.switching():
        manifest = source.manifest(snapshot_id)
        source.check(manifest)
        for part in manifest.parts.values():
            for entry in part.files.values():
                if not (target.objects / entry.sha256).exists():
                    name = entry.sha256
                    shutil.copyfile(source.objects / name, target.objects / name)
    with target.switching():
        target.add(manifest)
    target.publish(snapshot_id)
    if source.pinned:
        target.pin()


def read_backup(path: Path) -> Backup:
    """Read a backup, the newest one of a directory of backups. Raises UnknownName, Conflict."""
    if not (path / _CONTENTS).is_file():
        kept = backups(path)
        if not kept:
            raise UnknownName(f"there is no backup in {path}")
        return kept[-1]
    try:
        contents = Contents(**orjson.loads((path / _CONTENTS).read_bytes()))
    except (TypeError, ValueError):
        raise Conflict(f"{path / _CONTENTS} is damaged: take another backup") from None
    return Backup(path, contents)


def backups(folder: Path) -> list[Backup]:
    """Return the whole backups in a directory, the oldest first."""
    return [read_backup(one.parent) for one in sorted(folder.glob(f"tresen-*/{_CONTENTS}"))]


def expire(folder: Path, days: int, now: datetime) -> list[str]:
    """Delete backups older than so many days, but never the last one; return their names.

    What somebody erased lives on in them until then.
    """
    *old, _ = backups(folder)
    age = timedelta(days=days)
    gone = [one.folder for one in old if now - _made(one) > age]
    for one in gone:
        shutil.rmtree(one)
    return [one.name for one in gone]


def _made(backup: Backup) -> datetime:
    return datetime.fromisoformat(backup.contents.made_at)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
