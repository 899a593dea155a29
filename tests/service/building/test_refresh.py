"""Can what is new be found without a training, and is what was learned still known?"""

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from knowledge_base.errors import Conflict, UnknownName
from knowledge_base.live import LiveFacts
from knowledge_base.manifest import CATALOGUE, LEARNED
from knowledge_base.market import Market
from knowledge_base.merchandising import merchandising_from
from knowledge_base.products import Product
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import insert_events
from knowledge_base.storage.products import delete_products, put_products
from knowledge_base.storage.successes import Successes
from ranking.learning import Popularity
from search.suggestions import build_suggestions
from service.building.merging import merged, publish_merged, roll_back, trained_at
from service.building.refresh import REFRESHING, refresh
from service.engine import assemble, open_snapshot
from service.nightly import train
from tests.knowledge_base.shop import both
from tests.service.flow import LINES, MARKET, NOW, Desk, history, ids, photo

LINE = {one.product_id: one for one in LINES}
LENS = photo("lens", "Teleobjektiv", "Adler", "300.00")


def put(shop: Database, *lines: Product) -> None:
    with shop.write() as connection:
        put_products(connection, lines)


def refresh_at(shop: Database, store: SnapshotStore, hours: int = 1) -> str | None:
    report = refresh(shop, store, MARKET, now=NOW + timedelta(hours=hours))
    return report.snapshot_id if report else None


def served(store: SnapshotStore) -> Desk:
    opened = open_snapshot(store, store.current() or "")
    live = LiveFacts.at_rest(opened.catalogue, opened.seq)
    return Desk(assemble(opened, live, merchandising_from(0, {}), NOW))


def training(store: SnapshotStore) -> str:
    return str(store.manifest(store.current() or "").parts[LEARNED].facts["training"])


def popularity(desk: Desk) -> dict[str, float]:
    learned, catalogue = desk.engine.opened.learned, desk.engine.catalogue
    return dict(
        zip(catalogue.product_ids.column.texts(), learned["popularity"].tolist(), strict=True)
    )


def test_a_new_product_is_found_by_its_title_without_a_training(
    shop: Database, store: SnapshotStore
) -> None:
    before, learned = store.current(), training(store)
    put(shop, LENS)
    assert served(store).found("teleobjektiv") == []
    assert refresh_at(shop, store) == store.current() != before
    assert served(store).found("teleobjektiv") == ["lens"]
    assert training(store) == learned


def test_a_new_text_is_found_and_the_old_one_no_longer(
    shop: Database, store: SnapshotStore
) -> None:
    put(shop, replace(LINE["cam1"], title=both("Spiegelreflex", "reflex")))
    refresh_at(shop, store)
    desk = served(store)
    assert desk.found("spiegelreflex") == ["cam1"]
    assert desk.found("eins") == ["card1"]
    assert desk.search("spiegelreflex")["hits"][0]["title"] == "Spiegelreflex"


def test_a_product_that_is_gone_is_gone(shop: Database, store: SnapshotStore) -> None:
    with shop.write() as connection:
        delete_products(connection, ["cam2"])
    refresh_at(shop, store)
    desk = served(store)
    assert desk.engine.catalogue.product_row("cam2") < 0
    assert "cam2" not in desk.found("kamera")
    assert "cam2" not in ids(desk.recommend("product_alternatives", product_id="cam1"))


def test_what_was_learned_is_known_of_the_same_products_afterwards(
    shop: Database, store: SnapshotStore
) -> None:
    before = served(store)
    with shop.write() as connection:
        delete_products(connection, ["run3", "run1-42"])
        put_products(connection, [LENS])
    refresh_at(shop, store)
    after = served(store)
    assert before.engine.catalogue.product_row("cam2") != after.engine.catalogue.product_row(
        "cam2"
    )
    was, now = popularity(before), popularity(after)
    assert {one: now[one] for one in now.keys() & was.keys()} == {
        one: was[one] for one in now.keys() & was.keys()
    }
    for placement, product in (
        ("product_alternatives", "cam1"),
        ("product_accessories", "cam2"),
        ("product_alternatives", "run1"),
    ):
        one, other = (
            desk.recommend(placement, product_id=product, limit=1) for desk in (before, after)
        )
        assert ids(one) == ids(other), placement
        assert [hit["recommender"] for hit in one["hits"]] == [
            hit["recommender"] for hit in other["hits"]
        ]


def test_a_new_product_has_alternatives_by_what_it_is_and_is_popular_as_its_type(
    shop: Database, store: SnapshotStore
) -> None:
    put(shop, LENS)
    refresh_at(shop, store)
    desk = served(store)
    shelf = desk.recommend("product_alternatives", product_id="lens", limit=2)
    assert {hit["recommender"] for hit in shelf["hits"]} == {"alternatives"}
    assert set(ids(shelf)) < {"cam1", "cam2", "cam3"}
    liked = popularity(desk)
    assert liked["cam3"] < liked["lens"] < liked["cam2"]


def test_queries_are_suggested_as_before(shop: Database, store: SnapshotStore) -> None:
    put(shop, *(replace(LENS, product_id=f"lens{number}") for number in range(3)))
    refresh_at(shop, store)
    texts = [one["text"] for one in served(store).suggest("tele")["queries"]]
    assert texts, "the words of new products are suggested"


def test_kept_queries_survive_a_refresh(
    shop: Database, store: SnapshotStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Sequence[Any]] = []

    def spy(catalogue: Any, language: Any, queries: Sequence[Any], out: Any) -> None:
        seen.append(queries)
        build_suggestions(catalogue, language, queries, out)

    monkeypatch.setattr(Successes, "frequent", lambda *_: [("karte", 7)])
    train(shop, store, MARKET, now=NOW + timedelta(minutes=1))
    monkeypatch.setattr("service.building.parts.build_suggestions", spy)
    put(shop, LENS)
    refresh_at(shop, store)
    assert seen == [[("karte", 7)]] * 2


def test_nothing_is_built_when_no_product_has_changed(
    shop: Database, store: SnapshotStore
) -> None:
    before = store.current()
    with shop.write() as connection:
        insert_events(connection, [replace(next(iter(history())), event_id="other")])
    assert refresh_at(shop, store) is None
    assert store.current() == before


def test_another_language_is_a_change(shop: Database, store: SnapshotStore) -> None:
    report = refresh(shop, store, Market(("en",), "EUR"), now=NOW + timedelta(hours=1))
    assert report
    assert served(store).engine.catalogue.languages == ("en",)


def test_a_shop_that_never_trained_can_be_searched_after_its_first_import(
    database: Database, store: SnapshotStore
) -> None:
    put(database, *LINES)
    refresh_at(database, store)
    desk = served(store)
    assert desk.found("kamera zwei")[0] == "cam2"
    assert ids(desk.recommend("home"))


def test_a_refresh_that_fails_leaves_the_old_one_serving(
    shop: Database, store: SnapshotStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store.current()

    def break_down(*_: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(Popularity, "renumbered", break_down)
    put(shop, LENS)
    with pytest.raises(MemoryError):
        refresh_at(shop, store)
    assert store.current() == before
    assert not list(store.root.glob(".refresh-*"))
    assert not store.is_refreshing


def test_refreshed_snapshots_do_not_pile_up(shop: Database, store: SnapshotStore) -> None:
    for hour in range(1, 4):
        put(shop, replace(LENS, title=both(f"Linse {hour}", f"lens {hour}")))
        refresh_at(shop, store, hour)
    manifests = store.manifests()
    assert [one.is_trained for one in manifests] == [True, False, False]
    for one in manifests:
        store.check(one)


class TestRollback:
    @pytest.fixture
    def fault(self, shop: Database, store: SnapshotStore) -> Database:
        """Let a night learn something else than the one before, over other products."""
        put(shop, LENS)
        with shop.write() as connection:
            loved = [replace(one, product_id="card2") for one in history()]
            again = [
                replace(one, event_id=f"again-{at}-{one.event_id}")
                for at in range(3)
                for one in loved
            ]
            insert_events(connection, again)
        train(shop, store, MARKET, now=NOW + timedelta(days=1))
        return shop

    @pytest.mark.usefixtures("fault")
    def test_it_brings_back_what_was_learned_and_keeps_the_products_of_now(
        self, store: SnapshotStore
    ) -> None:
        assert max(popularity(served(store)).items(), key=lambda one: one[1])[0] == "card2"
        manifest = roll_back(store, NOW + timedelta(days=1, minutes=1))
        assert store.current() == manifest.snapshot_id
        assert store.pinned
        desk = served(store)
        assert desk.found("teleobjektiv") == ["lens"]
        liked = popularity(desk)
        assert liked["card2"] < liked["cam2"]
        assert trained_at(manifest) == NOW.isoformat()

    def test_new_products_are_found_under_the_pin_and_the_pin_stays(
        self, fault: Database, store: SnapshotStore
    ) -> None:
        roll_back(store, NOW + timedelta(days=1, minutes=1))
        held = training(store)
        put(fault, photo("flash", "Blitzgerät", "Uhu", "80.00"))
        refresh_at(fault, store, 26)
        assert served(store).found("blitzgerät") == ["flash"]
        assert store.pinned
        assert training(store) == held
        assert not train(fault, store, MARKET, now=NOW + timedelta(days=2)).published

    def test_a_second_one_goes_back_further_not_forth(
        self, fault: Database, store: SnapshotStore
    ) -> None:
        train(fault, store, MARKET, now=NOW + timedelta(days=2))
        days = [
            trained_at(roll_back(store, NOW + timedelta(days=2, minutes=at))) for at in (1, 2)
        ]
        assert days == [(NOW + timedelta(days=1)).isoformat(), NOW.isoformat()]
        with pytest.raises(UnknownName, match="nothing was learned before"):
            roll_back(store, NOW + timedelta(days=3))

    @pytest.mark.usefixtures("fault")
    def test_what_was_learned_before_and_cannot_be_read_is_named(
        self, store: SnapshotStore
    ) -> None:
        current, older = store.current(), store.manifests()[0]
        entry = older.parts[LEARNED].files["popularity/popularity.npy"]
        (store.objects / entry.sha256).write_bytes(b"")
        with pytest.raises(Conflict, match=f"{older.snapshot_id} cannot be read"):
            roll_back(store, NOW + timedelta(days=2))
        assert (store.current(), store.pinned) == (current, False)


class TestMeetings:
    """A refresh and a training that end in each other's time."""

    def test_a_training_is_published_over_the_catalogue_that_was_refreshed_meanwhile(
        self, shop: Database, store: SnapshotStore
    ) -> None:
        night = train(shop, store, MARKET, now=NOW + timedelta(days=1), publish=False)
        made = store.manifest(night.snapshot_id)
        put(shop, LENS)
        refresh_at(shop, store, 25)
        publish_merged(store, made, is_trained=True, now=NOW + timedelta(days=1))
        assert training(store) == made.parts[LEARNED].facts["training"]
        assert served(store).found("teleobjektiv") == ["lens"]

    def test_a_refresh_takes_over_what_was_learned_meanwhile(
        self, shop: Database, store: SnapshotStore
    ) -> None:
        first = store.current() or ""
        put(shop, LENS)
        refresh_at(shop, store, 25)
        made = store.manifest(store.current() or "")
        store.publish(first)
        night = train(shop, store, MARKET, now=NOW + timedelta(hours=24))
        publish_merged(store, made, is_trained=False, now=NOW + timedelta(hours=26))
        learned = store.manifest(night.snapshot_id).parts[LEARNED].facts["training"]
        assert training(store) == learned
        catalogue = store.manifest(store.current() or "").parts[CATALOGUE]
        assert catalogue == made.parts[CATALOGUE]

    def test_what_fits_already_is_not_made_again(
        self, shop: Database, store: SnapshotStore
    ) -> None:
        put(shop, LENS)
        refresh_at(shop, store)
        night, day = store.manifests()
        assert merged(store, day, night, NOW) == day


def test_a_kill_leaves_the_old_or_the_new_snapshot(
    tmp_path: Path, shop: Database, shop_url: str
) -> None:
    store = SnapshotStore(tmp_path / "snapshots")
    environment = {
        **os.environ,  # noqa: TID251 - handed on
        "TRESEN_DATA_DIR": str(tmp_path),
        "TRESEN_DATABASE_URL": shop_url,
    }
    command = [sys.executable, "-m", "service", "refresh"]
    for cycle in range(4):
        put(shop, replace(LENS, title=both(f"Linse {cycle}", f"lens {cycle}")))
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
            assert process.stdout
            for _ in range(1 + 3 * cycle):
                process.stdout.readline()
            process.kill()
        store.check(store.manifest(store.current() or ""))
        served(store)
    refresh_at(shop, store, int((datetime.now(UTC) - NOW) / timedelta(hours=1)) + 1)
    assert served(store).found("linse") == ["lens"]
    assert not list(store.root.glob(".refresh-*"))


@pytest.mark.parametrize(
    "databases", [pytest.param("postgresql", marks=pytest.mark.database)], indirect=True
)
def test_a_refresh_waits_for_one_on_another_host(shop: Database, store: SnapshotStore) -> None:
    put(shop, Product("new", title=both("Stehlampe", "lamp")))
    with ThreadPoolExecutor() as hosts:
        with shop.claimed(REFRESHING):
            waiting = hosts.submit(refresh_at, shop, store)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=1)
        assert waiting.result()
