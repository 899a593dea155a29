"""Marks in the event log what robots did, as far as only the whole of it gives them away."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, case, func, select, update

from knowledge_base.events import EventType, Trust
from knowledge_base.robots import inhuman
from knowledge_base.storage.chunks import chunks
from knowledge_base.storage.clock import to_ms
from knowledge_base.storage.database import Database
from knowledge_base.storage.tables import events

WINDOW = timedelta(days=30)
"""How far back a night looks."""
CAUGHT = 60
"""What being caught adds to a score."""
_SURE = 100
_ROWS_AT_ONCE = 20_000
_DEEDS = (EventType.CLICK, EventType.VIEW, EventType.ADD_TO_BASKET)


def mark_robots(database: Database, *, now: datetime) -> int:
    """Raise the scores of all events of visitors who act like machines; return how many.

    So does whoever was once surely a robot. Whom the shop's server vouches for is none, and
    who has neither visitor nor session cannot be told from others. A second time does nothing.
    """
    actors: dict[str, int] = {}
    with database.read() as connection:
        seqs, who, is_deed, at, robot = _deeds(connection, now, actors)
    caught = np.zeros(len(actors), dtype=np.bool_)
    found = inhuman(who[is_deed], at[is_deed])
    caught[: len(found)] |= found
    caught[who[robot >= _SURE]] = True
    return _raise_scores(database, seqs[caught[who] & (robot < CAUGHT)].tolist())


def _deeds(
    connection: Connection, now: datetime, actors: dict[str, int]
) -> tuple[NDArray[Any], ...]:
    """Read number, actor, whether it tells of haste, seconds and score of each event.

    `actors` are given numbers from 0, in the order in which they first come.
    """
    actor = func.coalesce(events.c.visitor_id, events.c.session_id)
    columns = select(events.c.seq, actor, events.c.type, events.c.at, events.c.robot).where(
        actor.is_not(None),
        events.c.trust < Trust.CONFIRMED,
        events.c.at >= to_ms(now - WINDOW),
    )
    options = {"yield_per": _ROWS_AT_ONCE}
    read = connection.execute(columns, execution_options=options).partitions()
    parts = [_arrays(rows, actors) for rows in chain([()], read)]
    return tuple(map(np.concatenate, zip(*parts, strict=True)))


def _arrays(rows: Sequence[Sequence[Any]], actors: dict[str, int]) -> tuple[NDArray[Any], ...]:
    seq, who, kind, at, robot = zip(*rows, strict=True) if rows else ((),) * 5
    codes = [actors.setdefault(one, len(actors)) for one in who]
    return (
        np.array(seq, dtype=np.int64),
        np.array(codes, dtype=np.int32),
        np.isin(np.array(kind, dtype=np.int8), _DEEDS),
        np.array(at, dtype=np.float64) / 1000,
        np.array(robot, dtype=np.int16),
    )


def _raise_scores(database: Database, seqs: list[int]) -> int:
    """Raise scores in pieces, so that no writer waits long."""
    raised = events.c.robot + CAUGHT
    score = case((raised > _SURE, _SURE), else_=raised)
    for some in chunks(seqs):
        with database.write() as connection:
            connection.execute(update(events).where(events.c.seq.in_(some)).values(robot=score))
    return len(seqs)
