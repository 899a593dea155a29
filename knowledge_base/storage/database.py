"""Opens the one database: SQLite embedded in the process, or PostgreSQL beside it."""

import math
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, func, select, text, true
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DataError,
    InterfaceError,
    InternalError,
    InvalidatePoolError,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout

from knowledge_base.errors import BadInput, Conflict, Fault, Outage, Unavailable
from knowledge_base.storage.heartbeat import Heartbeat
from knowledge_base.storage.turns import Turns

__all__ = ["SOUND_SQLITE", "Connection", "Database", "address_of", "open_database"]

SOUND_SQLITE = (3, 51, 3)
"""The first version without the race that can lose a write-ahead log."""

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA journal_size_limit=67108864",
)
_PATIENCE = 5
"""Seconds a writer waits for its turn, and anybody for a connection."""
_GREETING = 2
"""Seconds PostgreSQL has to let somebody in."""
_ABANDONED = 60
"""Seconds after which PostgreSQL ends a writer who does nothing: its host may be gone."""
_TRUSTED = 1.0
"""Seconds for which a connection that was just used is taken to lead somewhere: to ask it is
another way to the server and back."""
_RESTING = "tresen.resting_since"
_ADDRESS = "TRESEN_DATABASE_URL"
_WRITERS_LOCK = 0x7472_6573_656E
"""The number of PostgreSQL's advisory lock that our writers take, one after the other."""
_OWNER = "see that the user who runs this may write the file and its directory"
_REMEDIES = {
    "SQLITE_FULL": "make room on its disk: `tresen snapshots prune`, `tresen events purge`",
    "SQLITE_CANTOPEN": _OWNER,
    "SQLITE_READONLY": _OWNER,
    "SQLITE_CORRUPT": "it is damaged: move it away, and `tresen restore` the last backup",
    "SQLITE_NOTADB": "it is no database: move it away, and `tresen restore` the last backup",
}
"""By the beginning of SQLite's name of an error."""
_TAKE_TURN = select(
    func.set_config("lock_timeout", f"{_PATIENCE}s", true()),
    func.set_config("idle_in_transaction_session_timeout", f"{_ABANDONED}s", true()),
    func.pg_advisory_xact_lock(_WRITERS_LOCK),
)


_NEVER_SEEN = text(
    "SELECT EXISTS (SELECT FROM pg_class WHERE relkind = 'r' AND reltuples < 0"
    " AND relnamespace = current_schema()::regnamespace)"
)


class Database:
    """Connections with a transaction around them, for reading and for writing.

    A heart, where one is listened to, ends with it.
    """

    def __init__(self, engine: Engine, heart: Heartbeat | None = None) -> None:
        self.url = engine.url
        self._is_sqlite = engine.dialect.name == "sqlite"
        self._place = (engine.url.database or "") if self._is_sqlite else _ADDRESS
        self._heart = heart
        self._reader = self._looker = self._writer = engine
        self._turns = Turns()
        if self._is_sqlite:
            self._writer = engine.execution_options(begin="BEGIN IMMEDIATE")
            self._looker = engine.execution_options(begin="")
        else:
            self._reader = engine.execution_options(isolation_level="REPEATABLE READ")
            self._looker = engine.execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a transaction that sees one state. Raises Unavailable when that fails."""
        with self._translated(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def look(self) -> Iterator[Connection]:
        """Open a connection on which every statement sees a state of its own, for reading.

        Without a transaction around it a statement is one way to the server and back, not
        three. Raises Unavailable when that fails.
        """
        with self._translated(), self._looker.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open the only writing transaction there is at a time, committed at the end.

        One writer after the other, so that sequence numbers become visible in order. Raises
        Unavailable when the database fails or others write for too long, BadInput for a value
        that no column can keep.
        """
        with self._turn(), self._translated(), self._writer.begin() as connection:
            if not self._is_sqlite:
                connection.execute(_TAKE_TURN)
            yield connection

    @contextmanager
    def claimed(self, number: int, *, patiently: bool = False) -> Iterator[bool]:
        """Hold one of PostgreSQL's advisory locks meanwhile; say False when others have it.

        With patience it waits for them instead. It ends with our connection, however that ends.
        Of SQLite, which files lock, everybody has everything.
        """
        if self._is_sqlite:
            yield True
            return
        with self._translated(), self._writer.connect() as connection:
            connection.detach()  # closed in the end instead of going back, lock and all
            if patiently:
                connection.execute(select(func.pg_advisory_lock(number)))
                is_ours = True
            else:
                claim = select(func.pg_try_advisory_lock(number))
                is_ours = bool(connection.execute(claim).scalar_one())
            connection.commit()
            yield is_ours

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Say in our words what goes wrong, with what was to be kept or with the database."""
        try:
            yield
        except (DataError, OverflowError, UnicodeEncodeError) as bad:
            kind = type(bad).__name__
            raise BadInput(f"the database cannot keep it: {kind}", code="unstorable") from bad
        except (OperationalError, InterfaceError, InternalError, PoolTimeout) as outage:
            if self._heart:
                self._heart.refuse()  # we cut the line, of which the driver knows nothing
            raise self._outage(outage) from outage
        except DatabaseError as error:
            if type(error) is not DatabaseError:  # the kinds below it are mistakes of ours
                raise
            raise self._outage(error) from error

    def _outage(self, outage: Exception) -> Outage:
        """Say what the database says, and what the operator can do about it, if anything."""
        said = getattr(outage, "orig", outage)
        reason = str(said).strip().partition("\n")[0]
        remedy = _remedy(said)
        faults = (Fault(self._place, remedy),) if remedy else ()
        return Outage(f"the database says: {reason}", *faults)

    def _turn(self) -> AbstractContextManager[None]:
        """Queue behind our own threads; PostgreSQL's advisory lock has a queue of its own."""
        return self._turns.turn(_PATIENCE) if self._is_sqlite else nullcontext()

    def migrate(self) -> None:
        """Bring the tables to the newest shape, in one transaction.

        Raises Conflict when a newer Tresen has been here: its tables are not ours to write to.
        """
        config = _migrations()
        known = {one.revision for one in ScriptDirectory.from_config(config).walk_revisions()}
        with self.write() as connection:
            found = MigrationContext.configure(connection).get_current_revision()
            if found and found not in known:
                raise Conflict(
                    f"the tables are at {found}, of a newer Tresen than this one: start that "
                    "version, or restore a backup from before the upgrade"
                )
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def revisions(self) -> tuple[str | None, str | None]:
        """Name the shape the tables have, None before the first, and the newest there is."""
        newest = ScriptDirectory.from_config(_migrations()).get_current_head()
        with self.read() as connection:
            return MigrationContext.configure(connection).get_current_revision(), newest

    @property
    def version(self) -> str:
        """Say what answers, and in which version."""
        with self.read() as connection:
            number = connection.dialect.server_version_info or ()
        return f"{connection.dialect.name} {'.'.join(map(str, number))}"

    def survey(self) -> None:
        """Let PostgreSQL look at samples of all tables where it has never looked at one.

        A table it knows nothing of, as after a large import, it reads whole where an index
        leads to what is asked. Later its autovacuum sees to that; SQLite follows its indexes.
        Raises Unavailable when that fails.
        """
        if self._is_sqlite:
            return
        with self.look() as connection:
            if connection.scalar(_NEVER_SEEN):
                connection.exec_driver_sql("ANALYZE")

    def copy_into(self, file: Path) -> None:
        """Write one state of a SQLite database into a new file, while others read and write.

        Raises Unavailable when that fails.
        """
        with self._translated(), closing(self._reader.raw_connection()) as raw:
            try:
                raw.cursor().execute("VACUUM INTO ?", (str(file),))
            except pysqlite3.dbapi2.OperationalError as outage:
                raise self._outage(outage) from outage

    def faults(self) -> list[str]:
        """Look through a whole SQLite file for damage; PostgreSQL sees to that itself."""
        if not self._is_sqlite:
            return []
        with self.read() as connection:
            said = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        return [one for one in said if one != "ok"]

    def empty_log(self) -> None:
        """Bring everything from SQLite's write-ahead log to its place, and empty the log.

        What was deleted before is then in no file any more: pages are overwritten with zeros
        (secure_delete), and only the log still had them as they were. PostgreSQL does such
        things in its own time. Raises Unavailable while somebody reads on and on.
        """
        if not self._is_sqlite:
            return
        with self._turn(), self._translated(), closing(self._writer.raw_connection()) as raw:
            try:
                with closing(raw.cursor()) as cursor:
                    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                    (row,) = cursor.fetchall()
            except pysqlite3.dbapi2.OperationalError as outage:
                raise self._outage(outage) from outage
        if row[0]:
            raise Unavailable("the write-ahead log is being read and could not be emptied")

    def close(self) -> None:
        """Let go of every connection."""
        if self._heart:
            self._heart.stop()
        self._reader.dispose()


def _migrations() -> Config:
    config = Config()
    config.set_main_option("script_location", "knowledge_base.storage:migrations")
    config.set_main_option("path_separator", "os")
    return config


def open_database(url: str, *, listening: bool = False) -> Database:
    """Open `sqlite:///<file>` or `postgresql://…`, without touching its tables.

    Who serves is `listening` whether the server lives; who trains may wait for it. Raises
    BadInput for any other address, Unavailable for a SQLite that may lose data.
    """
    address = address_of(url)
    if address.get_backend_name() == "sqlite":
        return Database(_sqlite(address))
    server = _postgresql(address)
    return Database(server, Heartbeat(server) if listening else None)


def address_of(url: str) -> URL:
    """Read where a database is. Raises BadInput where none of those we speak to can be."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        raise _bad_address("is not the address of a database") from None
    match address.get_backend_name():
        case "sqlite" if not address.database or address.database == ":memory:":
            raise _bad_address("names no file")
        case "sqlite" | "postgresql":
            return address
        case other:
            raise _bad_address(f"names {other}; there are sqlite and postgresql")


def _sqlite(address: URL) -> Engine:
    if pysqlite3.dbapi2.sqlite_version_info < SOUND_SQLITE:
        raise Unavailable(
            f"SQLite {pysqlite3.dbapi2.sqlite_version} can lose data; "
            f"pysqlite3 with {'.'.join(map(str, SOUND_SQLITE))} or newer is needed"
        )
    Path(address.database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        address,
        module=pysqlite3.dbapi2,
        hide_parameters=True,  # or errors would tell them, and logs errors
        connect_args={"timeout": _PATIENCE},
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _postgresql(address: URL) -> Engine:
    # Positional like SQLite's, so that rows can be tuples.
    engine = create_engine(
        address.set(drivername="postgresql+psycopg"),
        pool_timeout=_PATIENCE,
        paramstyle="format",
        hide_parameters=True,
        connect_args={"connect_timeout": _GREETING},
    )
    event.listen(engine, "connect", _insist)
    event.listen(engine, "checkin", _rest)
    event.listen(engine, "checkout", partial(_wake, engine))
    return engine


def _insist(connection: Any, _record: Any) -> None:
    """Make a commit mean: on disk, where the server was told to answer earlier."""
    connection.execute(
        "SELECT set_config('synchronous_commit', 'on', false)"
        " WHERE current_setting('synchronous_commit') = 'off'"
    )
    connection.commit()


def _rest(_connection: Any, record: Any) -> None:
    """Note since when a connection has not been used."""
    record.info[_RESTING] = time.monotonic()


def _wake(engine: Engine, connection: Any, record: Any, _proxy: Any) -> None:
    """Ask a connection that nobody used for a while whether it still leads somewhere.

    Raises InvalidatePoolError where it does not, for which the pool opens another.
    """
    if time.monotonic() - record.info.get(_RESTING, math.inf) > _TRUSTED:
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as broken:
            raise InvalidatePoolError from broken


def _set_up(connection: Any, _record: Any) -> None:
    """Take transactions out of the driver's hands, and make a commit mean: on disk."""
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    """Begin the way the engine was asked to: a writer takes its lock at once."""
    if order := connection.get_execution_options().get("begin", "BEGIN"):
        connection.exec_driver_sql(order)


def _remedy(said: object) -> str:
    """Say what helps against an error of a driver's; nothing where waiting does."""
    if getattr(said, "sqlstate", "") is None:  # a server that answers gives a state
        return "see that it is right, and that the server runs"
    kind = getattr(said, "sqlite_errorname", "")
    return next((one for name, one in _REMEDIES.items() if kind.startswith(name)), "")


def _bad_address(why: str) -> BadInput:
    detail = f"the database URL {why}"
    return BadInput(detail, Fault(_ADDRESS, detail))
