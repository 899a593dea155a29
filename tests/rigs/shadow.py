"""What a power cut leaves of a directory: a process is watched for what it syncs."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

SOURCE = Path(__file__).with_suffix(".c")
SECTOR = 512
"""Bytes that a disk writes all or not at all."""


def build(folder: Path) -> Path:
    """Compile what is loaded into the process."""
    library = folder / "shadow.so"
    subprocess.run(
        ["cc", "-Wall", "-Werror", "-O2", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl"],
        check=True,
    )
    return library


@dataclass(frozen=True, slots=True)
class Shadow:
    """A directory being watched, and beside it what of it is on disk for sure."""

    library: Path
    root: Path
    kept: Path

    def begin(self) -> None:
        """Take what is there already for synced."""
        shutil.rmtree(self.kept, ignore_errors=True)
        self._photograph(self.kept)

    def watching(self, kept: Path | None = None) -> Mapping[str, str]:
        """Return the environment of a process that is to be watched."""
        return {
            "LD_PRELOAD": str(self.library),
            "SHADOW_OF": str(self.root),
            "SHADOW_IN": str(kept or self.kept),
        }

    def fail(self, how: str) -> None:
        """Let the disk fail from now on: `EIO` when it syncs, `ENOSPC` when it writes."""
        (self.kept / how).touch()

    def mend(self) -> None:
        """Have a sound disk again, with room on it."""
        for how in ("EIO", "ENOSPC"):
            (self.kept / how).unlink(missing_ok=True)

    def cut(self, target: Path, chance: Generator) -> None:
        """Rebuild, in `target`, what the power leaves if it fails now.

        Whoever writes must be stopped. What was synced is there. Of all else a share between
        nothing and everything has reached the disk by chance: names, and sectors of files.
        """
        now = target.with_name(f"{target.name}.now")
        self._photograph(now)
        share = chance.choice([0.0, chance.random(), 1.0])
        _Ruin(self.kept, now, share, chance).rebuild(_root(now), target)
        shutil.rmtree(now)

    def _photograph(self, into: Path) -> None:
        """Copy what everything holds, the way syncing does: by syncing it."""
        into.mkdir()
        paths = [self.root, *self.root.rglob("*")]
        environment = {**os.environ, **self.watching(into)}  # noqa: TID251 - handed on
        subprocess.run(["sync", *paths], env=environment, check=True)


@dataclass(frozen=True, slots=True)
class _Ruin:
    """Two states of a directory, and how much of the later one has arrived."""

    synced: Path
    written: Path
    share: float
    chance: Generator

    def rebuild(self, name: str, target: Path) -> None:
        if name.startswith("d"):
            target.mkdir()
            for entry, inner in self._entries(name).items():
                self.rebuild(inner, target / entry)
        else:
            self._content(name).tofile(target)

    def _entries(self, name: str) -> dict[str, str]:
        synced, written = _names(self.synced / name), _names(self.written / name)
        found = {}
        for entry in sorted(synced.keys() | written.keys()):
            arrived = self.chance.random() < self.share
            if inner := (written if arrived else synced).get(entry):
                found[entry] = inner
        return found

    def _content(self, name: str) -> NDArray[np.uint8]:
        synced, written = _bytes(self.synced / name), _bytes(self.written / name)
        if not (self.written / name).exists():  # nobody has it any more, but it was synced
            return synced
        if not self.share:
            return synced
        size = max(len(synced), len(written))
        sectors = self.chance.random(size // SECTOR + 1) < self.share
        arrived = np.repeat(sectors, SECTOR)[:size]
        before, after = (np.pad(one, (0, size - len(one))) for one in (synced, written))
        length = len(written if self.chance.random() < self.share else synced)
        return np.where(arrived, after, before)[:length]


def _root(photograph: Path) -> str:
    """Find the directory that stands in no other."""
    held = {path.name for path in photograph.glob("d*")}
    inside = {name for one in held for name in _names(photograph / one).values()}
    (root,) = held - inside
    return root


def _names(path: Path) -> dict[str, str]:
    """Read which file or directory stands under which name."""
    if not path.exists():
        return {}
    lines = path.read_text().splitlines()
    return {name: inner for inner, name in (line.split(" ", 1) for line in lines)}


def _bytes(path: Path) -> NDArray[np.uint8]:
    return np.fromfile(path, dtype=np.uint8) if path.exists() else np.zeros(0, np.uint8)
