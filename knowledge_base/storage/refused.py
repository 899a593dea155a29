"""What was refused as an event: to be looked at, put right and tried again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, select

from knowledge_base.events import RefusedEvent
from knowledge_base.storage.clock import from_ms
from knowledge_base.storage.tables import refused_events


@dataclass(frozen=True, slots=True)
class RefusedOnes:
    """Which refused events: by code and place, any where they are not given."""

    code: str | None = None
    place: str | None = None

    def condition(self) -> list[ColumnElement[bool]]:
        """Return what the rows have to meet."""
        asked = {refused_events.c.code: self.code, refused_events.c.place: self.place}
        return [column == value for column, value in asked.items() if value is not None]


@dataclass(frozen=True, slots=True)
class KeptRefusal:
    """One refused event as it is kept."""

    seq: int
    received_at: datetime
    event: RefusedEvent


@dataclass(frozen=True, slots=True)
class Reason:
    """How often something was refused for one reason, and the last time."""

    code: str
    place: str
    detail: str
    count: int
    replayable: int
    last_at: datetime


def reasons(connection: Connection, which: RefusedOnes) -> list[Reason]:
    """Return why events were refused, the most frequent reason first."""
    count = func.count()
    rows = connection.execute(
        select(
            refused_events.c.code,
            refused_events.c.place,
            func.max(refused_events.c.detail),
            count,
            func.count(refused_events.c.proof),
            func.max(refused_events.c.received_at),
        )
        .where(*which.condition())
        .group_by(refused_events.c.code, refused_events.c.place)
        .order_by(count.desc(), refused_events.c.code, refused_events.c.place)
    )
    return [
        Reason(code, place, detail, number, whole, from_ms(at))
        for code, place, detail, number, whole, at in rows
    ]


def replayable(
    connection: Connection, which: RefusedOnes, *, after: int, most: int
) -> list[KeptRefusal]:
    """Return some refused events that can be tried again, in the order they came."""
    kept = refused_events.c
    rows = connection.execute(
        select(
            kept.seq,
            kept.received_at,
            kept.code,
            kept.place,
            kept.detail,
            kept.body,
            kept.proof,
        )
        .where(kept.seq > after, kept.proof.is_not(None), *which.condition())
        .order_by(kept.seq)
        .limit(most)
    )
    return [KeptRefusal(seq, from_ms(at), RefusedEvent(*more)) for seq, at, *more in rows]


def forget_refused(connection: Connection, seqs: Sequence[int]) -> None:
    """Delete what has become an event after all."""
    connection.execute(delete(refused_events).where(refused_events.c.seq.in_(seqs)))
