"""The depot is away: is the last snapshot served, and does somebody say so?"""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest

from knowledge_base.depot import Depot
from knowledge_base.market import Market
from knowledge_base.shared_snapshots import SharedStore
from service.nightly import train
from tests.databases import SQLITE_ONLY
from tests.rigs.load import opened, serving, shoppers
from tests.service.api.conftest import fill, unhurried

pytestmark = SQLITE_ONLY


class Host:
    """A serving process with a directory of its own, which has to fetch what it serves."""

    def __init__(self, folder: Path, url: str, depot: str, key: str) -> None:
        self._folder = folder
        self._environment = {
            "TRESEN_DATABASE_URL": url,
            "TRESEN_SNAPSHOTS": depot,
            "TRESEN_REFRESH_EVERY": "0",
        }
        self._key = key
        self._running = ExitStack()
        self._client = httpx2.Client()

    def start(self) -> None:
        """Serve."""
        served = serving(self._folder, environment=self._environment)
        address, process = self._running.enter_context(served)
        self._running.callback(process.wait)
        self._running.callback(process.terminate)
        headers = {"Authorization": f"Bearer {self._key}"}
        client = httpx2.Client(base_url=address, headers=headers, timeout=30)
        self._client = self._running.enter_context(client)

    def stop(self) -> None:
        """Serve no more."""
        self._running.close()

    def served(self) -> str:
        """Return which snapshot answers, with something in it."""
        body = self._client.get("/v1/search").json()
        assert body["hits"]
        return str(body["snapshot_id"])

    def ready(self) -> tuple[int, str, str]:
        """Return the status of /readyz, its word, and what it says of the snapshot."""
        answer = self._client.get("/readyz")
        body = answer.json()
        return answer.status_code, body["status"], body["components"]["snapshot"]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "depot"


@pytest.fixture
def host(database_url: str, tmp_path: Path, place: Path) -> Iterator[Host]:
    """Train the small shop elsewhere, and let a host fetch it."""
    depot = f"file://{place}"
    fill(unhurried(tmp_path / "night", database_url).model_copy(update={"snapshots": depot}))
    made = Host(tmp_path / "host", database_url, depot, shoppers(database_url)[0].key)
    made.start()
    yield made
    made.stop()


def until(host: Host, word: str) -> str:
    """Wait, as long as the test may take, until /readyz has a word; return what it says."""
    while True:
        status, said, detail = host.ready()
        assert status == 200
        if said == word:
            return detail
        time.sleep(0.05)


def test_while_the_depot_is_away_the_last_snapshot_is_served_and_readyz_says_so(
    host: Host, place: Path, database_url: str, tmp_path: Path
) -> None:
    before = host.served()
    assert until(host, "ready") == "ok"
    place.rename(place.with_name("away"))
    place.write_text("in its place")
    assert f"{place} cannot be reached" in until(host, "degraded")
    assert host.served() == before
    host.stop()
    host.start()
    assert host.served() == before, "it was fetched before"
    assert "cannot be reached" in until(host, "degraded")
    place.unlink()
    place.with_name("away").rename(place)
    until(host, "ready")
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    with opened(database_url) as database:
        store = SharedStore(tmp_path / "night" / "snapshots", Depot(f"file://{place}"))
        made = train(database, store, Market(("de", "en"), "EUR"), now=tomorrow)
    while host.served() != made.snapshot_id:
        pass


def test_a_host_that_never_had_a_snapshot_does_not_serve_an_empty_shop_instead(
    host: Host, place: Path, database_url: str, tmp_path: Path
) -> None:
    host.stop()
    place.rename(place.with_name("away"))
    place.write_text("in its place")
    new = Host(tmp_path / "new", database_url, f"file://{place}", "")
    with pytest.raises(AssertionError, match="cannot be reached"):
        new.start()
