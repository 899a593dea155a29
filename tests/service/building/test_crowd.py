from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from knowledge_base.census import Census
from knowledge_base.manifest import LEARNED
from knowledge_base.products import Product
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database
from knowledge_base.storage.products import put_products
from service.building.crowd import census_in
from service.building.refresh import refresh
from service.engine import open_snapshot
from service.nightly import publish_nothing, train
from tests.service.flow import MARKET, NOW


def test_a_night_counts_everybody_and_names_nobody(
    filled: Database, store: SnapshotStore
) -> None:
    train(filled, store, MARKET, now=NOW)
    (manifest,) = store.manifests()
    census = census_in(manifest.parts[LEARNED].facts)
    assert census.people > 0
    assert {"vip", "bargain", "browsing"} <= {one.segment_id for one in census.segments}
    assert "visitor-" not in str(manifest.parts[LEARNED].facts)


def test_what_was_counted_reads_as_it_was_written_and_outlives_a_refresh(
    filled: Database, store: SnapshotStore
) -> None:
    report = train(filled, store, MARKET, now=NOW)
    trained = open_snapshot(store, report.snapshot_id)
    with filled.write() as connection:
        put_products(connection, [Product("new1", title={"de": "Neues"}, price=Decimal(1))])
    refreshed = refresh(filled, store, MARKET, now=NOW + timedelta(hours=1))
    assert refreshed is not None
    carried = open_snapshot(store, refreshed.snapshot_id)
    assert carried.census == trained.census
    odds, before = carried.segment_tastes.odds, trained.segment_tastes.odds
    assert odds.shape == (before.shape[0], before.shape[1] + 1)


def test_twice_the_same_night_counts_the_same(
    filled: Database, store: SnapshotStore, tmp_path: Path
) -> None:
    other = SnapshotStore(tmp_path / "other")
    first, second = (train(filled, one, MARKET, now=NOW) for one in (store, other))
    one, two = open_snapshot(store, first.snapshot_id), open_snapshot(other, second.snapshot_id)
    assert one.census == two.census
    assert (one.segment_tastes.odds == two.segment_tastes.odds).all()


def test_a_shop_that_never_trained_knows_nothing_of_segments(store: SnapshotStore) -> None:
    publish_nothing(store, MARKET, NOW)
    (manifest,) = store.manifests()
    assert census_in(manifest.parts[LEARNED].facts) == Census()
