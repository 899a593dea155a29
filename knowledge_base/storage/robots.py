"""Marks in the event log what robots did, as far as only the whole of it gives them away."""

from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import case, func, update

from knowledge_base.events import EventType, Trust
from knowledge_base.robots import inhuman
from knowledge_base.storage.chunks import chunks
from knowledge_base.storage.clock import to_ms
from knowledge_base.storage.database import Database
from knowledge_base.storage.growing import Growing
from knowledge_base.storage.pieces import numbered, pieces
from knowledge_base.storage.tables import events

WINDOW = timedelta(days=30)
"""How far back a night looks."""
CAUGHT = 60
"""What being caught adds to a score."""
_SURE = 100
_DEEDS = (EventType.CLICK, EventType.VIEW, EventType.ADD_TO_BASKET)


def mark_robots(database: Database, *, now: datetime) -> int:
    """Raise the scores of all events of visitors who act like machines; return how many.

    So does whoever was once surely a robot. Whom the shop's server vouches for is none, and
    who has neither visitor nor session cannot be told from others. A second time does nothing.
    """
    actor = func.coalesce(events.c.visitor_id, events.c.session_id)
    columns = events.c.seq, actor.label("who"), events.c.type, events.c.at, events.c.robot
    with database.read() as connection:
        read = pieces(
            connection,
            columns,
            actor.is_not(None),
            events.c.trust < Trust.CONFIRMED,
            events.c.at >= to_ms(now - WINDOW),
        )
        deeds = Growing()
        for piece in read:
            deeds.add(
                {
                    "seq": piece.numbers("seq"),
                    "mark": piece.marks("who"),
                    "is_deed": np.isin(piece.numbers("type"), _DEEDS),
                    "at": piece.numbers("at") / 1000,
                    "robot": piece.numbers("robot").astype(np.int16),
                }
            )
    seqs, marks, is_deed, at, robot = deeds.joined(last=True).values()
    who = numbered(marks)
    caught = np.zeros(int(who.max(initial=-1)) + 1, dtype=np.bool_)
    found = inhuman(who[is_deed], at[is_deed])
    caught[: len(found)] |= found
    caught[who[robot >= _SURE]] = True
    return _raise_scores(database, seqs[caught[who] & (robot < CAUGHT)].tolist())


def _raise_scores(database: Database, seqs: list[int]) -> int:
    """Raise scores in pieces, so that no writer waits long."""
    raised = events.c.robot + CAUGHT
    score = case((raised > _SURE, _SURE), else_=raised)
    for some in chunks(seqs):
        with database.write() as connection:
            connection.execute(update(events).where(events.c.seq.in_(some)).values(robot=score))
    return len(seqs)
