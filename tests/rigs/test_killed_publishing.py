"""Does a kill at any system call of publishing leave the old snapshot or the new one?"""

import shutil
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from knowledge_base.snapshots import CATALOGUE, LEARNED, Manifest, SnapshotStore
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


def publish_and_prune(store: SnapshotStore, night: int) -> None:
    """Do what a night does to the store, from the first file to the last deleted."""
    publish(store, night)
    store.prune(KEPT, NOW + timedelta(days=night))


STEPS: dict[str, Work] = {
    "write files and manifest": add,
    "note the verdict": lambda store, night: store.note(add(store, night), refused=[]),
    "switch": publish,
    "prune": publish_and_prune,
}
"""What a night does to the store up to the end of each of its steps."""


def served_after(folder: Path, stop: int, work: Work = publish_and_prune) -> tuple[str, int]:
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
    ends = [
        served_after(shutil.copytree(before, tmp_path / step), -1, work)
        for step, work in STEPS.items()
    ]
    assert [served for served, _ in ends] == [old, old, new, new]
    stops = ends[-1][1]
    outcomes: Counter[tuple[str, str]] = Counter()
    for stop in np.linspace(1, stops, kills or stops, dtype=np.int64).tolist():
        folder = Path(shutil.copytree(before, tmp_path / "killed"))
        served, _ = served_after(folder, stop)
        assert served in {old, new}, f"killed at stop {stop} of {stops}"
        step = next(name for name, (_, end) in zip(STEPS, ends, strict=True) if stop <= end)
        outcomes[step, "old" if served == old else "new"] += 1
        publish(SnapshotStore(folder), 4)
        following = SnapshotStore(folder)
        assert following.manifest(following.current() or "").created_at > new
        shutil.rmtree(folder)
    assert {served for _, served in outcomes} == {"old", "new"}
    for step in STEPS:
        kept, moved = outcomes[step, "old"], outcomes[step, "new"]
        print(f"| {step} | {kept + moved} | {kept} | {moved} |")  # noqa: T201 - the table of outcomes, shown by pytest -s


def test_a_publication_in_place_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rig sees a writer who does not put whole files in place."""
    folder = tmp_path / "careless"
    publish(SnapshotStore(folder), 2)
    monkeypatch.setattr(
        "knowledge_base.snapshots._write_whole", lambda path, text: path.write_bytes(text)
    )
    _, stops = served_after(Path(shutil.copytree(folder, tmp_path / "whole")), -1, publish)
    for stop in range(stops, 0, -1):
        killed = Path(shutil.copytree(folder, tmp_path / "killed"))
        killed_at(stop, partial(publish, SnapshotStore(killed), 3))
        if SnapshotStore(killed).current() is None:
            return
        shutil.rmtree(killed)
    pytest.fail("no kill broke what is published")
