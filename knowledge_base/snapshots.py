"""Snapshots: immutable, content-addressed files in two parts, published by one switch.

snapshots/
  objects/<sha256>            every file, named by its content, shared by snapshots
  <snapshot id>/manifest.json which file stands under which name, per part
  <snapshot id>/<part>/…      directories that need real file names (the text index),
                              hard-linked to objects
  CURRENT                     the id being served: replaced by one atomic rename
  PINNED                      present after a rollback: training publishes nothing over it
  aside/                      what could not be read when others were deleted, to be looked at
  SWITCHING, REFRESHING       locked by whoever changes the above, or refreshes the catalogue
"""

import fcntl
import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import KeyColumn, Lists, TextColumn
from knowledge_base.errors import Conflict, UnknownName

SCHEMA = 5
"""Raised when what the files mean changes; a reader refuses any other."""

SMALL = 1 << 16
"""Bytes up to which a file is read instead of mapped: every map holds a file open, of which a
process may have a thousand."""

_SYNCS = 32
"""Files synced at once: the disk then gathers them into a few commits of its journal, so that
hundreds take the time of a few."""
_DAY = 86_400
_REFRESHED = 2
"""Refreshed snapshots that are kept: the last, and the one somebody may still be opening."""
_REFUSED = 2
"""Trained ones that are kept although nobody shall see them, to be looked at."""

CATALOGUE = "catalogue"
LEARNED = "learned"
REFRESH = "refresh"
"""What drafts of a refresh are called."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of a part."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Part:
    """One half of a snapshot: its facts (counts, sequence numbers …) and its files."""

    facts: Mapping[str, Any]
    files: Mapping[str, FileEntry]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot consists of; `notes` say how its making went and are no part of it."""

    snapshot_id: str
    created_at: str
    schema: int
    parts: Mapping[str, Part]
    notes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_trained(self) -> bool:
        """Say whether a training made it, not a refresh of the catalogue alone."""
        learned = self.parts[LEARNED].facts
        return bool(learned["trained_at"]) and not learned["is_carried"]

    @property
    def refused(self) -> Sequence[str]:
        """Return why it was not published when it was made; nothing where it could be."""
        reasons: Sequence[str] = self.notes.get("refused", ())
        return reasons

    @property
    def objects(self) -> set[str]:
        """Return the names of all its files among the objects."""
        return {one.sha256 for part in self.parts.values() for one in part.files.values()}

    def as_json(self) -> bytes:
        """Write the manifest."""
        return json.dumps(asdict(self), indent=1, sort_keys=True, ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        """Read a manifest. Raises Conflict when another version of Tresen wrote it."""
        raw = json.loads(text)
        if raw["schema"] != SCHEMA:
            detail = f"snapshot {raw['snapshot_id']} has format {raw['schema']}, not {SCHEMA}"
            raise Conflict(detail + "; run `tresen train` to make a new one")
        parts = {
            name: Part(
                part["facts"],
                {path: FileEntry(**entry) for path, entry in part["files"].items()},
            )
            for name, part in raw["parts"].items()
        }
        notes = raw.get("notes", {})
        return cls(raw["snapshot_id"], raw["created_at"], raw["schema"], parts, notes)


def _sync(path: Path) -> None:
    """Have a file's content, or a directory's names, outlast a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_all(paths: Iterable[Path]) -> None:
    with ThreadPoolExecutor(_SYNCS) as pool:
        for _ in pool.map(_sync, paths):
            pass  # raises what went wrong


@contextmanager
def _locked(path: Path, patience: int = 0) -> Iterator[None]:
    """Hold a lock that all processes know; it ends with its holder, however that ends.

    With LOCK_NB for patience it raises BlockingIOError where others hold it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX | patience)
        yield


def _write_whole(path: Path, content: bytes) -> None:
    """Put a file in place so that a reader, or a power cut, sees all of it or none."""
    beside = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    with beside.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    beside.rename(path)
    _sync(path.parent)


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
        np.save(self.path(f"{name}.npy"), values, allow_pickle=False)

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


class Draft:
    """A snapshot being made: parts are written anew, or taken over from an older one."""

    def __init__(self, store: "SnapshotStore", folder: Path) -> None:
        self._store = store
        self._folder = folder
        self._writers: dict[str, PartWriter] = {}
        self._kept: dict[str, Part] = {}

    def part(self, name: str) -> PartWriter:
        """Begin a part."""
        folder = self._folder / name
        folder.mkdir()
        writer = self._writers[name] = PartWriter(folder)
        return writer

    def keep(self, name: str, part: Part) -> None:
        """Take a part over from another snapshot."""
        self._kept[name] = part

    def finish(self, now: datetime) -> Manifest:
        """Store all files and the manifest; the snapshot exists but is not served yet."""
        with self._store.switching():
            written = {
                name: Part(writer.facts, self._store.take_in(writer.folder))
                for name, writer in self._writers.items()
            }
            parts = {**self._kept, **written}
            digest = hashlib.sha256(repr(sorted(parts.items())).encode()).hexdigest()[:8]
            snapshot_id = f"{now:%Y%m%dT%H%M%S}-{digest}"
            manifest = Manifest(snapshot_id, now.isoformat(), SCHEMA, parts)
            self._store.add(manifest)
        return manifest


class SnapshotStore:
    """The directory that holds all snapshots; the only one who knows its layout.

    Where it `is_shared`, other hosts publish, too, and keeping up with them is worth a thread.
    """

    is_shared = False

    def __init__(self, root: Path) -> None:
        self.root = root
        self.objects = root / "objects"
        self.aside = root / "aside"

    def keep_up(self) -> bool:
        """Serve what other hosts published; say whether that is something else than before.

        Where they share the directory itself it already is served.
        """
        return False

    def follow(self) -> None:
        """Learn of all that other hosts made and published."""

    def switching(self) -> AbstractContextManager[None]:
        """Let nobody else add, publish or delete snapshots meanwhile; wait for those who do.

        Must not be entered twice: it waits for itself.
        """
        return _locked(self.root / "SWITCHING")

    @contextmanager
    def refreshing(self) -> Iterator[None]:
        """Be the only one to refresh the catalogue; wait for whoever is at it.

        What a refresh left behind that was killed is cleared away first.
        """
        with _locked(self.root / "REFRESHING"):
            for left in self.root.glob(f".{REFRESH}-*"):
                shutil.rmtree(left, ignore_errors=True)
            yield

    @property
    def is_refreshing(self) -> bool:
        """Say whether somebody, in whatever process, refreshes the catalogue just now."""
        try:
            with _locked(self.root / "REFRESHING", fcntl.LOCK_NB):
                return False
        except BlockingIOError:
            return True

    @contextmanager
    def draft(self, kind: str = "draft") -> Iterator[Draft]:
        """Open a working directory for a new snapshot; it is removed at the end.

        A refresh names itself as `kind`.
        """
        with self.working(kind) as folder:
            yield Draft(self, folder)

    @contextmanager
    def working(self, kind: str) -> Iterator[Path]:
        """Open an empty directory beside the snapshots; it is removed at the end."""
        folder = self.root / f".{kind}-{uuid.uuid4().hex}"
        folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def take_in(self, folder: Path) -> dict[str, FileEntry]:
        """Store every file below a folder under its content's hash; return the names."""
        self.objects.mkdir(parents=True, exist_ok=True)
        entries: dict[str, FileEntry] = {}
        paths = sorted(one for one in folder.rglob("*") if one.is_file())
        _sync_all(paths)
        for path in paths:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            # in the place of what is there: should that be damaged, a new training mends it
            beside = self.objects / f".{digest}.{uuid.uuid4().hex}"
            os.link(path, beside)
            beside.rename(self.objects / digest)
            name = path.relative_to(folder).as_posix()
            entries[name] = FileEntry(digest, path.stat().st_size)
        _sync(self.objects)
        return entries

    def add(self, manifest: Manifest) -> None:
        """Store a manifest whose files are stored already, and link its named files."""
        self.link(manifest)
        self.write(manifest)
        _sync_all((self.root, self.root.parent))

    def link(self, manifest: Manifest) -> None:
        """Give the files that need them their names."""
        folder = self.root / manifest.snapshot_id
        for part_name, part in manifest.parts.items():
            for name, entry in part.files.items():
                if not name.endswith(".npy"):
                    link = folder / part_name / name
                    link.parent.mkdir(parents=True, exist_ok=True)
                    if not link.exists():
                        os.link(self.objects / entry.sha256, link)
        _sync_all(one for one in folder.rglob("*") if one.is_dir())

    def write(self, manifest: Manifest) -> None:
        """Store a manifest, in the place of what was noted before."""
        folder = self.root / manifest.snapshot_id
        folder.mkdir(parents=True, exist_ok=True)
        _write_whole(folder / "manifest.json", manifest.as_json())

    def note(self, manifest: Manifest, **notes: Any) -> Manifest:
        """Write into a manifest how its making went. Raises UnknownName when it is gone."""
        with self.switching():
            known = self.manifest(manifest.snapshot_id)
            noted = replace(known, notes={**known.notes, **notes})
            self.write(noted)
        return noted

    def manifests(self) -> list[Manifest]:
        """Return all snapshots that can be read, oldest first."""
        found = []
        for snapshot_id in self.ids():
            with suppress(Conflict):
                found.append(self.manifest(snapshot_id))
        return sorted(found, key=lambda one: one.created_at)

    def manifest(self, snapshot_id: str) -> Manifest:
        """Return one snapshot's manifest. Raises UnknownName, Conflict when it is damaged."""
        path = self.root / snapshot_id / "manifest.json"
        if "/" in snapshot_id or not path.is_file():
            raise UnknownName(f"there is no snapshot '{snapshot_id}'")
        try:
            return Manifest.from_json(path.read_bytes())
        except (ValueError, KeyError, TypeError):
            raise Conflict(f"the manifest of snapshot {snapshot_id} is damaged") from None

    def ids(self) -> list[str]:
        """Return the ids of all complete snapshots, also of those that cannot be read."""
        return sorted(path.parent.name for path in self.root.glob("*/manifest.json"))

    def check(self, manifest: Manifest) -> None:
        """See that every file is what it was. Raises Conflict with the first that is not."""
        for part_name, part in manifest.parts.items():
            linked = self.root / manifest.snapshot_id / part_name
            for name, entry in part.files.items():
                stored = self.objects / entry.sha256
                path = stored if name.endswith(".npy") else linked / name
                if not (stored.is_file() and path.is_file()):
                    raise Conflict(f"its file {part_name}/{name} is gone")
                with path.open("rb") as file:
                    if hashlib.file_digest(file, "sha256").hexdigest() != entry.sha256:
                        raise Conflict(f"its file {part_name}/{name} is damaged")

    def read(self, manifest: Manifest, part: str) -> PartReader:
        """Open one part of a snapshot."""
        linked = self.root / manifest.snapshot_id / part
        return PartReader(self.objects, linked, manifest.parts[part])

    def prune(self, keep: int | None, now: datetime) -> list[str]:
        """Delete all but the newest trained snapshots, the last refreshed and the current one.

        Returns the deleted; what only they need goes with them, and so does a draft of
        yesterday: a killed training left it behind. Snapshots that cannot be read are set
        aside, with every file that may be theirs. Without `keep` all trained ones stay, and
        those cannot be told from others: raises Conflict.
        """
        with self.switching():
            if keep is None:
                for snapshot_id in self.ids():
                    self.manifest(snapshot_id)
            self._set_aside()
            for draft in self.root.glob(".draft-*"):
                if now.timestamp() - draft.stat().st_mtime >= _DAY:
                    shutil.rmtree(draft)
            return self._keep_only(keep)

    def _keep_only(self, trainings: int | None) -> list[str]:
        manifests = self.manifests()
        trained = [one for one in manifests if one.is_trained and not one.refused]
        refreshed = [one for one in manifests if not one.is_trained and not one.refused]
        refused = [one for one in manifests if one.refused]
        wanted = (
            *(trained[-trainings:] if trainings else trained),
            *refreshed[-_REFRESHED:],
            *refused[-_REFUSED:],
        )
        kept = {one.snapshot_id for one in wanted} | {self.current()}
        gone = [one.snapshot_id for one in manifests if one.snapshot_id not in kept]
        for snapshot_id in gone:
            shutil.rmtree(self.root / snapshot_id)
        self._sweep()
        return gone

    def _needed(self) -> set[str]:
        """Return the names of all files that a snapshot consists of."""
        return set().union(*(one.objects for one in self.manifests()))

    def _sweep(self) -> None:
        """Delete the files that no snapshot needs."""
        needed = self._needed()
        for stored in self.objects.glob("*"):
            if stored.name not in needed:
                stored.unlink()

    def _set_aside(self) -> None:
        """Move what cannot be read out of the way; link all files there, some are its own."""
        readable = {one.snapshot_id for one in self.manifests()}
        for snapshot_id in set(self.ids()) - readable:
            self.aside.mkdir(exist_ok=True)
            (self.root / snapshot_id).rename(self.aside / snapshot_id)
            for stored in self.objects.iterdir():
                link = self.aside / "objects" / stored.name
                link.parent.mkdir(exist_ok=True)
                if not link.exists():
                    os.link(stored, link)

    def current(self) -> str | None:
        """Return the id being served, None before the first."""
        try:
            return (self.root / "CURRENT").read_text(errors="replace").strip() or None
        except FileNotFoundError:
            return None

    def publish(self, snapshot_id: str) -> None:
        """Serve a snapshot from now on. Raises UnknownName."""
        self.manifest(snapshot_id)
        _write_whole(self.root / "CURRENT", snapshot_id.encode())

    @property
    def pinned(self) -> bool:
        """Say whether a rollback holds the current snapshot fast."""
        return (self.root / "PINNED").exists()

    def pin(self) -> None:
        """Hold the current snapshot: training goes on but publishes nothing."""
        _write_whole(self.root / "PINNED", (self.current() or "").encode())

    def unpin(self) -> None:
        """Let training publish again."""
        (self.root / "PINNED").unlink(missing_ok=True)
