"""Does every serving process soon serve what another one published, or rolled back to?"""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge_base.market import Market
from knowledge_base.snapshots import SnapshotStore
from service.building.merging import roll_back, trained_at
from service.nightly import train
from tests.databases import SQLITE_ONLY, Databases
from tests.rigs.load import Process, opened, served

pytestmark = SQLITE_ONLY  # what switches is a file in a directory
MARKET = Market(("de", "en"), "EUR")


def answer(process: Process) -> str:
    """Ask, and return the id of the snapshot that answered; whatever happens it answers."""
    body = process.get("/v1/search")
    assert body.status_code == 200, body.text
    assert body.json()["hits"]
    return str(body.json()["snapshot_id"])


def until_served(process: Process, snapshot_id: str, what: str) -> None:
    """Ask without a pause until the snapshot answers; the test's own time limit ends that."""
    began = time.perf_counter()
    while answer(process) != snapshot_id:
        pass
    print(f"{what}: served after {time.perf_counter() - began:.2f} s")  # noqa: T201 - shown by pytest -s


@pytest.fixture
def process(databases: Databases, tmp_path: Path) -> Iterator[Process]:
    with served(databases, tmp_path / "data", 1) as (one,):
        yield one


@pytest.fixture
def night(tmp_path: Path) -> Callable[[int], str]:
    """Train some days later, in this process and not in the one that serves."""
    folder = tmp_path / "data"

    def run(days: int) -> str:
        now = datetime.now(UTC) + timedelta(days=days)
        with opened(f"sqlite:///{folder}/tresen.db") as database:
            store = SnapshotStore(folder / "snapshots")
            return train(database, store, MARKET, now=now).snapshot_id

    return run


def test_a_night_and_a_rollback_are_soon_served_without_a_failed_request(
    process: Process, night: Callable[[int], str], tmp_path: Path
) -> None:
    store = SnapshotStore(tmp_path / "data" / "snapshots")
    before = trained_at(store.manifest(answer(process)))
    made = night(1)
    until_served(process, made, "a night")
    back = roll_back(store, datetime.now(UTC))
    assert trained_at(back) == before
    until_served(process, back.snapshot_id, "a rollback")
    night(2)
    assert store.pinned
    assert answer(process) == back.snapshot_id
