"""What many tests start from: a fresh database, of either kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge_base.storage.database import Database, open_database
from tests.databases import Databases, PostgresServer, SqliteFiles, postgres_server


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    """Keep the templates of SQLite."""
    return SqliteFiles(tmp_path_factory.mktemp("templates"))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresServer]:
    """Have a server of PostgreSQL."""
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def prepared_shops(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Name the folder of shops that are made once and copied for each test."""
    return tmp_path_factory.mktemp("prepared")


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.database)],
)
def databases(request: pytest.FixtureRequest) -> Databases:
    """Run a test on SQLite, and once more on PostgreSQL."""
    kind: Databases = request.getfixturevalue(request.param)
    return kind


@pytest.fixture
def database_url(databases: Databases, tmp_path: Path) -> Iterator[str]:
    """Make a database with all its tables; return its address."""
    with databases.fresh(tmp_path) as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Open a new, empty database."""
    opened = open_database(database_url)
    yield opened
    opened.close()
