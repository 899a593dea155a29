"""What tests of the service begin with: the small shop as it is trained, or yet to be."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database, open_database
from knowledge_base.storage.events import insert_events
from knowledge_base.storage.products import put_products
from service.nightly import train
from tests.databases import Databases, prepared
from tests.service.flow import LINES, MARKET, NOW, Desk, history, trained


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Give a desk over the small shop, without anything that people wrote."""
    folder: Path = tmp_path_factory.mktemp("flow")
    return Desk(trained(folder))


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    """Give an empty place for snapshots."""
    return SnapshotStore(tmp_path / "snapshots")


def fill(database: Database) -> None:
    """Put in the small shop's products and what happened there."""
    with database.write() as connection:
        put_products(connection, LINES)
        insert_events(connection, list(history()))


@pytest.fixture
def filled(database: Database) -> Database:
    """Give a database with the small shop's products and what happened there."""
    fill(database)
    return database


def small_shop(url: str, folder: Path) -> None:
    """Fill and train the small shop."""
    made = open_database(url)
    made.migrate()
    fill(made)
    train(made, SnapshotStore(folder / "snapshots"), MARKET, now=NOW)
    made.close()


@pytest.fixture
def original() -> Callable[[str, Path], None]:
    """Name what makes the shop that is copied: the small one, unless tests have their own."""
    return small_shop


@pytest.fixture
def shop_url(
    databases: Databases,
    prepared_shops: Path,
    tmp_path: Path,
    original: Callable[[str, Path], None],
) -> Iterator[str]:
    """Copy a shop as it was trained; its snapshots are in the store."""
    with prepared(databases, tmp_path, prepared_shops, original) as url:
        yield url


@pytest.fixture
def shop(shop_url: str) -> Iterator[Database]:
    """Give the database of the shop that was trained."""
    opened = open_database(shop_url)
    yield opened
    opened.close()
