"""What became of each feed's lines: so that one of which suddenly little is used is noticed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from knowledge_base.storage.chunks import AT_ONCE
from knowledge_base.storage.clock import to_ms
from knowledge_base.storage.tables import feed_imports


@dataclass(frozen=True, slots=True)
class Intake:
    """How many lines of a feed were taken and refused; a `whole` one named every product."""

    whole: bool
    taken: int
    refused: int

    @property
    def read(self) -> int:
        """Return how many lines it had."""
        return self.taken + self.refused

    @property
    def refused_share(self) -> float:
        """Return the share of the lines that was refused, 0 to 1."""
        return self.refused / max(self.read, 1)


@dataclass(frozen=True, slots=True)
class Feeds:
    """The last feed of a kind, and the last one `before` some moment: maybe the same."""

    last: Intake
    before: Intake


def note_intake(connection: Connection, intake: Intake, at: datetime) -> None:
    """Keep what became of a feed."""
    row = {"whole": intake.whole, "taken": intake.taken, "refused": intake.refused}
    connection.execute(insert(feed_imports).values(at=to_ms(at), **row))


def last_feeds(connection: Connection, until: datetime) -> list[Feeds]:
    """Return the last feed of each kind beside the last one until a moment, if both were."""
    at = feed_imports.c.at
    found = (
        (_last(connection, kind), _last(connection, kind, at <= to_ms(until)))
        for kind in (feed_imports.c.whole, ~feed_imports.c.whole)
    )
    return [Feeds(last, before) for last, before in found if last and before]


def _last(connection: Connection, *which: ColumnElement[bool]) -> Intake | None:
    kept = feed_imports.c
    asked = select(kept.whole, kept.taken, kept.refused).where(*which)
    row = connection.execute(asked.order_by(kept.seq.desc()).limit(1)).one_or_none()
    return Intake(*row) if row else None


def prune_intakes(connection: Connection, before: datetime) -> int:
    """Forget some thousands of what is earlier than a moment; return how many."""
    kept = feed_imports.c
    old = select(kept.seq).where(kept.at < to_ms(before)).limit(AT_ONCE)
    return connection.execute(delete(feed_imports).where(kept.seq.in_(old))).rowcount
