"""A snapshot being made, which nobody sees before it is finished."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from knowledge_base.manifest import SCHEMA, Manifest, Part
from knowledge_base.part_files import PartWriter
from knowledge_base.snapshot_directory import SnapshotDirectory


class Draft:
    """A snapshot being made: parts are written anew, or taken over from an older one."""

    def __init__(self, directory: SnapshotDirectory, folder: Path) -> None:
        self._directory = directory
        self._folder = folder
        self._writers: dict[str, PartWriter] = {}
        self._kept: dict[str, Part] = {}

    def part(self, name: str) -> PartWriter:
        """Begin a part."""
        folder = self._folder / name
        folder.mkdir()
        writer = self._writers[name] = PartWriter(folder)
        return writer

    def note(self, name: str, facts: Mapping[str, Any]) -> None:
        """Add facts of a part of which another process wrote files."""
        self._writers[name].facts |= facts

    def keep(self, name: str, part: Part) -> None:
        """Take a part over from another snapshot."""
        self._kept[name] = part

    def finish(self, now: datetime) -> Manifest:
        """Store all files and the manifest; the snapshot exists but is not served yet."""
        with self._directory.switching():
            written = {
                name: Part(writer.facts, self._directory.take_in(writer.folder))
                for name, writer in self._writers.items()
            }
            parts = {**self._kept, **written}
            digest = hashlib.sha256(repr(sorted(parts.items())).encode()).hexdigest()[:8]
            snapshot_id = f"{now:%Y%m%dT%H%M%S}-{digest}"
            manifest = Manifest(snapshot_id, now.isoformat(), SCHEMA, parts)
            self._directory.add(manifest)
        return manifest
