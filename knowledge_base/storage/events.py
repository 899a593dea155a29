"""The event log: what was accepted, in commit order, each event once."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, insert, or_, select

from knowledge_base.catalogue import Catalogue
from knowledge_base.events import ROBOT, Event, EventType, RefusedEvent, Trust, same_words
from knowledge_base.interactions import Interactions
from knowledge_base.privacy import is_private
from knowledge_base.storage.chunks import chunks
from knowledge_base.storage.clock import moment, to_ms
from knowledge_base.storage.event_rows import insert_sql, row_of
from knowledge_base.storage.interaction_columns import COLUMNS, SEARCHED, InteractionColumns
from knowledge_base.storage.tables import events, people, refused_events

_ROWS_AT_ONCE = 20_000
_SUCCESS = (EventType.CLICK, EventType.VIEW, EventType.ADD_TO_BASKET)
HALF_LIFE = timedelta(days=30)
"""Age at which a search counts half."""
SESSION = 0.5
"""What a session counts for where nobody knows whose it is."""
_HALF_LIFE_MS = HALF_LIFE / timedelta(milliseconds=1)

_Who = tuple[str, bool]
"""A visitor or customer, or where nobody knows whose it is (False) a session."""


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
    return columns.interactions(now, withdrawals(connection))


def add_events(
    connection: Connection,
    columns: InteractionColumns,
    *,
    after: int = 0,
    robots_from: int = ROBOT,
) -> None:
    """Add the events that teach, and the searches they follow from, `after` a number."""
    teaching = select(*COLUMNS).where(
        events.c.seq > after,
        events.c.product_id.is_not(None),
        events.c.robot < robots_from,
        or_(
            events.c.trust == Trust.CONFIRMED,
            events.c.type == EventType.PURCHASE,
            and_(events.c.trust == Trust.SHOWN, events.c.type != EventType.RETURN),
        ),
    )
    ordered = teaching.order_by(events.c.seq)
    options = {"yield_per": _ROWS_AT_ONCE}
    for rows in connection.execute(ordered, execution_options=options).partitions():
        columns.add(rows)
    searches = select(*SEARCHED).where(
        events.c.seq > after,
        events.c.type == EventType.SEARCH,
        events.c.session_id.is_not(None),
        events.c.query.is_not(None),
        events.c.robot < robots_from,
    )
    ordered_searches = searches.order_by(events.c.seq)
    for asked in connection.execute(ordered_searches, execution_options=options).partitions():
        columns.add_searches(asked)


def withdrawals(connection: Connection) -> list[tuple[str, str, int]]:
    """Return kind and id of who took consent back, and the number of the last event before."""
    gone = select(people.c.kind, people.c.person_id, people.c.withdrawn_seq)
    withdrawn = connection.execute(gone.where(people.c.withdrawn_seq > 0))
    return [(kind, one, seq) for kind, one, seq in withdrawn]


def successful_queries(
    connection: Connection, *, since: datetime, min_visitors: int, robots_from: int = ROBOT
) -> list[tuple[str, float]]:
    """Return what several visitors searched for and then found, the most frequent first.

    A search counts when a product is clicked, viewed or put into the basket after it in the
    same session, once for each visitor: at the last time, and half as much for every
    HALF_LIFE that lies between it and the latest of all. Who consented to statistics only is
    known by session: that may be the same person again, so two such make one visitor of
    those there must be. Who consented to nothing has no session and never counts. What may
    name a person is left out.
    """
    found: dict[str, dict[_Who, int]] = {}
    for one in _successes(connection, since, robots_from):
        asked = found.setdefault(one.query, {})
        asked[one.who] = max(one.at, asked.get(one.who, 0))
    latest = max((at for asked in found.values() for at in asked.values()), default=0)
    frequent = [
        (query, sum(0.5 ** ((latest - at) / _HALF_LIFE_MS) for at in asked.values()))
        for query, asked in found.items()
        if _visitors(asked) >= min_visitors and not is_private(query)
    ]
    return sorted(frequent, key=lambda one: (-one[1], one[0]))


def found_after(
    connection: Connection,
    queries: Collection[str],
    *,
    since: datetime,
    robots_from: int = ROBOT,
) -> dict[str, list[str]]:
    """Return the products that visitors came to after each of some successful queries.

    Each once for every visitor, as ids; a session counts as above.
    """
    found: dict[str, set[tuple[_Who, str]]] = {}
    for one in _successes(connection, since, robots_from):
        if one.product_id is not None and one.query in queries:
            found.setdefault(one.query, set()).add((one.who, one.product_id))
    return {query: sorted(product for _, product in pairs) for query, pairs in found.items()}


class _Success(NamedTuple):
    """That somebody searched for something, and then came to a product."""

    query: str
    who: _Who
    at: int
    product_id: str | None


def _successes(connection: Connection, since: datetime, robots_from: int) -> Iterator[_Success]:
    known = func.coalesce(events.c.customer_id, events.c.visitor_id)
    table = events.c
    rows = connection.execute(
        select(table.session_id, table.type, table.query, known, table.at, table.product_id)
        .where(
            table.session_id.is_not(None),
            table.at >= to_ms(since),
            table.robot < robots_from,
            table.type.in_((EventType.SEARCH, *_SUCCESS)),
        )
        .order_by(table.session_id, table.at, table.seq)
    )
    searching: tuple[str, str] = ("", "")
    for session_id, kind, query, visitor, at, product_id in rows:
        if kind == EventType.SEARCH:
            searching = (session_id, same_words(query))
        elif searching[0] == session_id and searching[1]:
            who = (visitor or session_id, visitor is not None)
            yield _Success(searching[1], who, at, product_id)


def _visitors(asked: Iterable[_Who]) -> float:
    """Count people: those known by their session alone count half."""
    return sum(1 if is_known else SESSION for _, is_known in asked)
