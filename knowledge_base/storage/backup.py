"""Copies a whole database to a file while others write, and back: what a backup is made of."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, func, select
from sqlalchemy.engine import URL, make_url

from knowledge_base.errors import Unavailable
from knowledge_base.storage.database import Database, open_database
from knowledge_base.storage.inspection import database_file
from knowledge_base.storage.tables import metadata

Environment = Mapping[str, str]
Rows = Mapping[str, int]

DRILLS = "tresen_drill"
"""The database on PostgreSQL's server that a drill may make and remove."""


def rows(connection: Connection) -> Rows:
    """Count the rows of every table."""
    return {
        str(table.name): connection.execute(
            select(func.count()).select_from(table)
        ).scalar_one()
        for table in metadata.sorted_tables
    }


def copy_out(database: Database, url: str, to: Path, environment: Environment) -> Rows:
    """Write one state of a database into a file; return how many rows it has.

    Of SQLite it is a database again, of PostgreSQL what pg_dump makes; a password gets there
    by the environment, which nobody else can read. Raises Unavailable.
    """
    if database_file(url) is not None:
        database.copy_into(to)
        with closing(open_database(f"sqlite:///{to}")) as copy, copy.read() as connection:
            return rows(connection)
    with database.read() as connection:
        counted = rows(connection)
        state = connection.execute(select(func.pg_export_snapshot())).scalar_one()
        orders = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={state}"]
        _run("pg_dump", [*orders, f"--file={to}"], make_url(url), environment)
    return counted


def copy_back(file: Path, url: str, environment: Environment) -> None:
    """Make a database of what `copy_out` wrote, where there is none. Raises Unavailable."""
    target = database_file(url)
    if target is None:
        orders = ["--exit-on-error", "--single-transaction", "--no-owner", str(file)]
        _run("pg_restore", orders, make_url(url), environment)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with file.open("rb") as source, target.open("xb") as copy:
        while piece := source.read(1 << 20):
            copy.write(piece)
        copy.flush()
        os.fsync(copy.fileno())


@contextmanager
def place_for_drills(url: str, folder: Path) -> Iterator[str]:
    """Give the address of a database that is not there yet, and remove what was made of it.

    For SQLite a file in a folder, for PostgreSQL a database on the same server.
    """
    address = make_url(url)
    if database_file(url) is not None:
        yield f"sqlite:///{folder / 'tresen.db'}"
        return
    server = create_engine(
        address.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    try:
        with server.connect() as connection:
            connection.exec_driver_sql("DROP DATABASE IF EXISTS tresen_drill WITH (FORCE)")
            connection.exec_driver_sql("CREATE DATABASE tresen_drill TEMPLATE template0")
        try:
            yield address.set(database=DRILLS).render_as_string(hide_password=False)
        finally:
            with server.connect() as connection:
                connection.exec_driver_sql("DROP DATABASE tresen_drill WITH (FORCE)")
    finally:
        server.dispose()


def _run(program: str, orders: list[str], address: URL, environment: Environment) -> None:
    """Run a program of PostgreSQL's on a database. Raises Unavailable with its last word."""
    named = URL.create(  # not `set`: to that no password is one it leaves alone
        "postgresql",
        username=address.username,
        host=address.host,
        port=address.port,
        database=address.database,
        query=address.query,
    ).render_as_string()
    secret = {"PGPASSWORD": str(address.password)} if address.password else {}
    try:
        done = subprocess.run(  # noqa: S603 - PostgreSQL's own program
            [program, *orders, f"--dbname={named}"],
            env={**environment, **secret},
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        detail = f"{program} is needed: install PostgreSQL's client programs"
        raise Unavailable(detail) from None
    if done.returncode:
        raise Unavailable(done.stderr.strip().rpartition("\n")[2] or f"{program} failed")
