"""Is it told what one snapshot has and another one lacks?"""

from datetime import timedelta

import pytest

from knowledge_base.errors import Conflict, UnknownName
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import insert_events
from knowledge_base.storage.products import delete_products, put_products
from service.building.differing import differences
from service.nightly import train
from tests.databases import SQLITE_ONLY
from tests.service.flow import LINES, MARKET, NOW, history, photo

pytestmark = SQLITE_ONLY  # compares what lies in snapshots, wherever it was read from


def test_products_and_what_was_learned_are_compared(
    database: Database, store: SnapshotStore
) -> None:
    with database.write() as connection:
        put_products(connection, LINES)
    one = train(database, store, MARKET, now=NOW).snapshot_id
    with database.write() as connection:
        delete_products(connection, ["card2"])
        put_products(connection, [photo("cam9", "Kamera Neun", "Uhu", "9.00")])
        insert_events(connection, list(history()))
    other = train(database, store, MARKET, now=NOW + timedelta(days=1)).snapshot_id
    told = {name: (here, there) for name, here, there in differences(store, one, other)}
    assert told["products only here"] == ("1: card2", "1: cam9")
    assert told["interactions"] == ("0", "70")
    assert told["learned"] == ("2026-06-01T12:00:00", "2026-06-02T12:00:00")
    assert told["learned files only here"] != ("0", "0")


def test_a_snapshot_does_not_differ_from_itself(
    database: Database, store: SnapshotStore
) -> None:
    with database.write() as connection:
        put_products(connection, LINES)
    made = train(database, store, MARKET, now=NOW).snapshot_id
    rows = differences(store, made, made)
    assert all(here == there for _, here, there in rows)
    assert {here for name, here, _ in rows if "only here" in name} == {"0"}


def test_what_cannot_be_read_is_not_compared(database: Database, store: SnapshotStore) -> None:
    made = train(database, store, MARKET, now=NOW).snapshot_id
    with pytest.raises(UnknownName):
        differences(store, made, "another")
    next(store.objects.iterdir()).write_bytes(b"damaged")
    with pytest.raises(Conflict):
        differences(store, made, made)
