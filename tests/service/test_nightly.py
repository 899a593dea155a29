from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from knowledge_base.live import LiveFacts
from knowledge_base.manifest import LEARNED
from knowledge_base.merchandising import merchandising_from
from knowledge_base.profiles import Profile
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import insert_events
from knowledge_base.storage.summaries import summary_text
from knowledge_base.storage.tables import events, people
from ranking.learning import Popularity
from service.engine import assemble, open_snapshot
from service.nightly import publish_nothing, train
from tests.service.flow import MARKET, NOW, Desk, history


def test_a_night_publishes_what_it_built(filled: Database, store: SnapshotStore) -> None:
    stages: list[str] = []
    report = train(filled, store, MARKET, now=NOW, progress=stages.append)
    assert report.published
    assert store.current() == report.snapshot_id
    assert (report.products, report.variants, report.interactions) == (10, 12, 70)
    assert stages == list(report.seconds)


def test_a_snapshot_names_nobody(filled: Database, store: SnapshotStore) -> None:
    train(filled, store, MARKET, now=NOW)
    files = [one for one in store.root.rglob("*") if one.is_file()]
    content = b"".join(one.read_bytes() for one in files)
    assert b"cam2" in content, "the search itself must be able to find something"
    for trace in (b"visitor-", b"session-", b"order-"):
        assert trace not in content


def test_a_night_that_fails_leaves_yesterday_serving(
    filled: Database, store: SnapshotStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = train(filled, store, MARKET, now=NOW)

    def break_down(*_: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(Popularity, "fit", break_down)
    with pytest.raises(MemoryError):
        train(filled, store, MARKET, now=NOW + timedelta(days=1))
    assert store.current() == before.snapshot_id
    assert not list(store.root.glob(".draft-*"))


def test_a_rollback_pins_until_it_is_let_go(filled: Database, store: SnapshotStore) -> None:
    first = train(filled, store, MARKET, now=NOW)
    store.pin()
    held = train(filled, store, MARKET, now=NOW + timedelta(days=1))
    assert not held.published
    assert store.current() == first.snapshot_id
    store.unpin()
    assert train(filled, store, MARKET, now=NOW + timedelta(days=2)).published


def test_a_night_can_be_kept_from_publishing(filled: Database, store: SnapshotStore) -> None:
    report = train(filled, store, MARKET, now=NOW, publish=False)
    assert store.current() is None
    assert [one.snapshot_id for one in store.manifests()] == [report.snapshot_id]


def test_an_empty_shop_answers_with_empty_lists(store: SnapshotStore) -> None:
    publish_nothing(store, MARKET, NOW)
    opened = open_snapshot(store, store.current() or "")
    live = LiveFacts.at_rest(opened.catalogue, 0)
    empty = Desk(assemble(opened, live, merchandising_from(0, {}), NOW))
    for text in ("", "kamera"):
        body = empty.search(text)
        assert (body["total"], body["hits"], body["level"]) == (0, [], "base")
    assert empty.search("", "brand:Adler", "category:Mode/Damen")["hits"] == []
    shelf = empty.recommend("home")
    assert (shelf["title"], shelf["hits"], shelf["level"]) == ("Beliebt im Shop", [], "base")
    assert empty.recommend("product_alternatives", product_id="x")["hits"] == []


def test_the_same_data_make_the_same_files(filled: Database, tmp_path: Path) -> None:
    stores = [SnapshotStore(tmp_path / name) for name in ("one", "other")]
    ids = [train(filled, one, MARKET, now=NOW).snapshot_id for one in stores]
    made, again = (
        {
            f"{part}/{name}": entry.sha256
            for part, one in store.manifest(snapshot_id).parts.items()
            for name, entry in one.files.items()
            if name.endswith(".npy")  # tantivy names its files by chance, and itself in them
        }
        for store, snapshot_id in zip(stores, ids, strict=True)
    )
    assert made == again


def test_a_manifest_says_how_long_the_stages_took(
    filled: Database, store: SnapshotStore
) -> None:
    report = train(filled, store, MARKET, now=NOW)
    noted = store.manifest(report.snapshot_id).notes["stages"]
    assert dict(noted) == report.seconds
    assert [name for name, _ in noted] == list(report.seconds)


def test_a_full_night_folds_every_person_anew(filled: Database, store: SnapshotStore) -> None:
    def summaries() -> set[str]:
        with filled.read() as connection:
            return set(connection.execute(select(people.c.summary)).scalars())

    train(filled, store, MARKET, now=NOW)
    sound, nothing = summaries(), summary_text(Profile())
    assert nothing not in sound
    with filled.write() as connection:
        connection.execute(update(people).values(summary=nothing))
    train(filled, store, MARKET, now=NOW)
    assert summaries() == {nothing}, "nobody has done anything since"
    train(filled, store, MARKET, now=NOW, full=True)
    assert summaries() == sound


def test_an_ordinary_night_and_a_full_one_learn_the_same(
    filled: Database, store: SnapshotStore, tmp_path: Path
) -> None:
    with filled.write() as connection:
        connection.execute(delete(events).where(events.c.seq > 40))
    train(filled, store, MARKET, now=NOW)
    with filled.write() as connection:
        insert_events(connection, list(history()))
    other = SnapshotStore(tmp_path / "full")
    later = NOW + timedelta(days=1)
    learned = [
        {
            name: entry.sha256
            for name, entry in where.manifest(report.snapshot_id).parts[LEARNED].files.items()
            if name.endswith(".npy") and not name.startswith("for_you/")
        }
        for where, report in (
            (store, train(filled, store, MARKET, now=later)),
            (other, train(filled, other, MARKET, now=later, full=True)),
        )
    ]
    assert learned[0] == learned[1]
