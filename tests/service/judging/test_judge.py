"""Is what a night made refused where a shopper must not meet it, and served otherwise?"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from knowledge_base.errors import UnknownName
from knowledge_base.events import Event, RefusedEvent
from knowledge_base.products import Product
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database, open_database
from knowledge_base.storage.events import insert_events, keep_refused
from knowledge_base.storage.merchandising import put_entry
from knowledge_base.storage.products import delete_products, put_products
from ranking.learning import Popularity
from service.building.merging import roll_back, sound, trained_at
from service.judging.tolerances import Tolerances
from service.nightly import TrainReport, train
from tests.databases import SQLITE_ONLY
from tests.knowledge_base.shop import both
from tests.service.flow import LINES, MARKET, NOW, history

pytestmark = SQLITE_ONLY  # the database only supplies what snapshots are made of
LIMITS = Tolerances(products=5, interactions=50, events=1_000)
Night = Callable[[int], TrainReport]


@pytest.fixture
def night(database: Database, store: SnapshotStore) -> Night:
    """Have a shop that was trained once; train it again some days later."""
    have(database, LINES, history())

    def run(days: int) -> TrainReport:
        now = NOW + timedelta(days=days)
        return train(database, store, MARKET, now=now, limits=LIMITS)

    assert run(0).published
    return run


def have(
    database: Database, lines: Iterable[Product] = (), happened: Iterable[Event] = ()
) -> None:
    with database.write() as connection:
        put_products(connection, list(lines))
        insert_events(connection, list(happened))


def spoiled(monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Any], Any]) -> None:
    """Have popularity learned wrongly."""
    learn = Popularity.fit

    def fit(self: Popularity, *asked: Any) -> dict[str, Any]:
        arrays = learn(self, *asked)
        return {**arrays, "popularity": spoil(arrays["popularity"])}

    monkeypatch.setattr(Popularity, "fit", fit)


def test_an_ordinary_night_is_published(database: Database, night: Night) -> None:
    more = [replace(one, event_id=f"{one.event_id}-more") for one in history()]
    have(database, [replace(LINES[4], price=Decimal(401))], more)
    report = night(1)
    assert (report.published, list(report.refused)) == (True, [])


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda values: values * np.float32(np.nan), "no numbers"),
        (lambda values: values + np.float32(np.inf), "no numbers"),
        (lambda values: values - 1000, "below 0"),
        (lambda values: values[:-1], "the shape (9,)"),
    ],
)
def test_what_was_learned_wrongly_is_refused_and_the_old_one_serves_on(
    night: Night,
    store: SnapshotStore,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[Any], Any],
    reason: str,
) -> None:
    before = store.current()
    spoiled(monkeypatch, spoil)
    report = night(1)
    assert not report.published
    assert any(reason in one for one in report.refused)
    assert store.current() == before
    assert store.manifest(report.snapshot_id).refused == list(report.refused)


def test_a_catalogue_that_lost_many_products_is_refused(
    database: Database, night: Night
) -> None:
    with database.write() as connection:
        delete_products(connection, ["cam1", "cam3", "card2"])
    (reason,) = night(1).refused
    assert "7 products, what is served 10" in reason


def test_prices_a_hundred_times_as_high_are_refused(database: Database, night: Night) -> None:
    have(database, [replace(one, price=(one.price or Decimal(0)) * 100) for one in LINES])
    (reason,) = night(1).refused
    assert "median price" in reason


def test_a_log_that_lost_half_of_its_events_is_refused(
    night: Night, store: SnapshotStore, tmp_path: Path
) -> None:
    assert night is not None
    other = open_database(f"sqlite:///{tmp_path}/restored.db")
    other.migrate()
    have(other, LINES, list(history())[:30])
    now = NOW + timedelta(days=1)
    (reason,) = train(other, store, MARKET, now=now, limits=LIMITS).refused
    other.close()
    assert "events" in reason


def test_a_day_many_of_whose_events_could_not_be_stored_is_refused(
    database: Database, night: Night, store: SnapshotStore
) -> None:
    assert night is not None
    now = NOW + timedelta(days=1)
    have(
        database,
        happened=[replace(one, event_id=f"{one.event_id}+", at=now) for one in history()],
    )
    with database.write() as connection:
        keep_refused(connection, [RefusedEvent("bad_type", "type", "unknown", "{}")] * 20)
    report = train(
        database, store, MARKET, now=now + timedelta(hours=1), limits=replace(LIMITS, events=20)
    )
    assert any("% of the last day's events were refused" in one for one in report.refused)


def test_nobody_falls_or_rolls_back_to_what_was_refused(
    night: Night, store: SnapshotStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as meanwhile:
        spoiled(meanwhile, lambda values: values - 1000)
        refused = night(1).snapshot_id
    assert refused not in {one.snapshot_id for one in sound(store)}
    first = store.current()
    assert night(2).published
    back = roll_back(store, NOW + timedelta(days=3))
    assert trained_at(back) == trained_at(store.manifest(first or ""))


def test_refused_nights_push_out_no_good_one(
    night: Night, store: SnapshotStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert night(1).published
    good = {one.snapshot_id for one in store.manifests()}
    spoiled(monkeypatch, lambda values: values - 1000)
    for days in range(2, 5):
        night(days)
    store.prune(2, NOW)
    assert good <= set(store.ids())
    assert len(store.ids()) == len(good) + 2


def test_what_was_refused_can_be_published_by_hand(
    night: Night, store: SnapshotStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoiled(monkeypatch, lambda values: values - 1000)
    refused = night(1).snapshot_id
    store.publish(refused)
    assert next(sound(store)).snapshot_id == refused
    with pytest.raises(UnknownName):
        store.publish("another")


def test_a_golden_query_that_does_not_hold_any_more_is_refused(
    database: Database, night: Night
) -> None:
    body = {"query": "kamera", "expect": [{"product_id": "cam2", "at_most": 3}]}
    with database.write() as connection:
        put_entry(connection, "golden_queries", "cameras", body, author="Anna")
    assert night(1).published
    (line,) = (one for one in LINES if one.product_id == "cam2")
    have(database, [replace(line, title=both("Objektiv", "Lens"), categories={})])
    assert "golden query 'kamera': cam2 is not among the first 3" in night(2).refused


def test_a_manifest_says_what_was_measured(night: Night, store: SnapshotStore) -> None:
    notes = store.manifest(night(1).snapshot_id).notes
    assert notes["trial"]["found"] == notes["trial"]["asked"] > 0
    assert notes["refused"] == []
