"""Does the doctor see what is ill, say what to do, and leave everything as it was?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from knowledge_base.consent import Consent
from knowledge_base.depot import Depot, Served
from knowledge_base.events import Event, EventType
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import insert_events
from knowledge_base.storage.feed_imports import Intake, note_intake
from knowledge_base.storage.products import delete_products, put_products
from service.doctor import WEEK, examine
from service.judging.tolerances import Tolerances
from service.nightly import train
from service.settings import Settings, load_settings
from tests.service.flow import LINES, MARKET

NOW = datetime.now(UTC)
"""The database stamps rows by its own clock, which is the present."""


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return load_settings(data_dir=tmp_path, database_url=database_url)


@pytest.fixture
def well(database: Database, store: SnapshotStore) -> Database:
    """Have a shop that was trained, with as many views a day as a week ago."""
    with database.write() as connection:
        put_products(connection, LINES)
    happen(database, views(100, NOW) + views(100, NOW - WEEK))
    train(database, store, MARKET, now=NOW)
    return database


def views(number: int, until: datetime, robot: int = 0) -> list[Event]:
    moments = [until - timedelta(minutes=1 + one) for one in range(number)]
    sure = f"{until.timestamp()}-{robot}"
    return [
        Event(f"{sure}-{at}", EventType.VIEW, at, Consent.NONE, product_id="cam1", robot=robot)
        for at in moments
    ]


def happen(database: Database, happened: Sequence[Event]) -> None:
    with database.write() as connection:
        insert_events(connection, happened)


def ill(settings: Settings, now: datetime = NOW) -> dict[str, str]:
    """Return what is not well, by subject; disks of test machines are theirs."""
    return {
        one.subject: one.detail
        for one in examine(settings, now)
        if not one.is_well and one.subject != "disk"
    }


def test_a_shop_that_is_well_has_no_remedies(well: Database, settings: Settings) -> None:  # noqa: ARG001 - it is there
    assert ill(settings, datetime.now(UTC)) == {}
    subjects = {one.subject for one in examine(settings, NOW)}
    assert subjects >= {"settings", "disk", "snapshot", "database", "migrations", "clock"}
    assert subjects >= {"feed", "events", "robots"}


def test_a_shop_that_was_just_made_is_told_what_it_lacks(settings: Settings) -> None:
    assert ill(settings, datetime.now(UTC)).keys() == {"snapshot", "feed", "events"}


def test_where_there_is_nothing_nothing_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "nowhere"
    assert ill(load_settings(data_dir=folder)).keys() == {"data"}
    assert not folder.exists()
    folder.mkdir()
    assert "database" in ill(load_settings(data_dir=folder))
    assert list(folder.iterdir()) == []


def test_a_week_without_anything_new_is_seen_everywhere(
    well: Database,  # noqa: ARG001 - it is there
    settings: Settings,
) -> None:
    assert ill(settings, NOW + WEEK).keys() >= {"snapshot", "feed", "events"}


def test_a_flow_that_halves_is_seen_by_its_type(well: Database, settings: Settings) -> None:
    happen(well, [replace(one, type=EventType.CLICK) for one in views(60, NOW - 2 * WEEK)])
    assert "events" not in ill(settings)
    week_before = [replace(one, event_id=f"c{one.at}") for one in views(60, NOW - WEEK)]
    happen(well, [replace(one, type=EventType.CLICK) for one in week_before])
    assert ill(settings)["events"] == "click: 0 within a day, 60 a week before"


def test_a_feed_that_suddenly_makes_little_sense_is_seen(
    well: Database, settings: Settings
) -> None:
    for refused, hours in ((10, -1), (28, 1), (200, 2)):
        assert "feed" not in ill(settings)
        with well.write() as connection:
            intake = Intake(whole=True, taken=1_000 - refused, refused=refused)
            note_intake(connection, intake, NOW + timedelta(hours=hours))
    assert ill(settings)["feed"] == (
        "200 of the 1,000 lines of the last whole feed (20.0%) were refused,"
        " 1.0% of the one before"
    )


def test_many_robots_are_seen(well: Database, settings: Settings) -> None:
    happen(well, views(90, NOW, robot=80))
    assert ill(settings)["robots"] == "robots did 47% of a day's events"


def test_a_snapshot_that_is_damaged_or_held_is_seen(
    well: Database,  # noqa: ARG001 - it is there
    settings: Settings,
    store: SnapshotStore,
) -> None:
    store.pin()
    assert "rollback" in ill(settings)["snapshot"]
    next(store.objects.iterdir()).write_bytes(b"damaged")
    assert "is damaged" in ill(settings)["snapshot"]


def test_a_night_that_was_refused_is_told_until_another_is_served(
    well: Database, settings: Settings, store: SnapshotStore
) -> None:
    with well.write() as connection:
        delete_products(connection, ["cam1", "cam3", "card2"])
    small = Tolerances(products=5)
    assert train(well, store, MARKET, now=NOW + timedelta(minutes=1), limits=small).refused
    assert "7 products" in ill(settings)["night"]
    train(well, store, MARKET, now=NOW + timedelta(minutes=2))
    assert "night" not in ill(settings)


def test_tables_of_another_version_are_seen(well: Database, settings: Settings) -> None:
    with well.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert "0001" in ill(settings)["migrations"]


def test_a_clock_that_was_set_back_is_seen(well: Database, settings: Settings) -> None:  # noqa: ARG001 - it is there
    assert "clock" in ill(settings, NOW - timedelta(hours=1))


def test_a_depot_that_is_empty_ahead_or_away_is_named(
    well: Database,  # noqa: ARG001 - it is there
    settings: Settings,
    store: SnapshotStore,
    tmp_path: Path,
) -> None:
    place = tmp_path / "depot"
    sharing = settings.model_copy(update={"snapshots": f"file://{place}"})
    assert ill(sharing)["depot"] == f"nothing is published in file://{place}"
    depot = Depot(sharing.snapshots)
    depot.serve(Served("another", is_pinned=False))
    assert ill(sharing)["depot"] == f"file://{place} names another"
    depot.serve(Served(store.current() or "", is_pinned=False))
    assert "depot" not in ill(sharing)
    (place / "CURRENT").unlink()
    (place / "CURRENT").mkdir()
    assert "cannot be reached" in ill(sharing)["depot"]
