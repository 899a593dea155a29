"""Folds everybody's events into their summaries: what a night does, in one look at the log."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import groupby, pairwise
from operator import itemgetter

import numpy as np
from sqlalchemy import (
    ColumnElement,
    Connection,
    delete,
    func,
    insert,
    literal_column,
    select,
    true,
)

from knowledge_base.consent import Consent
from knowledge_base.errors import Outage
from knowledge_base.events import Event, EventType
from knowledge_base.money import from_cents
from knowledge_base.runs import run_starts
from knowledge_base.storage.change_log import Topic, has_changed, last_seq
from knowledge_base.storage.chunks import chunks
from knowledge_base.storage.clock import from_ms
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import last_event_seq
from knowledge_base.storage.pieces import pieces
from knowledge_base.storage.summaries import Deeds, fold_anew, fold_later, id_column, usable
from knowledge_base.storage.tables import CUSTOMER, VISITOR, events, folded, people
from knowledge_base.storage.traits import TraitsAtHand

_PEOPLE_AT_ONCE = 100
"""People folded under one writer's lock, so that nobody waits long for it."""
_EVENTS_IN_ORDER = 5_000_000
"""Events that SQLite puts in order at once: half a gigabyte.

What somebody did lies all over the log, and a leap for each event would take hours where it is
larger than memory; to look through it once for so many takes seconds or minutes.
"""
_ROWS_AT_ONCE = 5_000
_AGAIN = (1.0, 5.0, 25.0)
"""Seconds after which a night asks a database again that did not answer."""

_Fold = Callable[[Connection, str, list[str], Deeds | None], int]


def refresh_summaries(database: Database) -> int:
    """Fold everybody's later events into the summaries; return for how many people.

    Looks only at events since the last time that this came to its end.
    """
    with database.read() as connection:
        after, until = _folded_until(connection), last_event_seq(connection)
    many = _fold_all(database, after, partial(fold_later, look_up=TraitsAtHand().look_up))
    with database.write() as connection:
        connection.execute(delete(folded))
        connection.execute(insert(folded).values(seq=until))
    return many


def rebuild_summaries(database: Database) -> tuple[int, int]:
    """Fold everybody's summary anew from the events that are kept.

    Returns for how many people that was done, and how many were left as they are: their
    summaries know of events that were purged since.
    """
    with database.read() as connection:
        everybody = connection.execute(select(func.count()).select_from(people)).scalar_one()
    rebuilt = _fold_all(database, 0, partial(fold_anew, look_up=TraitsAtHand().look_up))
    return rebuilt, everybody - rebuilt


def fold_lag(connection: Connection) -> int:
    """Return how many events may be in no summary yet: those after everybody was folded."""
    return last_event_seq(connection) - _folded_until(connection)


def _folded_until(connection: Connection) -> int:
    return connection.execute(select(folded.c.seq)).scalar_one_or_none() or 0


def _fold_all(database: Database, after: int, fold: _Fold) -> int:
    """Fold all who did something after an event of a number; return how many were."""
    return sum(
        _fold_some(database, kind, deeds, fold, known)
        for kind in (VISITOR, CUSTOMER)
        for known, deeds in _gathered(database, kind, after)
    )


def _fold_some(database: Database, kind: str, deeds: Deeds, fold: _Fold, known: int) -> int:
    """Fold some people; ask again where the database does not answer.

    Others may write for longer than a request would wait, and hours of work lie behind us.
    Raises Unavailable when nothing helps.
    """
    for pause in _AGAIN:
        with suppress(Outage):
            return _fold_once(database, kind, deeds, fold, known)
        time.sleep(pause)
    return _fold_once(database, kind, deeds, fold, known)


def _fold_once(database: Database, kind: str, deeds: Deeds, fold: _Fold, known: int) -> int:
    """Fold some people, by what was read of them where nobody has been forgotten since."""
    with database.write() as connection:
        is_true = not has_changed(connection, Topic.PEOPLE, known)
        return fold(connection, kind, [*deeds], deeds if is_true else None)


def _gathered(database: Database, kind: str, after: int) -> Iterator[tuple[int, Deeds]]:
    """Yield what everybody did after an event of a number, some people at a time.

    With it comes the last change that was known when this was read.
    """
    # In other words than the index by people, which would seem to be the short way.
    apart = id_column(kind).concat(literal_column("''"))
    with database.read() as connection:
        parts = _parts(connection, kind, apart, after)
    told = (events.c[name] for name in _TOLD)
    rows = (
        select(apart, *told)
        .where(*_news(kind), events.c.seq > after)
        .order_by(apart, events.c.seq)
    )
    for part in parts:
        with database.read() as connection:
            known = last_seq(connection)
            found = connection.execute(
                rows.where(part).execution_options(yield_per=_ROWS_AT_ONCE)
            )
            own = groupby(found, itemgetter(0))
            each = ((one, [_deed(*row[1:]) for row in deeds]) for one, deeds in own)
            for few in chunks(each, _PEOPLE_AT_ONCE):
                yield known, dict(few)


def _news(kind: str) -> tuple[ColumnElement[bool], ...]:
    return (id_column(kind).is_not(None), *usable(kind))


def _parts(
    connection: Connection, kind: str, apart: ColumnElement[str], after: int
) -> list[ColumnElement[bool]]:
    """Say how to take all who did something after an event of a number, part by part.

    SQLite, which compares texts as Python does, keeps what it sorts in memory; PostgreSQL
    sorts a log of any length in files.
    """
    if connection.dialect.name != "sqlite":
        return [true()]
    who, deeds = id_column(kind), Counter[str]()
    for piece in pieces(connection, [who], *_news(kind), after=after):
        deeds.update(piece.texts(who.name))
    ids = sorted(deeds)
    part = np.cumsum([deeds[one] for one in ids]) // _EVENTS_IN_ORDER
    starts = run_starts(part).tolist()
    return [
        apart.between(ids[first], ids[end - 1]) for first, end in pairwise([*starts, len(ids)])
    ]


_TOLD = (
    "seq",
    "type",
    "at",
    "product_id",
    "variant_id",
    "quantity",
    "price_cents",
    "discount",
    "order_id",
)


def _deed(  # noqa: PLR0913, PLR0917 - a row, in the order of its columns
    seq: int,
    kind: int,
    at: int,
    product_id: str | None,
    variant_id: str | None,
    quantity: int,
    price_cents: int | None,
    discount: float,
    order_id: str | None,
) -> Event:
    """Return what a profile is made of from an event whose consent allows that."""
    return Event(
        event_id="",
        type=EventType(kind),
        at=from_ms(at),
        consent=Consent.PERSONALIZATION,
        seq=seq,
        product_id=product_id,
        variant_id=variant_id,
        quantity=quantity,
        price=None if price_cents is None else from_cents(price_cents),
        discount=discount,
        order_id=order_id,
    )
