from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from knowledge_base.errors import Conflict, UnknownName
from knowledge_base.manifest import SCHEMA, Manifest
from knowledge_base.part_files import SMALL
from knowledge_base.snapshots import REFRESH, SnapshotStore
from tests.interruptions import interrupted_on_the_way_in

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def make(store: SnapshotStore, *numbers: int, hour: int = 0) -> Manifest:
    with store.draft() as draft:
        draft.part("catalogue").array("prices", np.array(numbers))
        learned = draft.part("learned")
        learned.facts |= {"trained_at": "now", "is_carried": False}
        learned.array("popular", np.array([1.5]))
        learned.path("index/de/meta.json").write_text("{}")
        return draft.finish(NOW.replace(hour=hour))


def test_what_was_written_is_read_and_nothing_is_left_of_the_draft(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    manifest = make(store, 1, 2)
    part = store.read(manifest, "catalogue")
    assert part.array("prices").tolist() == [1, 2]
    index = store.read(manifest, "learned").directory("index/de")
    assert (index / "meta.json").read_text() == "{}"
    assert not list(tmp_path.glob(".draft-*"))


def test_nothing_is_left_of_a_draft_that_is_interrupted_while_it_is_begun(
    tmp_path: Path,
) -> None:
    store = SnapshotStore(tmp_path)
    steps = 0
    for step in interrupted_on_the_way_in(store.draft):
        assert not list(tmp_path.glob(".draft-*")), f"interrupted at step {step}"
        steps += 1
    assert steps > 10


def test_equal_files_are_stored_once(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    first, second = make(store, 1), make(store, 2, hour=1)
    assert first.parts["learned"].files == second.parts["learned"].files
    assert len(list(store.objects.iterdir())) == 4


def test_nothing_is_served_until_it_is_published(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    manifest = make(store, 1)
    assert store.current() is None
    store.publish(manifest.snapshot_id)
    assert store.current() == manifest.snapshot_id
    assert [one.snapshot_id for one in store.manifests()] == [manifest.snapshot_id]


def test_a_part_can_be_taken_over_from_an_older_snapshot(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    old = make(store, 1)
    with store.draft() as draft:
        draft.part("catalogue").array("prices", np.array([5]))
        draft.keep("learned", old.parts["learned"])
        new = draft.finish(NOW.replace(hour=2))
    assert store.read(new, "learned").array("popular").tolist() == [1.5]
    assert (store.read(new, "learned").directory("index/de") / "meta.json").exists()


def test_only_what_exists_can_be_published(tmp_path: Path) -> None:
    with pytest.raises(UnknownName):
        SnapshotStore(tmp_path).publish("../etc")


def test_a_snapshot_of_another_format_is_refused_with_the_remedy(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    manifest = make(store, 1)
    path = tmp_path / manifest.snapshot_id / "manifest.json"
    path.write_text(path.read_text().replace(f'"schema": {SCHEMA}', '"schema": 99'))
    with pytest.raises(Conflict, match="tresen train"):
        store.manifest(manifest.snapshot_id)


def test_a_damaged_snapshot_is_not_listed_and_is_set_aside_whole(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    damaged, sound = make(store, 1), make(store, 2, hour=1)
    (tmp_path / damaged.snapshot_id / "manifest.json").write_text("{")
    assert store.manifests() == [sound]
    assert store.ids() == [damaged.snapshot_id, sound.snapshot_id]
    kept = {one.name for one in store.objects.iterdir()}
    with pytest.raises(Conflict, match="damaged"):
        store.prune(None, NOW)
    assert {one.name for one in store.objects.iterdir()} == kept
    assert store.prune(1, NOW) == []
    assert store.ids() == [sound.snapshot_id]
    store.check(sound)
    assert (store.aside / damaged.snapshot_id / "manifest.json").read_text() == "{"
    assert {one.name for one in (store.aside / "objects").iterdir()} == kept


def test_objects_never_unpickle(tmp_path: Path) -> None:
    with SnapshotStore(tmp_path).draft() as draft, pytest.raises(ValueError, match="pickle"):
        draft.part("learned").array("bad", np.array([object()]))


def test_a_rollback_holds_until_it_is_let_go(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    store.publish(make(store, 1).snapshot_id)
    store.pin()
    assert store.pinned
    store.unpin()
    assert not store.pinned


def refreshed(store: SnapshotStore, hour: int) -> Manifest:
    with store.draft(REFRESH) as draft:
        draft.part("catalogue").array("prices", np.array([hour]))
        draft.part("learned").facts |= {"trained_at": "then", "is_carried": True}
        return draft.finish(NOW.replace(hour=hour))


def test_pruning_counts_trainings_and_keeps_what_was_refreshed_last(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    nights = [make(store, one, hour=one) for one in range(3)]
    days = [refreshed(store, hour) for hour in range(3, 7)]
    store.publish(days[0].snapshot_id)
    gone = store.prune(2, NOW)
    assert gone == [nights[0].snapshot_id, days[1].snapshot_id]
    assert store.prune(None, NOW) == []
    for left in store.manifests():
        store.check(left)


def test_pruning_leaves_a_training_under_way_alone(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    make(store, 1)
    with store.draft() as draft:
        draft.part("catalogue").array("prices", np.array([2]))
        draft.part("learned").facts |= {"trained_at": "now", "is_carried": False}
        store.prune(1, NOW)
        finished = draft.finish(NOW.replace(hour=1))
    store.check(finished)


def test_a_refresh_clears_up_behind_one_that_was_killed(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    left = tmp_path / f".{REFRESH}-killed"
    left.mkdir()
    training = tmp_path / ".draft-running"
    training.mkdir()
    with store.refreshing():
        assert not left.exists()
        assert training.exists()


def test_others_see_that_somebody_refreshes(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    assert not store.is_refreshing
    with store.refreshing():
        assert SnapshotStore(tmp_path).is_refreshing
    assert not store.is_refreshing


def test_small_files_are_read_and_hold_nothing_open_large_ones_are_mapped(
    tmp_path: Path,
) -> None:
    store = SnapshotStore(tmp_path)
    manifest = make(store, *range(SMALL))
    prices = store.read(manifest, "catalogue").array("prices")
    popular = store.read(manifest, "learned").array("popular")
    assert isinstance(prices.base, np.memmap)
    assert not isinstance(popular.base, np.memmap)
    assert not prices.flags.writeable
    assert not popular.flags.writeable
