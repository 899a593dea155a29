"""Does the database keep what was committed, in order, and say so when it cannot?"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from knowledge_base.errors import BadInput, Conflict, Unavailable
from knowledge_base.storage.change_log import Topic, append_change, changes_after, last_seq
from knowledge_base.storage.database import Database, open_database
from knowledge_base.storage.tables import api_keys, changes, metadata
from tests.databases import SQLITE_ONLY, PostgresServer


def test_the_migrations_lead_to_the_tables_the_code_speaks_of(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []


def test_migrating_twice_changes_nothing(database: Database) -> None:
    with database.write() as connection:
        append_change(connection, Topic.KEYS)
    database.migrate()
    with database.read() as connection:
        assert last_seq(connection) == 1


def test_who_only_looks_sees_at_each_look_what_is_there_by_then(database: Database) -> None:
    with database.look() as connection:
        assert last_seq(connection) == 0
        with database.write() as writing:
            append_change(writing, Topic.KEYS)
        assert last_seq(connection) == 1


@SQLITE_ONLY  # asks what only SQLite is set to; PostgreSQL's own follows
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1), ("foreign_keys", 1)],
)
def test_a_commit_means_on_disk(database: Database, pragma: str, value: str | int) -> None:
    with database.read() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value


@pytest.mark.database
@pytest.mark.parametrize(("set_to", "used"), [("off", "on"), ("remote_apply", "remote_apply")])
def test_a_commit_means_on_disk_whatever_the_server_thinks(
    postgresql: PostgresServer, tmp_path: Path, set_to: str, used: str
) -> None:
    with postgresql.fresh(tmp_path) as url:
        careless = open_database(url)
        with careless.write() as connection:
            name = connection.exec_driver_sql("SELECT current_database()").scalar_one()
            connection.exec_driver_sql(
                f"ALTER DATABASE {name} SET synchronous_commit = '{set_to}'"
            )
        careless.close()
        with careless.read() as connection:
            asked = connection.exec_driver_sql("SHOW synchronous_commit")
            assert asked.scalar_one() == used
        careless.close()


@pytest.mark.database
def test_postgresql_knows_how_much_there_is_before_it_is_asked_for_much(
    postgresql: PostgresServer, tmp_path: Path
) -> None:
    expected = text("SELECT reltuples FROM pg_class WHERE relname = 'changes'")
    with postgresql.fresh(tmp_path) as url, closing(open_database(url)) as database:
        database.migrate()
        with database.write() as connection:
            connection.execute(
                insert(changes), [{"topic": "keys", "at": at} for at in range(9)]
            )
        with database.read() as connection:
            assert connection.scalar(expected) == -1
        database.survey()
        with database.read() as connection:
            assert connection.scalar(expected) == 9


def test_what_fails_half_way_leaves_nothing_behind(database: Database) -> None:
    rows: list[dict[str, Any]] = [{"topic": "keys", "at": 1}, {"topic": "keys", "at": None}]
    with pytest.raises(IntegrityError), database.write() as connection:
        connection.execute(insert(changes), rows)
    with database.read() as connection:
        assert last_seq(connection) == 0


def test_a_number_is_never_given_out_twice(database: Database) -> None:
    with database.write() as connection:
        first = append_change(connection, Topic.KEYS)
        connection.exec_driver_sql("DELETE FROM changes")
    with database.write() as connection:
        assert append_change(connection, Topic.KEYS) > first


def test_a_reader_sees_one_state_while_others_write(database: Database) -> None:
    with database.read() as reading:
        assert last_seq(reading) == 0
        with database.write() as writing:
            append_change(writing, Topic.KEYS)
        assert last_seq(reading) == 0
    with database.read() as reading:
        assert last_seq(reading) == 1


def test_numbers_become_visible_in_order_however_many_write(database: Database) -> None:
    def write() -> None:
        for _ in range(20):
            with database.write() as connection:
                append_change(connection, Topic.PRODUCTS)

    seen: list[int] = []
    with ThreadPoolExecutor() as writers:
        at_work = [writers.submit(write) for _ in range(4)]
        while not all(writer.done() for writer in at_work):
            seen += _numbers_after(database, len(seen))
    for writer in at_work:
        writer.result()
    seen += _numbers_after(database, len(seen))
    assert seen == list(range(1, 81))


def _numbers_after(database: Database, seq: int) -> list[int]:
    with database.read() as connection:
        return [change.seq for change in changes_after(connection, seq)]


def test_a_database_that_fails_is_unavailable_rather_than_a_surprise(tmp_path: Path) -> None:
    unmigrated = open_database(f"sqlite:///{tmp_path}/empty.db")
    with pytest.raises(Unavailable, match="no such table"), unmigrated.read() as connection:
        connection.execute(select(api_keys))
    with pytest.raises(Unavailable, match="no such table"), unmigrated.write() as connection:
        connection.execute(insert(api_keys), [{"key_id": "a"}])
    unmigrated.close()


@pytest.mark.parametrize(("key_id", "at"), [("a", 2**70), ("\ud800", 1)])
def test_what_no_column_can_keep_is_the_callers_fault(
    database: Database, key_id: str, at: int
) -> None:
    row = {"key_id": key_id, "key_class": "", "name": "", "digest": b"", "origins": ""}
    with pytest.raises(BadInput) as refused, database.write() as connection:
        connection.execute(insert(api_keys), [{**row, "created_at": at}])
    assert refused.value.code == "unstorable"


@pytest.mark.parametrize(
    "url", ["", "nonsense", "mysql://localhost/shop", "sqlite://", "sqlite:///:memory:"]
)
def test_an_address_we_cannot_use_is_named(url: str) -> None:
    with pytest.raises(BadInput) as refused:
        open_database(url)
    assert refused.value.faults[0].place == "TRESEN_DATABASE_URL"


def test_the_tables_of_a_newer_tresen_are_left_alone(database: Database) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Conflict, match="9999, of a newer Tresen"):
        database.migrate()
