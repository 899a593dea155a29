"""A small shop being served, with a key of each class."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from knowledge_base.storage.database import open_database
from knowledge_base.storage.products import put_products
from service.app import make_app, open_runtime
from service.commands.keys import issue_key
from service.door.auth import KeyClass
from service.nightly import train
from service.runtime import Runtime
from service.settings import Settings, load_settings
from service.stores import open_store
from tests.databases import Databases, prepared
from tests.knowledge_base.shop import lines


@dataclass(frozen=True)
class Served:
    """A service and those who may call it."""

    client: TestClient
    runtime: Runtime
    keys: Mapping[KeyClass, str]

    def ask(
        self, method: str, path: str, who: KeyClass = KeyClass.PUBLIC, **more: Any
    ) -> Response:
        """Send a request with the key of a class."""
        headers = {"Authorization": f"Bearer {self.keys[who]}", **more.pop("headers", {})}
        return self.client.request(method, path, headers=headers, **more)

    def get(self, path: str, who: KeyClass = KeyClass.PUBLIC, /, **params: Any) -> Any:
        """Read something that has to be there."""
        answer = self.ask("GET", path, who, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def write(self, method: str, path: str, who: KeyClass, body: Any) -> Response:
        """Write something, and let the service take it in."""
        answer = self.ask(method, path, who, json=body)
        self.runtime.refresh()
        return answer


def fill(settings: Settings) -> None:
    """Import the small shop and train on it."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = open_database(settings.database_url)
    database.migrate()
    with database.write() as connection:
        put_products(connection, lines())
    store = open_store(settings, database)
    train(database, store, settings.market, now=datetime.now(UTC))
    database.close()


def serve(settings: Settings) -> Iterator[Served]:
    """Serve what is in a data directory."""
    runtime = open_runtime(settings)
    runtime.profile_seconds = 10  # however busy the machine is
    keys = {one: issue_key(runtime.database, one, f"the {one} one", ("*",)) for one in KeyClass}
    app = make_app(runtime, settings)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield Served(client, runtime, keys)


def unhurried(folder: Path, url: str | None = None) -> Settings:
    """Set no limits, and leave the looking for changes to the tests."""
    database = {"database_url": url} if url else {}
    return load_settings(
        data_dir=folder, public_rate=0, server_rate=0, poll_seconds=30, **database
    )


def stocked(url: str, folder: Path) -> None:
    """Import the small shop, and train on it."""
    fill(unhurried(folder, url))


@pytest.fixture
def served(databases: Databases, prepared_shops: Path, tmp_path: Path) -> Iterator[Served]:
    """Serve the small shop, trained once and copied for each test."""
    with prepared(databases, tmp_path, prepared_shops, stocked) as url:
        yield from serve(unhurried(tmp_path, url))


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.database)]
)
def lasting(
    request: pytest.FixtureRequest,
    prepared_shops: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Served]:
    """Serve the small shop to tests that do not mind what others did to it."""
    databases: Databases = request.getfixturevalue(request.param)
    folder = tmp_path_factory.mktemp("lasting")
    with prepared(databases, folder, prepared_shops, stocked) as url:
        yield from serve(unhurried(folder, url))


@pytest.fixture(scope="module")
def read_only(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the small shop to tests that change nothing."""
    folder = tmp_path_factory.mktemp("shop")
    fill(unhurried(folder))
    yield from serve(unhurried(folder))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a shop that has nothing yet."""
    yield from serve(unhurried(tmp_path_factory.mktemp("empty")))
