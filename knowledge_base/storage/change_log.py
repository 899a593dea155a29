"""What changed, in order: every process polls this log and follows."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, delete, func, insert, select

from knowledge_base.storage.chunks import AT_ONCE
from knowledge_base.storage.clock import moment, to_ms
from knowledge_base.storage.tables import changes


class Topic(StrEnum):
    """What a change is about, so that a process reads again only what it must."""

    PRODUCTS = "products"
    MERCHANDISING = "merchandising"
    KEYS = "keys"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """One change that was committed."""

    seq: int
    topic: Topic


def append_change(connection: Connection, topic: Topic) -> int:
    """Log a change inside the writing transaction that makes it; return its number."""
    logged = insert(changes).values(topic=topic, at=moment()).returning(changes.c.seq)
    return int(connection.execute(logged).scalar_one())


def changes_after(connection: Connection, seq: int) -> list[LoggedChange]:
    """Return the changes later than one already known, in order."""
    later = select(changes.c.seq, changes.c.topic).where(changes.c.seq > seq)
    rows = connection.execute(later.order_by(changes.c.seq))
    return [LoggedChange(number, Topic(topic)) for number, topic in rows]


def has_changed(connection: Connection, topic: Topic, after: int) -> bool:
    """Say whether something changed about a topic after a change already known."""
    later = select(changes.c.seq).where(changes.c.topic == topic, changes.c.seq > after)
    return connection.execute(later.limit(1)).one_or_none() is not None


def last_seq(connection: Connection) -> int:
    """Return the number of the last change, 0 before the first."""
    return connection.execute(select(func.max(changes.c.seq))).scalar_one() or 0


def prune_changes(connection: Connection, before: datetime) -> int:
    """Forget some thousands of the changes earlier than a moment; return how many.

    The last one stays, whatever its age: later numbers are told from it.
    """
    old = select(changes.c.seq).where(
        changes.c.at < to_ms(before), changes.c.seq < last_seq(connection)
    )
    gone = delete(changes).where(changes.c.seq.in_(old.limit(AT_ONCE)))
    return connection.execute(gone).rowcount
