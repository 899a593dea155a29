"""Ends what was kept long enough, in pieces, after totals have taken it in."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from knowledge_base.events import EventType
from knowledge_base.retention import Retention
from knowledge_base.storage.clock import from_ms, to_ms
from knowledge_base.storage.database import Database
from knowledge_base.storage.folds import refresh_summaries
from knowledge_base.storage.tables import event_horizons, events, refused_events

_ROWS_AT_ONCE = 2_000
"""Rows looked through for one short transaction, so that no writer waits long."""


def purge_events(database: Database, retention: Retention, *, now: datetime) -> Counter[str]:
    """Delete events older than their type is kept for; return how many by type.

    Everybody's summary takes them in before, so that lifetime totals survive. From then on
    nothing so old is imported any more: it could have been counted already.
    """
    refresh_summaries(database)
    with database.write() as connection:
        _move_horizons(connection, {kind: now - kept for kind, kept in retention.items()})
        kept = horizons(connection)
    old = or_(
        *(and_(events.c.type == kind, events.c.at < to_ms(at)) for kind, at in kept.items())
    )
    gone: Counter[str] = Counter()
    for piece in _pieces(database):
        with database.read() as connection:
            found = connection.execute(
                select(events.c.seq, events.c.type).where(piece, old)
            ).all()
        if found:
            with database.write() as connection:
                seqs = [seq for seq, _ in found]
                connection.execute(delete(events).where(events.c.seq.in_(seqs)))
            gone.update(EventType(kind).word for _, kind in found)
    return gone


def horizons(connection: Connection) -> dict[EventType, datetime]:
    """Return for each type the moment before which everything was purged."""
    rows = connection.execute(select(event_horizons.c.type, event_horizons.c.at))
    return {EventType(kind): from_ms(at) for kind, at in rows}


def expire_refused(connection: Connection, kept: timedelta, *, now: datetime) -> int:
    """Delete refused events that nobody has put right in time; return how many."""
    old = refused_events.c.received_at < to_ms(now - kept)
    return connection.execute(delete(refused_events).where(old)).rowcount


def _move_horizons(connection: Connection, reached: dict[EventType, datetime]) -> None:
    """Note how far is purged; a horizon never comes back, though events be kept for longer."""
    known = horizons(connection)
    for kind, at in reached.items():
        if kind not in known:
            connection.execute(insert(event_horizons).values(type=kind, at=to_ms(at)))
        elif known[kind] < at:
            moved = update(event_horizons).where(event_horizons.c.type == kind)
            connection.execute(moved.values(at=to_ms(at)))


def _pieces(database: Database) -> Iterator[ColumnElement[bool]]:
    """Cut the log as it is now into ranges of numbers."""
    with database.read() as connection:
        bounds = connection.execute(
            select(func.min(events.c.seq), func.max(events.c.seq))
        ).one()
    first, last = bounds[0] or 1, bounds[1] or 0
    for start in range(first, last + 1, _ROWS_AT_ONCE):
        yield events.c.seq.between(start, min(start + _ROWS_AT_ONCE - 1, last))
