"""Does a kill at any system call of publishing leave the old snapshot or the new one?"""

import shutil
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from mmap import mmap
from pathlib import Path

import numpy as np
import pytest

from knowledge_base.manifest import CATALOGUE, LEARNED, Manifest
from knowledge_base.snapshots import SnapshotStore
from tests.rigs.syscalls import killed_at

NOW = datetime(2026, 6, 1, tzinfo=UTC)
FEW, EVERY = 20, None
Work = Callable[[SnapshotStore, int], object]
KEPT = 2


def add(store: SnapshotStore, night: int) -> Manifest:
    """Make a snapshot of a few small files, some of which are those of the night before."""
    now = NOW + timedelta(days=night)
    with store.draft() as draft:
        catalogue, learned = draft.part(CATALOGUE), draft.part(LEARNED)
        catalogue.array("same", np.arange(3))
        catalogue.path("index/named.txt").write_text(f"{night}")
        learned.array("other", np.arange(night + 3))
        learned.facts |= {"trained_at": now.isoformat(), "is_carried": False}
        return draft.finish(now)


def publish(store: SnapshotStore, night: int) -> None:
    """Make a snapshot, note how that went, and serve it."""
    made = store.note(add(store, night), refused=[])
    with store.switching():
        store.publish(made.snapshot_id)


STEPS = "write files and manifest", "note the verdict", "switch", "prune"
"""What a night does to the store, one after the other."""


def publish_and_prune(store: SnapshotStore, night: int, step: mmap) -> None:
    """Do all of it, from the first file to the last deleted, and say which `step` that is."""
    made = add(store, night)
    step[0] = 1
    made = store.note(made, refused=[])
    step[0] = 2
    with store.switching():
        store.publish(made.snapshot_id)
    step[0] = 3
    store.prune(KEPT, NOW + timedelta(days=night))


def served_after(folder: Path, stop: int, work: Work) -> tuple[str, int]:
    """Kill a night at a stop; say which night is served, whole, and at how many it stopped."""
    stops = killed_at(stop, partial(work, SnapshotStore(folder), 3))
    store = SnapshotStore(folder)
    manifest = store.manifest(store.current() or "")
    store.check(manifest)
    return manifest.created_at, stops


@pytest.mark.parametrize("kills", [FEW, pytest.param(EVERY, marks=pytest.mark.long)])
def test_a_kill_while_publishing_leaves_the_old_snapshot_or_the_new_one(
    tmp_path: Path, kills: int | None
) -> None:
    before = tmp_path / "before"
    for night in range(3):
        publish(SnapshotStore(before), night)
    old, new = ((NOW + timedelta(days=night)).isoformat() for night in (2, 3))
    step = mmap(-1, 1)  # shared with what is killed, and written without a system call
    work = partial(publish_and_prune, step=step)
    served, stops = served_after(shutil.copytree(before, tmp_path / "whole"), -1, work)
    assert served == new
    outcomes: Counter[tuple[int, str]] = Counter()
    for stop in np.linspace(1, stops, kills or stops, dtype=np.int64).tolist():
        folder, step[0] = Path(shutil.copytree(before, tmp_path / "killed")), 0
        served, _ = served_after(folder, stop, work)
        assert served in {old, new}, f"killed at stop {stop} of {stops}"
        outcomes[step[0], served] += 1
        publish(SnapshotStore(folder), 4)
        following = SnapshotStore(folder)
        assert following.manifest(following.current() or "").created_at > new
        shutil.rmtree(folder)
    switch = STEPS.index("switch")
    assert {at for at, served in outcomes if served == old} <= {*range(switch + 1)}
    assert {at for at, served in outcomes if served == new} <= {switch, switch + 1}
    for at, name in enumerate(STEPS):
        kept, moved = outcomes[at, old], outcomes[at, new]
        print(f"| {name} | {kept + moved} | {kept} | {moved} |")  # noqa: T201 - the table of outcomes, shown by pytest -s


def test_a_publication_in_place_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rig sees a writer who does not put whole files in place.

    Only the switch is killed: files are hashed by threads, which stop as often as they like.
    """
    folder = tmp_path / "careless"
    publish(SnapshotStore(folder), 2)
    made = add(SnapshotStore(folder), 3).snapshot_id
    monkeypatch.setattr(
        "knowledge_base.snapshots.write_whole", lambda path, text: path.write_bytes(text)
    )
    for stop in count(1):
        killed = Path(shutil.copytree(folder, tmp_path / "killed"))
        stops = killed_at(stop, partial(SnapshotStore(killed).publish, made))
        if SnapshotStore(killed).current() is None:
            return
        assert stops == stop, "no kill broke what is published"
        shutil.rmtree(killed)
