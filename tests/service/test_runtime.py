import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from threadpoolctl import threadpool_info

from knowledge_base.consent import Consent
from knowledge_base.errors import Unavailable
from knowledge_base.profiles import NOBODY
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.change_log import Topic
from knowledge_base.storage.database import Database, open_database
from knowledge_base.storage.erasure import erase_rows
from knowledge_base.storage.merchandising import put_entry
from knowledge_base.storage.products import delete_products, put_products
from ranking.context import Context
from service.answering.scene import Scene
from service.engine import Engine
from service.nightly import train
from service.runtime import Runtime
from tests.service.flow import LINES, MARKET, NOW, Desk


@pytest.fixture
def runtime(shop: Database, store: SnapshotStore) -> Iterator[Runtime]:
    made = Runtime(shop, store, MARKET, poll_seconds=60)
    made.profile_seconds = 10  # however busy the machine is
    made.start()
    yield made
    made.stop()


def prices(runtime: Runtime, product_id: str) -> list[str]:
    page = Desk(runtime.engine).search("", "category:Foto")
    return [hit["price"] for hit in page["hits"] if hit["product_id"] == product_id]


def test_a_patch_shows_without_a_new_snapshot(runtime: Runtime) -> None:
    before = runtime.engine
    camera = next(one for one in LINES if one.product_id == "cam1")
    with runtime.database.write() as connection:
        put_products(connection, [replace(camera, price=Decimal("333.00"))])
    runtime.refresh()
    assert prices(runtime, "cam1") == ["333.00"]
    assert runtime.engine.snapshot_id == before.snapshot_id
    assert before.live.price.max() == 50000, "who took the old engine keeps it as it was"


def test_a_deleted_product_vanishes(runtime: Runtime) -> None:
    with runtime.database.write() as connection:
        delete_products(connection, ["cam1"])
    runtime.refresh()
    assert prices(runtime, "cam1") == []


def test_a_rule_is_in_force_with_the_next_look(runtime: Runtime) -> None:
    rule = {"name": "r", "when": {}, "then": [{"hide": {"product_id": "cam1"}}]}
    with runtime.database.write() as connection:
        put_entry(connection, "rules", "r", rule, author="test", expected_version=None)
    runtime.refresh()
    assert prices(runtime, "cam1") == []


def test_a_new_snapshot_is_taken_over_with_the_changes_since(runtime: Runtime) -> None:
    later = NOW + timedelta(hours=1)
    camera = next(one for one in LINES if one.product_id == "cam1")
    report = train(runtime.database, runtime.store, MARKET, now=later, publish=False)
    with runtime.database.write() as connection:
        put_products(connection, [replace(camera, price=Decimal("222.00"))])
    runtime.store.publish(report.snapshot_id)
    runtime.refresh()
    assert runtime.engine.snapshot_id == report.snapshot_id
    assert prices(runtime, "cam1") == ["222.00"]


def test_a_new_snapshot_is_rehearsed_before_anybody_asks_it(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    rehearsed: list[tuple[str, str]] = []

    def rehearse(engine: Engine, _: datetime) -> None:
        rehearsed.append((engine.snapshot_id, runtime.engine.snapshot_id))

    monkeypatch.setattr("service.runtime.rehearse", rehearse)
    before = runtime.engine.snapshot_id
    with runtime.database.write() as connection:
        delete_products(connection, ["cam1"])
    runtime.refresh()
    report = train(runtime.database, runtime.store, MARKET, now=NOW + timedelta(hours=1))
    runtime.refresh()
    assert rehearsed == [(report.snapshot_id, before)]


def test_a_rehearsal_that_goes_wrong_keeps_nobody_from_the_snapshot(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def forget(*_: object) -> None:
        raise ValueError("the text")

    monkeypatch.setattr("service.rehearsal.suggest", forget)
    report = train(runtime.database, runtime.store, MARKET, now=NOW + timedelta(hours=1))
    runtime.refresh()
    assert runtime.engine.snapshot_id == report.snapshot_id
    assert "went wrong" in caplog.text


def test_who_watches_a_topic_is_called_for_that_topic_only(runtime: Runtime) -> None:
    called: list[str] = []
    runtime.watch(Topic.PRODUCTS, lambda: called.append("products"))
    runtime.watch(Topic.KEYS, lambda: called.append("keys"))
    with runtime.database.write() as connection:
        delete_products(connection, ["cam3"])
    runtime.refresh()
    runtime.refresh()
    assert called == ["products"]


def test_a_person_is_read_only_with_consent(runtime: Runtime) -> None:
    def views(consent: Consent) -> int | None:
        context = Context(NOW, "search", "de", consent=consent, visitor_id="visitor-1")
        profile = asyncio.run(runtime.person(context))
        return None if profile is None else profile.views

    assert views(Consent.PERSONALIZATION) == 2
    assert views(Consent.STATISTICS) is None
    assert views(Consent.NONE) is None


def test_nobody_without_consent_is_remembered(runtime: Runtime) -> None:
    context = Context(NOW, "search", "de", consent=Consent.STATISTICS, visitor_id="visitor-1")
    asyncio.run(runtime.person(context))
    assert len(runtime.acquaintances) == 0


def test_who_is_erased_is_forgotten_by_every_process(
    runtime: Runtime, shop_url: str, tmp_path: Path
) -> None:
    other = Runtime(
        open_database(shop_url),
        SnapshotStore(tmp_path / "snapshots"),
        MARKET,
        poll_seconds=60,
    )
    other.profile_seconds = 10  # however busy the machine is
    context = Context(
        NOW, "search", "de", consent=Consent.PERSONALIZATION, visitor_id="visitor-1"
    )
    other.refresh()
    assert asyncio.run(other.person(context)) not in (None, NOBODY)
    assert len(other.acquaintances) == 1
    with runtime.database.write() as connection:
        erase_rows(connection, "visitor-1")
    assert asyncio.run(other.person(context)) == NOBODY, "before it has heard of it"
    other.refresh()
    assert len(other.acquaintances) == 0
    other.stop()


def test_what_was_made_of_an_erased_profile_goes_with_it(runtime: Runtime) -> None:
    context = Context(
        NOW, "search", "de", consent=Consent.PERSONALIZATION, visitor_id="visitor-1"
    )
    Scene.of(runtime.engine, context, asyncio.run(runtime.person(context)))
    assert len(runtime.engine.opened.askers) == 1
    with runtime.database.write() as connection:
        erase_rows(connection, "visitor-1")
    runtime.refresh()
    assert len(runtime.engine.opened.askers) == 0


@pytest.mark.usefixtures("runtime")
def test_arithmetic_of_a_request_takes_one_thread() -> None:
    known = threadpool_info()
    assert {one["num_threads"] for one in known if one["user_api"] == "blas"} == {1}


def test_a_person_the_database_cannot_tell_of_is_a_stranger(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise Unavailable("the database says: disk I/O error")

    monkeypatch.setattr(runtime.database, "look", fail)
    context = Context(
        NOW, "search", "de", consent=Consent.PERSONALIZATION, visitor_id="visitor-1"
    )
    assert asyncio.run(runtime.person(context)) is None
    assert runtime.late_profiles == 1


def test_who_watches_is_called_again_after_a_failure(runtime: Runtime) -> None:
    called: list[bool] = []

    def watch() -> None:
        called.append(True)
        if len(called) == 1:
            raise Unavailable("the database says: locked")

    runtime.watch(Topic.PRODUCTS, watch)
    with runtime.database.write() as connection:
        delete_products(connection, ["cam3"])
    with pytest.raises(Unavailable):
        runtime.refresh()
    runtime.refresh()
    assert len(called) == 2


def test_a_damaged_snapshot_keeps_no_change_from_coming_in(runtime: Runtime) -> None:
    using = runtime.engine.snapshot_id
    later = NOW + timedelta(hours=1)
    broken = train(runtime.database, runtime.store, MARKET, now=later).snapshot_id
    (runtime.store.root / broken / "manifest.json").write_text("{")
    with runtime.database.write() as connection:
        delete_products(connection, ["cam1"])
    runtime.refresh()
    assert runtime.engine.snapshot_id == using
    assert prices(runtime, "cam1") == []
    assert broken in runtime.published.trouble
    healed = train(runtime.database, runtime.store, MARKET, now=later + timedelta(hours=1))
    runtime.refresh()
    assert runtime.engine.snapshot_id == healed.snapshot_id
    assert runtime.published.trouble == ""


def test_nothing_is_answered_before_the_start(database: Database, tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        _ = Runtime(database, SnapshotStore(tmp_path / "snapshots"), MARKET).engine


def test_a_first_start_serves_an_empty_shop(database: Database, tmp_path: Path) -> None:
    made = Runtime(database, SnapshotStore(tmp_path / "snapshots"), MARKET, poll_seconds=60)
    made.start()
    assert made.engine.catalogue.products == 0
    made.stop()
