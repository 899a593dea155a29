"""Does a snapshot have to open in a process of its own, and answer there?"""

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge_base.manifest import CATALOGUE
from knowledge_base.snapshots import SnapshotStore
from service.judging.trial import TITLES, Trial, tried, tried_apart
from tests.service.flow import NOW, trained


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    trained(tmp_path)
    return SnapshotStore(tmp_path / "snapshots")


def test_a_sound_snapshot_opens_and_answers_in_a_process_of_its_own(
    store: SnapshotStore,
) -> None:
    trial = tried_apart(store, store.current() or "", NOW)
    assert list(trial.reasons) == []
    assert 0 < trial.asked == trial.found <= 2 * (TITLES + 1)
    assert trial.megabytes > 0


@pytest.mark.parametrize("way", [tried, tried_apart])
def test_a_damaged_file_is_found_by_whoever_opens_it(
    store: SnapshotStore, way: Callable[..., Trial]
) -> None:
    manifest = store.manifest(store.current() or "")
    entry = next(iter(manifest.parts[CATALOGUE].files.values()))
    (store.objects / entry.sha256).write_bytes(b"")
    (reason,) = way(store, manifest.snapshot_id, NOW).reasons
    assert "damaged" in reason


def test_a_process_that_breaks_down_harms_nobody_but_the_snapshot(
    store: SnapshotStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "false")
    (reason,) = tried_apart(store, store.current() or "", NOW).reasons
    assert reason.startswith("it cannot answer: the process ended with 1")
