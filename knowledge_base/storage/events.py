"""The event log: what was accepted, in commit order, each event once."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, and_, func, insert, or_, select

from knowledge_base.catalogue import Catalogue
from knowledge_base.events import ROBOT, Event, EventType, RefusedEvent, Trust
from knowledge_base.interactions import Interactions
from knowledge_base.storage.chunks import chunks
from knowledge_base.storage.clock import moment
from knowledge_base.storage.event_rows import insert_sql, row_of
from knowledge_base.storage.interaction_columns import COLUMNS, SEARCHED, InteractionColumns
from knowledge_base.storage.pieces import pieces
from knowledge_base.storage.tables import HAS_WITHDRAWN, events, people, refused_events


def insert_events(connection: Connection, accepted: Sequence[Event]) -> list[bool]:
    """Store events; say for each whether it is new, or its id was there before."""
    stored: list[bool] = []
    for chunk in chunks(accepted):
        wanted = {event.event_id for event in chunk}
        known = select(events.c.event_id).where(events.c.event_id.in_(wanted))
        seen = set(connection.execute(known).scalars())
        rows = []
        for event in chunk:
            is_new = event.event_id not in seen
            stored.append(is_new)
            if is_new:
                seen.add(event.event_id)
                rows.append(row_of(event))
        if rows:
            connection.exec_driver_sql(insert_sql(connection.dialect), rows)
    return stored


def keep_refused(connection: Connection, refused: Sequence[RefusedEvent]) -> None:
    """Keep what was refused, so that nothing disappears in silence."""
    if refused:
        rows = [asdict(one) for one in refused]
        connection.execute(insert(refused_events).values(received_at=moment()), rows)


def last_event_seq(connection: Connection) -> int:
    """Return the number of the last event, 0 before the first."""
    return connection.execute(select(func.max(events.c.seq))).scalar_one() or 0


def counts(connection: Connection) -> dict[str, int]:
    """Count the events that were stored and those that were refused."""
    tables = {"stored": events, "refused": refused_events}
    return {
        name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for name, table in tables.items()
    }


def read_interactions(
    connection: Connection, catalogue: Catalogue, *, now: datetime, robots_from: int = ROBOT
) -> Interactions:
    """Return all events that teach something about a product of the catalogue.

    A browser's claims teach nothing, but for purchases of what it was shown, which count
    little until confirmed. Nobody but the shop's server says that something came back.
    """
    columns = InteractionColumns(catalogue)
    add_events(connection, columns, robots_from=robots_from)
    return columns.interactions(now, withdrawals(connection), last=True)


def add_events(
    connection: Connection,
    columns: InteractionColumns,
    *,
    after: int = 0,
    robots_from: int = ROBOT,
) -> None:
    """Add the events that teach, and the searches they follow from, `after` a number."""
    is_human = events.c.robot < robots_from
    teaches = or_(
        events.c.trust == Trust.CONFIRMED,
        events.c.type == EventType.PURCHASE,
        and_(events.c.trust == Trust.SHOWN, events.c.type != EventType.RETURN),
    )
    deeds = is_human, events.c.product_id.is_not(None), teaches
    for piece in pieces(connection, COLUMNS, *deeds, after=after):
        columns.add(piece)
    searches = (
        is_human,
        events.c.type == EventType.SEARCH,
        events.c.session_id.is_not(None),
        events.c.query.is_not(None),
    )
    for piece in pieces(connection, SEARCHED, *searches, after=after):
        columns.add_searches(piece)


def withdrawals(connection: Connection) -> list[tuple[str, str, int]]:
    """Return kind and id of who took consent back, and the number of the last event before."""
    gone = select(people.c.kind, people.c.person_id, people.c.withdrawn_seq)
    withdrawn = connection.execute(gone.where(HAS_WITHDRAWN))
    return [(kind, one, seq) for kind, one, seq in withdrawn]
