"""What a snapshot consists of: its parts, their facts, and which content has which name."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from knowledge_base.errors import Conflict

SCHEMA = 8
"""Raised when what the files mean changes; a reader refuses any other."""

CATALOGUE = "catalogue"
LEARNED = "learned"


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
