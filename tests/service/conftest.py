"""What tests of the service begin with: the small shop as it is trained, or yet to be."""

from pathlib import Path

import pytest

from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import insert_events
from knowledge_base.storage.products import put_products
from tests.service.flow import LINES, Desk, history, trained


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Give a desk over the small shop, without anything that people wrote."""
    folder: Path = tmp_path_factory.mktemp("flow")
    return Desk(trained(folder))


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    """Give an empty place for snapshots."""
    return SnapshotStore(tmp_path / "snapshots")


@pytest.fixture
def filled(database: Database) -> Database:
    """Give a database with the small shop's products and what happened there."""
    with database.write() as connection:
        put_products(connection, LINES)
        insert_events(connection, list(history()))
    return database
