"""The event log: what was accepted, in commit order, each event once."""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, insert, or_, select

from knowledge_base.catalogue import Catalogue
from knowledge_base.events import Event, EventType, RefusedEvent, Trust
from knowledge_base.interactions import Interactions
from knowledge_base.storage.chunks import chunks
from knowledge_base.storage.clock import moment, to_ms
from knowledge_base.storage.event_rows import insert_sql, row_of
from knowledge_base.storage.interaction_columns import COLUMNS, InteractionColumns
from knowledge_base.storage.tables import events, people, refused_events

_ROWS_AT_ONCE = 20_000
_SUCCESS = (EventType.CLICK, EventType.VIEW, EventType.ADD_TO_BASKET)
_PRIVATE = re.compile(r"@|\d{6}")
"""Addresses, telephone and customer numbers: what people type is not always a wish."""


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
        rows = [
            {"code": one.code, "place": one.place, "detail": one.detail, "body": one.body}
            for one in refused
        ]
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
    connection: Connection, catalogue: Catalogue, *, now: datetime
) -> Interactions:
    """Return all events that teach something about a product of the catalogue.

    A browser's claims teach nothing, but for purchases, which count little until confirmed.
    """
    teaching = select(*COLUMNS).where(
        events.c.product_id.is_not(None),
        events.c.robot == 0,
        or_(events.c.trust > Trust.CLAIMED, events.c.type == EventType.PURCHASE),
    )
    columns = InteractionColumns(catalogue)
    ordered = teaching.order_by(events.c.seq)
    options = {"yield_per": _ROWS_AT_ONCE}
    for rows in connection.execute(ordered, execution_options=options).partitions():
        columns.add(rows)
    gone = select(people.c.kind, people.c.person_id, people.c.withdrawn_seq)
    withdrawn = connection.execute(gone.where(people.c.withdrawn_seq > 0))
    return columns.interactions(now, ((kind, one, seq) for kind, one, seq in withdrawn))


def successful_queries(
    connection: Connection, *, since: datetime, min_visitors: int
) -> list[tuple[str, int]]:
    """Return what several visitors searched for and then found, the most frequent first.

    A search counts when a product is clicked, viewed or put into the basket after it in the
    same session, once for each visitor (for each session, where the visitor is not known).
    """
    who = func.coalesce(events.c.customer_id, events.c.visitor_id, events.c.session_id)
    rows = connection.execute(
        select(events.c.session_id, events.c.type, events.c.query, who)
        .where(
            events.c.session_id.is_not(None),
            events.c.at >= to_ms(since),
            events.c.robot == 0,
            events.c.type.in_((EventType.SEARCH, *_SUCCESS)),
        )
        .order_by(events.c.session_id, events.c.at, events.c.seq)
    )
    visitors: dict[str, set[str]] = {}
    searching: tuple[str, str | None] = ("", None)
    for session_id, kind, query, visitor in rows:
        if kind == EventType.SEARCH:
            searching = (session_id, query)
        elif searching[0] == session_id and searching[1]:
            visitors.setdefault(searching[1].lower(), set()).add(visitor)
    frequent = [
        (query, len(found))
        for query, found in visitors.items()
        if len(found) >= min_visitors and not _PRIVATE.search(query)
    ]
    return sorted(frequent, key=lambda one: (-one[1], one[0]))
