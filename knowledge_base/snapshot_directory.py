"""The directory of snapshots: immutable files under the names of their content, and manifests.

snapshots/
  objects/<sha256>            every file, named by its content, shared by snapshots
  <snapshot id>/manifest.json which file stands under which name, per part
  <snapshot id>/<part>/…      directories that need real file names (the text index),
                              hard-linked to objects
  aside/                      what could not be read when others were deleted, to be looked at
  SWITCHING                   locked by whoever changes any of this, or what is served of it
"""

import hashlib
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from knowledge_base.disk import locked, sync_all, write_whole
from knowledge_base.errors import Conflict, UnknownName
from knowledge_base.manifest import FileEntry, Manifest
from knowledge_base.part_files import PartReader


class SnapshotDirectory:
    """Holds what snapshots consist of; says nothing of which is served."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.objects = root / "objects"
        self.aside = root / "aside"

    def switching(self) -> AbstractContextManager[None]:
        """Let nobody else add, publish or delete snapshots meanwhile; wait for those who do.

        Must not be entered twice: it waits for itself.
        """
        return locked(self.root / "SWITCHING")

    @contextmanager
    def working(self, kind: str) -> Iterator[Path]:
        """Open an empty directory beside the snapshots; it is removed at the end."""
        folder = self.root / f".{kind}-{uuid.uuid4().hex}"
        try:
            folder.mkdir(parents=True)  # whose time is over may hear of it just here
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def take_in(self, folder: Path) -> dict[str, FileEntry]:
        """Store every file below a folder under its content's hash; return the names."""
        self.objects.mkdir(parents=True, exist_ok=True)
        entries: dict[str, FileEntry] = {}
        paths = sorted(one for one in folder.rglob("*") if one.is_file())
        sync_all(paths)
        for path in paths:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            # in the place of what is there: should that be damaged, a new training mends it
            beside = self.objects / f".{digest}.{uuid.uuid4().hex}"
            os.link(path, beside)
            beside.rename(self.objects / digest)
            name = path.relative_to(folder).as_posix()
            entries[name] = FileEntry(digest, path.stat().st_size)
        sync_all((self.objects,))
        return entries

    def add(self, manifest: Manifest) -> None:
        """Store a manifest whose files are stored already, and link its named files."""
        self.link(manifest)
        self.write(manifest)
        sync_all((self.root, self.root.parent))

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
        sync_all(one for one in folder.rglob("*") if one.is_dir())

    def write(self, manifest: Manifest) -> None:
        """Store a manifest, in the place of what was noted before."""
        folder = self.root / manifest.snapshot_id
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / "manifest.json", manifest.as_json())

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
