"""Does a backup bring everything back but those who were erased, and does a drill say so?"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge_base.consent import Consent
from knowledge_base.errors import Conflict, Unavailable, UnknownName
from knowledge_base.events import Event, EventType
from knowledge_base.ledger import LEDGER
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.backup import copy_back, rows
from knowledge_base.storage.database import Database, open_database
from knowledge_base.storage.events import insert_events
from ranking.context import Context
from service.answering.searching import SearchAsk, search
from service.app import open_runtime
from service.backup import Backup, backups, expire, make_backup, read_backup
from service.erasing import erase
from service.nightly import train
from service.restoring import drill, restore
from service.settings import Settings, load_settings
from tests.databases import SQLITE_ONLY, Databases
from tests.service.conftest import fill
from tests.service.flow import MARKET

NOW = datetime.now(UTC)


@pytest.fixture
def settings(shop_url: str, tmp_path: Path) -> Settings:
    return load_settings(data_dir=tmp_path, database_url=shop_url, refresh_every=0)


def shop_of_anna(url: str, folder: Path) -> None:
    """Have a small shop with a snapshot, and somebody in its log."""
    consent = Consent.PERSONALIZATION
    view = Event("v", EventType.VIEW, NOW, consent, product_id="cam1", visitor_id="anna")
    made = open_database(url)
    made.migrate()
    fill(made)
    with made.write() as connection:
        insert_events(connection, [view])
    train(made, SnapshotStore(folder / "snapshots"), MARKET, now=NOW)
    made.close()


@pytest.fixture
def original() -> Callable[[str, Path], None]:
    return shop_of_anna


@pytest.fixture
def kept(shop: Database, settings: Settings, tmp_path: Path) -> Backup:
    return make_backup(settings, shop, tmp_path / "backups", NOW)


def elsewhere(settings: Settings, folder: Path, url: str) -> Settings:
    return settings.model_copy(update={"data_dir": folder, "database_url": url})


def test_what_was_backed_up_serves_again_elsewhere(
    kept: Backup, shop: Database, settings: Settings, tmp_path: Path, databases: Databases
) -> None:
    with shop.read() as connection:
        before = rows(connection)
    url = (
        databases.new("restored") if not settings.embedded else f"sqlite:///{tmp_path}/new/a.db"
    )
    there = elsewhere(settings, tmp_path / "new", url)
    restore(there, read_backup(kept.folder.parent))
    with (restored := open_database(url)).read() as connection:
        assert rows(connection) == before
    restored.close()
    runtime = open_runtime(there)
    runtime.refresh()
    found = search(runtime.engine, SearchAsk(Context(NOW, "search", "de"), "kamera"), None)
    assert found["total"] >= 3
    with runtime.database.read() as connection:
        assert rows(connection)["products"] == before["products"]
    runtime.stop()


def test_a_drill_finds_all_well_and_leaves_nothing(kept: Backup, settings: Settings) -> None:
    seen = list(drill(settings, kept, NOW))
    assert all(is_well for _, is_well in seen), seen
    assert "RTO" in seen[-1][0]
    assert any("golden queries" in said for said, _ in seen)


def test_who_was_erased_after_the_backup_is_erased_again(
    kept: Backup, shop: Database, settings: Settings
) -> None:
    assert erase(shop, settings.data_dir, "anna", now=NOW) > 0
    seen = dict(drill(settings, kept, NOW))
    assert seen["1 erasures hold, 0 do not"]
    assert any(said.startswith("all ") and is_well for said, is_well in seen.items())


def test_a_ledger_that_was_lost_comes_back_with_the_backup(
    shop: Database, settings: Settings, tmp_path: Path
) -> None:
    erase(shop, settings.data_dir, "anna", now=NOW)
    kept = make_backup(settings, shop, tmp_path / "backups", NOW)
    if settings.embedded:
        there = elsewhere(settings, tmp_path / "new", f"sqlite:///{tmp_path}/new/a.db")
        restore(there, kept)
        assert (there.data_dir / LEDGER).read_bytes() == kept.ledger.read_bytes()
    assert kept.ledger.exists()


def test_nothing_is_written_over(kept: Backup, settings: Settings) -> None:
    with pytest.raises(Conflict, match="already"):
        restore(settings, kept)


def test_a_damaged_backup_is_seen_before_anything_is_restored(
    kept: Backup, settings: Settings, tmp_path: Path
) -> None:
    with kept.database.open("r+b") as file:
        file.seek(100)
        file.write(b"damaged")
    there = elsewhere(settings, tmp_path / "new", settings.database_url)
    with pytest.raises(Conflict, match="damaged"):
        restore(there, kept)
    assert not (tmp_path / "new" / "snapshots").exists()


def test_rows_that_are_missing_fail_the_drill(kept: Backup, settings: Settings) -> None:
    more = {**kept.contents.rows, "events": kept.contents.rows["events"] + 1}
    object.__setattr__(kept.contents, "rows", more)
    seen = list(drill(settings, kept, NOW))
    assert [said for said, is_well in seen if not is_well] == [
        f"events: {more['events'] - 1} instead of {more['events']}"
    ]


@SQLITE_ONLY
def test_a_backup_is_of_one_kind_of_database(kept: Backup, settings: Settings) -> None:
    other = settings.model_copy(update={"database_url": "postgresql://nowhere/x"})
    with pytest.raises(Conflict, match="SQLite"):
        restore(other, kept)


@SQLITE_ONLY
def test_a_backup_that_was_cut_short_is_none(
    shop: Database, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("service.backup.carry_over", full)
    with pytest.raises(OSError, match="no space"):
        make_backup(settings, shop, tmp_path / "backups", NOW)
    assert backups(tmp_path / "backups") == []
    with pytest.raises(UnknownName):
        read_backup(tmp_path / "backups")


@SQLITE_ONLY
def test_old_backups_expire_but_the_last_one_stays(
    shop: Database, settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    for days in (60, 40, 1):
        make_backup(settings, shop, folder, NOW - timedelta(days=days))
    assert len(expire(folder, 30, NOW)) == 2
    assert expire(folder, 30, NOW + timedelta(days=100)) == []
    assert len(backups(folder)) == 1


def test_whoever_lacks_the_programs_of_postgresql_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unavailable, match="client programs"):
        copy_back(tmp_path / "x", "postgresql://nowhere/x", {"PATH": str(tmp_path)})
