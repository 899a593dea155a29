"""Keeps all that people of the shop wrote: one entry each, every version, who and when."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, insert, select

from knowledge_base.errors import Conflict
from knowledge_base.merchandising import Entry
from knowledge_base.storage.change_log import Topic, append_change
from knowledge_base.storage.clock import from_ms, moment
from knowledge_base.storage.tables import changes, merchandise, merchandise_history


@dataclass(frozen=True, slots=True)
class Version:
    """One version an entry has had; no body says that it was deleted then."""

    version: int
    body: Mapping[str, Any] | None
    author: str
    at: datetime


def read_all(connection: Connection) -> tuple[int, dict[str, list[Entry]]]:
    """Return the number of the last change to any entry, and every entry by kind."""
    by_kind: dict[str, list[Entry]] = defaultdict(list)
    there = select(merchandise).where(merchandise.c.body.is_not(None))
    for row in connection.execute(there.order_by(merchandise.c.created_at)):
        by_kind[row.kind].append(_entry(row))
    last = func.coalesce(func.max(changes.c.seq), 0)
    version = select(last).where(changes.c.topic == Topic.MERCHANDISING)
    return connection.execute(version).scalar_one(), by_kind


def entries(connection: Connection, kind: str) -> list[Entry]:
    """Return the entries of a kind, the oldest first."""
    there = select(merchandise).where(
        merchandise.c.kind == kind, merchandise.c.body.is_not(None)
    )
    return [_entry(row) for row in connection.execute(there.order_by(merchandise.c.created_at))]


def entry(connection: Connection, kind: str, entry_id: str) -> Entry | None:
    """Return one entry, or None."""
    row = _newest(connection, kind, entry_id)
    return None if row is None or row.body is None else _entry(row)


def put_entry(
    connection: Connection,
    kind: str,
    entry_id: str,
    body: Mapping[str, Any],
    *,
    author: str,
    expected_version: int | None = None,
) -> Entry:
    """Write an entry; 0 expects that it is not there yet, None takes it as it comes.

    Raises Conflict when the entry is at another version than the expected one.
    """
    text = orjson.dumps(body).decode()
    row = _write(connection, (kind, entry_id, text, author), expected_version)
    return _entry(row)


def delete_entry(
    connection: Connection,
    kind: str,
    entry_id: str,
    *,
    author: str,
    expected_version: int | None = None,
) -> bool:
    """Delete an entry, of which the history stays; say whether it was there.

    Raises Conflict when the entry is at another version than the expected one.
    """
    if entry(connection, kind, entry_id) is None:
        return False
    _write(connection, (kind, entry_id, None, author), expected_version)
    return True


def history(connection: Connection, kind: str, entry_id: str) -> list[Version]:
    """Return every version an entry has had, the newest first."""
    past = merchandise_history
    rows = connection.execute(
        select(past)
        .where(past.c.kind == kind, past.c.entry_id == entry_id)
        .order_by(past.c.version.desc())
    )
    return [
        Version(row.version, row.body and orjson.loads(row.body), row.author, from_ms(row.at))
        for row in rows
    ]


def _write(
    connection: Connection,
    written: tuple[str, str, str | None, str],
    expected_version: int | None,
) -> Row[Any]:
    """Replace the newest version and keep it in the history; return it as it now stands."""
    kind, entry_id, body, author = written
    was = _newest(connection, kind, entry_id)
    is_there = was is not None and was.body is not None
    if expected_version not in (None, was.version if was is not None and is_there else 0):
        raise Conflict(f"'{entry_id}' was changed by somebody else", code="version_conflict")
    row = {
        "kind": kind,
        "entry_id": entry_id,
        "version": was.version + 1 if was is not None else 1,
        "body": body,
        "author": author,
    }
    created_at = was.created_at if was is not None and is_there else moment()
    connection.execute(delete(merchandise).where(_is(kind, entry_id)))
    connection.execute(
        insert(merchandise).values(created_at=created_at, updated_at=moment(), **row)
    )
    connection.execute(insert(merchandise_history).values(at=moment(), **row))
    append_change(connection, Topic.MERCHANDISING)
    return connection.execute(select(merchandise).where(_is(kind, entry_id))).one()


def _is(kind: str, entry_id: str) -> ColumnElement[bool]:
    return and_(merchandise.c.kind == kind, merchandise.c.entry_id == entry_id)


def _newest(connection: Connection, kind: str, entry_id: str) -> Row[Any] | None:
    """Return an entry's newest version, also when that says it was deleted."""
    return connection.execute(select(merchandise).where(_is(kind, entry_id))).one_or_none()


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        entry_id=row.entry_id,
        version=row.version,
        body=orjson.loads(row.body),
        author=row.author,
        created_at=from_ms(row.created_at),
        updated_at=from_ms(row.updated_at),
    )
