"""Databases for tests, of either kind: filled once, then copied for each test."""

import os
import pwd
import shutil
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from knowledge_base.storage.database import open_database

SQLITE_ONLY = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
"""For what is about files, or where the database only supplies something."""

CLUSTER = Path(__file__).with_name("cluster.sh")


def migrate(url: str) -> None:
    """Make all tables."""
    database = open_database(url)
    database.migrate()
    database.close()


class Databases(ABC):
    """Databases of one kind."""

    def __init__(self) -> None:
        self._templates: set[str] = set()

    @contextmanager
    def fresh(
        self, folder: Path, template: str = "empty", fill: Callable[[str], None] = migrate
    ) -> Iterator[str]:
        """Copy a template for one test, and hand out the address of the copy.

        `fill` makes the template from the address of an empty database when it is first asked
        for; `folder` is for what the copy needs of files.
        """
        if template not in self._templates:
            fill(self.new(template))
            self._templates.add(template)
        with self.copied(template, folder) as url:
            yield url

    @abstractmethod
    def new(self, name: str) -> str:
        """Make an empty database; return its address."""

    @abstractmethod
    def copied(self, template: str, folder: Path) -> AbstractContextManager[str]:
        """Copy a database nobody is connected to, and remove the copy in the end."""


@contextmanager
def prepared(
    databases: Databases, folder: Path, kept: Path, fill: Callable[[str, Path], None]
) -> Iterator[str]:
    """Copy a shop into a folder for one test: its database, and its `snapshots`.

    `fill` makes it when it is first asked for, from the address of an empty database and a
    folder, which is `kept` beside those that others made.
    """
    name = fill.__name__
    made = kept / f"{name}-{type(databases).__name__}"
    with databases.fresh(folder, name, lambda url: fill(url, made)) as url:
        # unlike shutil, this keeps the links between what a snapshot has and what there is
        subprocess.run(["cp", "-a", str(made / "snapshots"), str(folder)], check=True)
        yield url


class SqliteFiles(Databases):
    """Files of SQLite."""

    def __init__(self, templates: Path) -> None:
        super().__init__()
        self._folder = templates

    def new(self, name: str) -> str:
        """Name a file; whoever opens it first makes it."""
        return f"sqlite:///{self._folder / name}.db"

    @contextmanager
    def copied(self, template: str, folder: Path) -> Iterator[str]:
        """Copy into the folder, where a service looks for it."""
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self._folder / f"{template}.db", folder / "tresen.db")
        yield f"sqlite:///{folder}/tresen.db"


class PostgresServer(Databases):
    """Databases on a server of PostgreSQL; `url` leads to the one to give orders from."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = make_url(url).set(drivername="postgresql+psycopg")
        self._orders = create_engine(self._url, isolation_level="AUTOCOMMIT")
        self._names = (f"tresen_test_{os.getpid()}_{number}" for number in count())
        self._named: dict[str, str] = {}

    def new(self, name: str) -> str:
        """Make an empty database under a name that no other run of the tests uses."""
        made = self._named[name] = next(self._names)
        self._order(f"CREATE DATABASE {made} TEMPLATE template0")
        return self._address(made)

    @contextmanager
    def copied(self, template: str, folder: Path) -> Iterator[str]:  # noqa: ARG002 - no files
        """Let the server copy, and throw out whoever is still connected in the end."""
        made = next(self._names)
        self._order(f"CREATE DATABASE {made} TEMPLATE {self._named[template]}")
        try:
            yield self._address(made)
        finally:
            self._order(f"DROP DATABASE {made} WITH (FORCE)")

    def close(self) -> None:
        """Remove the templates."""
        for made in self._named.values():
            self._order(f"DROP DATABASE {made} WITH (FORCE)")
        self._orders.dispose()

    def _order(self, order: str) -> None:
        with self._orders.connect() as connection:
            connection.exec_driver_sql(order)

    def _address(self, name: str) -> str:
        address = self._url.set(drivername="postgresql", database=name)
        return address.render_as_string(hide_password=False)


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Use the server TRESEN_TEST_POSTGRES leads to, or one made for this run."""
    given = os.environ.get("TRESEN_TEST_POSTGRES")  # noqa: TID251 - a setting of the tests
    with own_cluster() if not given else nullcontext(given) as url:
        server = PostgresServer(url)
        try:
            yield server
        finally:
            server.close()


@contextmanager
def own_cluster() -> Iterator[str]:
    """Run a server nobody else knows, as somebody else when root: PostgreSQL insists.

    Whoever that is may not be let into the folder of the script, so its text is handed over.
    """
    with subprocess.Popen(
        ["/bin/sh", "-c", CLUSTER.read_text()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd="/",
        user=_somebody() if os.getuid() == 0 else None,
        start_new_session=True,
    ) as cluster:
        assert cluster.stdout is not None
        folder = cluster.stdout.readline().strip()
        assert folder, "no PostgreSQL: `make postgres` installs it"
        yield f"postgresql://tresen@/postgres?host={folder}"


def _somebody() -> str:
    names = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
