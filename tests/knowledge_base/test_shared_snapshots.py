"""Do hosts without a common directory serve the same, whatever is cut off on the way?"""

import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from knowledge_base.depot import Depot, Served
from knowledge_base.errors import BadInput, Conflict, Unavailable
from knowledge_base.manifest import SCHEMA, Manifest
from knowledge_base.part_files import SMALL
from knowledge_base.shared_snapshots import SharedStore
from knowledge_base.snapshots import SnapshotStore

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LARGE = SMALL // 8 + 1


def make(store: SnapshotStore, *numbers: int, hour: int = 0) -> Manifest:
    with store.draft() as draft:
        draft.part("catalogue").array("prices", np.array(numbers))
        learned = draft.part("learned")
        learned.facts |= {"trained_at": "now", "is_carried": False}
        learned.array("popular", np.ones(LARGE))
        learned.path("index/de/meta.json").write_text("{}")
        return draft.finish(NOW.replace(hour=hour))


def published(store: SnapshotStore, number: int) -> Manifest:
    manifest = make(store, number, hour=number)
    with store.switching():
        store.publish(manifest.snapshot_id)
    return manifest


def whole(store: SnapshotStore) -> int:
    """Return the number in what is served, after a look at every file of it."""
    manifest = store.manifest(store.current() or "")
    store.check(manifest)
    learned = store.read(manifest, "learned")
    assert len(learned.array("popular")) == LARGE
    assert (learned.directory("index/de") / "meta.json").read_text() == "{}"
    return int(store.read(manifest, "catalogue").array("prices")[0])


@pytest.fixture(params=["memory", "file"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    yield f"{request.param}://{tmp_path}/depot"
    if request.param == "memory":
        MemoryFileSystem.store.clear()


@pytest.fixture
def hosts(url: str, tmp_path: Path) -> list[SharedStore]:
    return [SharedStore(tmp_path / name, Depot(url)) for name in ("a", "b")]


def test_what_one_host_publishes_is_served_by_the_others(hosts: list[SharedStore]) -> None:
    here, there = hosts
    there.keep_up()
    assert there.current() is None
    for number in (1, 2):
        manifest = published(here, number)
        there.keep_up()
        assert there.current() == manifest.snapshot_id
        assert whole(there) == number
    assert there.manifests() == here.manifests()


def test_what_is_only_made_is_known_everywhere_and_served_nowhere(
    hosts: list[SharedStore],
) -> None:
    here, there = hosts
    published(here, 1)
    refused = here.note(make(here, 2, hour=2), refused=["too few products"])
    there.keep_up()
    there.follow()
    assert there.manifests() == here.manifests()
    assert there.manifests()[-1].refused == ["too few products"]
    assert whole(there) == 1
    with there.switching():
        there.publish(refused.snapshot_id)
    here.keep_up()
    assert [whole(one) for one in hosts] == [2, 2]


def test_a_rollback_holds_on_every_host_until_it_is_let_go(hosts: list[SharedStore]) -> None:
    here, there = hosts
    published(here, 1)
    here.pin()
    there.keep_up()
    assert there.pinned
    there.unpin()
    here.keep_up()
    assert not here.pinned


def test_what_is_pruned_on_one_host_goes_everywhere(
    hosts: list[SharedStore], url: str, tmp_path: Path
) -> None:
    here, there = hosts
    for number in (1, 2, 3):
        published(here, number)
        there.keep_up()
    assert len(there.ids()) == 3
    assert len(there.prune(1, NOW)) == 2
    here.follow()
    assert here.manifests() == there.manifests()
    assert [whole(one) for one in hosts] == [3, 3]
    fresh = SharedStore(tmp_path / "c", Depot(url))
    fresh.follow()
    kept = {one.name for one in fresh.objects.iterdir()}
    assert all({one.name for one in host.objects.iterdir()} == kept for host in hosts)
    Depot(url).fetch(kept, tmp_path)
    assert Depot(url).manifests().keys() == set(fresh.ids())


def test_an_older_snapshot_is_fetched_when_it_is_asked_for(hosts: list[SharedStore]) -> None:
    here, there = hosts
    old = published(here, 1)
    published(here, 2)
    there.keep_up()
    with pytest.raises(Conflict, match="gone"):
        SnapshotStore(there.root).check(old)
    assert there.read(old, "catalogue").array("prices").tolist() == [1]
    there.check(old)


def test_what_is_damaged_in_the_depot_is_not_served(hosts: list[SharedStore], url: str) -> None:
    here, there = hosts
    published(here, 1)
    there.keep_up()
    new = published(here, 2)
    (own,) = (one.sha256 for one in new.parts["catalogue"].files.values())
    wrong = here.root / "wrong"
    wrong.write_bytes(b"nothing of it")
    Depot(url).leave({own: wrong})
    with pytest.raises(Conflict, match=f"objects/{own}"):
        there.keep_up()
    assert whole(there) == 1
    published(here, 2)
    there.keep_up()
    assert whole(there) == 2


def test_what_another_version_left_is_neither_served_nor_deleted(
    hosts: list[SharedStore], url: str
) -> None:
    here, there = hosts
    published(here, 1)
    theirs = make(here, 2, hour=2)
    depot = Depot(url)
    written = theirs.as_json().replace(f'"schema": {SCHEMA}'.encode(), b'"schema": 99')
    depot.describe(theirs.snapshot_id, written)
    published(there, 3)
    there.prune(1, NOW)
    assert theirs.snapshot_id not in there.ids()
    assert depot.manifests()[theirs.snapshot_id] == written
    depot.fetch(theirs.objects, here.root)
    depot.serve(Served(theirs.snapshot_id, is_pinned=False))
    shutil.rmtree(here.root / theirs.snapshot_id)
    with pytest.raises(BadInput):
        here.keep_up()
    assert whole(there) == 3


def test_rubbish_for_a_pointer_changes_nothing(
    rig: Callable[[int], tuple[str, "Failing"]], tmp_path: Path
) -> None:
    url, files = rig(NEVER)
    here, there = (SharedStore(tmp_path / name, Depot(url)) for name in "ab")
    published(here, 1)
    there.keep_up()
    files.pipe_file("/depot/CURRENT", b"rubbish")
    with pytest.raises(Conflict, match="names no snapshot"):
        there.keep_up()
    assert whole(there) == 1


def test_hosts_switch_one_after_the_other(url: str, tmp_path: Path) -> None:
    turn = threading.Lock()
    here, there = (SharedStore(tmp_path / name, Depot(url), lambda: turn) for name in "ab")
    first = make(here, 1)
    second = make(there, 2, hour=2)
    seen = list[str | None]()

    def publish_second() -> None:
        with there.switching():
            seen.append(there.current())
            there.publish(second.snapshot_id)

    with ThreadPoolExecutor() as people:
        with here.switching():
            waiting = people.submit(publish_second)
            here.publish(first.snapshot_id)
        waiting.result()
    assert seen == [first.snapshot_id]


def test_an_address_nobody_can_use_is_refused() -> None:
    with pytest.raises(BadInput, match="nowhere://x cannot be used"):
        Depot("nowhere://x")


class Failing(MemoryFileSystem):
    """A file system that fails once, in the middle of one of its calls."""

    cachable = False

    def __init__(self, fails_at: int) -> None:
        super().__init__()
        self._calls = count(1)
        self._fails_at = fails_at
        self.called = list[str]()

    def _call(self, name: str) -> bool:
        self.called.append(name)
        return next(self._calls) == self._fails_at

    def find(self, path: str, **options: Any) -> Any:
        if self._call("find"):
            raise ConnectionError("cut off")
        return super().find(path, **options)

    def cat_file(self, path: str, **options: Any) -> bytes:
        if self._call("cat"):
            raise ConnectionError("cut off")
        return super().cat_file(path, **options)

    def pipe_file(self, path: str, value: bytes, **options: Any) -> None:
        if self._call("pipe"):
            raise ConnectionError("cut off")
        super().pipe_file(path, value, **options)

    def put_file(self, lpath: str, rpath: str, **options: Any) -> None:
        is_cut = self._call("put")
        super().put_file(lpath, rpath, **options)
        if is_cut:
            super().pipe_file(rpath, super().cat_file(rpath)[:-1])
            raise ConnectionError("cut off")

    def get_file(self, rpath: str, lpath: str, **options: Any) -> None:
        is_cut = self._call("get")
        super().get_file(rpath, lpath, **options)
        if is_cut:
            Path(lpath).write_bytes(Path(lpath).read_bytes()[:-1])
            raise ConnectionError("cut off")

    def rm(self, path: Any, **options: Any) -> None:
        if self._call("rm"):
            raise ConnectionError("cut off")
        super().rm(path, **options)


class Hasty(Depot):
    """Serves a snapshot before its files are there: what the rest is held against."""

    def leave(self, objects: Mapping[str, Path]) -> None:
        self._late = objects

    def describe(self, snapshot_id: str, manifest: bytes) -> None:
        super().describe(snapshot_id, manifest)
        self.serve(Served(snapshot_id, is_pinned=False))
        super().leave(self._late)


Rig = Callable[[int], tuple[str, Failing]]


@pytest.fixture
def rig(monkeypatch: pytest.MonkeyPatch) -> Iterator[Rig]:
    """Let the next depots be reached over a file system that fails at a call."""

    def fail_at(number: int) -> tuple[str, Failing]:
        files = Failing(number)
        monkeypatch.setattr(
            "knowledge_base.depot.url_to_fs", lambda *_, **__: (files, "/depot")
        )
        return "memory://depot", files

    yield fail_at
    MemoryFileSystem.store.clear()


NEVER = 0


def cut_while_publishing(
    rig: Rig, folder: Path, number: int, kind: type[Depot] = Depot
) -> tuple[bool, int]:
    """Cut a publication off at a call; say whether it was, and what others serve then."""
    MemoryFileSystem.store.clear()
    here, there = (SharedStore(folder / f"{number}{one}", Depot(rig(NEVER)[0])) for one in "ab")
    published(here, 1)
    there.keep_up()
    unlucky = SharedStore(here.root, kind(rig(number)[0]))
    is_cut = False
    try:
        published(unlucky, 2)
        unlucky.prune(1, NOW)
    except Unavailable:
        is_cut = True
    there.keep_up()
    served = whole(there)
    published(here, 3)
    there.keep_up()
    assert [whole(one) for one in (here, there)] == [3, 3]
    return is_cut, served


def test_wherever_a_publication_is_cut_off_all_serve_the_old_or_the_new_whole(
    rig: Rig, tmp_path: Path
) -> None:
    verdicts = list[int]()
    for number in count(1):
        is_cut, served = cut_while_publishing(rig, tmp_path, number)
        if not is_cut:
            break
        verdicts.append(served)
    assert verdicts == sorted(verdicts), "the new one, and then the old one again"
    assert {*verdicts} == {1, 2}


def test_who_publishes_before_all_is_there_is_found_out(rig: Rig, tmp_path: Path) -> None:
    def cut_anywhere() -> None:
        for number in range(1, 30):
            cut_while_publishing(rig, tmp_path, number, Hasty)

    with pytest.raises(Unavailable):
        cut_anywhere()


def test_wherever_fetching_is_cut_off_the_old_is_served_and_the_next_look_brings_the_new(
    rig: Rig, tmp_path: Path
) -> None:
    here = SharedStore(tmp_path / "a", Depot(rig(NEVER)[0]))
    published(here, 1)
    there = SharedStore(tmp_path / "b", Depot(rig(NEVER)[0]))
    there.keep_up()
    published(here, 2)
    for number in count(1):
        cut = tmp_path / str(number)
        shutil.copytree(there.root, cut)
        try:
            SharedStore(cut, Depot(rig(number)[0])).keep_up()
        except Unavailable:
            alone = SnapshotStore(cut)
            assert whole(alone) == 1
            assert not list(cut.glob(".fetch-*"))
        else:
            break
        after = SharedStore(cut, Depot(rig(NEVER)[0]))
        after.keep_up()
        assert whole(after) == 2
    assert number > 4


def test_only_what_lacks_is_brought_and_a_look_is_one_call(rig: Rig, tmp_path: Path) -> None:
    here = SharedStore(tmp_path / "a", Depot(rig(NEVER)[0]))
    published(here, 1)
    url, files = rig(NEVER)
    there = SharedStore(tmp_path / "b", Depot(url))
    there.keep_up()
    assert files.called.count("get") == 3
    published(here, 2)
    files.called.clear()
    there.keep_up()
    assert files.called.count("get") == 1, "what was learned is the same"
    files.called.clear()
    there.keep_up()
    assert files.called == ["cat"]
