"""Reads visits as they went, and what had been known of their people before."""

from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import Connection, func, or_, select

from knowledge_base.events import EventType, Trust
from knowledge_base.profiles import Profile
from knowledge_base.storage.chunks import chunks
from knowledge_base.storage.clock import from_ms, to_ms
from knowledge_base.storage.summaries import known_before
from knowledge_base.storage.tables import CUSTOMER, VISITOR, events

LOOKED = (EventType.CLICK, EventType.VIEW)
TAKEN = (EventType.ADD_TO_BASKET, EventType.PURCHASE)

Who = tuple[str, str]
"""A visitor or a customer, by kind and id."""


class Deed(NamedTuple):
    """One thing somebody did in a visit."""

    session_id: str
    type: EventType
    at: datetime
    product_id: str | None
    query: str | None
    who: Who | None


def visits(
    connection: Connection, since: datetime, until: datetime, *, robots_from: int
) -> Iterator[list[Deed]]:
    """Yield the deeds of each session in a time, in order: searches, looks and what was taken.

    What only a browser claims is left out, and so is who allows no session.
    """
    table = events.c
    rows = connection.execute(
        select(
            table.session_id,
            table.type,
            table.at,
            table.product_id,
            table.query,
            table.visitor_id,
            table.customer_id,
        )
        .where(
            table.session_id.is_not(None),
            table.at >= to_ms(since),
            table.at < to_ms(until),
            table.robot < robots_from,
            table.type.in_((EventType.SEARCH, *LOOKED, *TAKEN)),
            or_(table.type == EventType.SEARCH, table.trust > Trust.CLAIMED),
        )
        .order_by(table.session_id, table.at, table.seq)
    )
    deeds = (
        Deed(session, EventType(kind), from_ms(at), product, query, _who(visitor, customer))
        for session, kind, at, product, query, visitor, customer in rows
    )
    for _, visit in groupby(deeds, lambda deed: deed.session_id):
        yield list(visit)


def last_deed(connection: Connection, until: datetime) -> datetime | None:
    """Return when the last look or purchase before a moment happened, None for never."""
    told = select(func.max(events.c.at)).where(
        events.c.at <= to_ms(until), events.c.type.in_((*LOOKED, *TAKEN))
    )
    last = connection.execute(told).scalar_one()
    return None if last is None else from_ms(last)


def profiles_before(
    connection: Connection, people: Collection[Who], until: datetime
) -> dict[Who, Profile]:
    """Return what was known of some people before a moment; who was unknown is left out."""
    return {
        (kind, one): profile
        for kind in (VISITOR, CUSTOMER)
        for few in chunks(sorted(one for of, one in people if of == kind))
        for one, profile in known_before(connection, kind, few, until).items()
    }


def _who(visitor_id: str | None, customer_id: str | None) -> Who | None:
    """Say whose deed it is: the customer's, where somebody was logged in."""
    if customer_id is not None:
        return CUSTOMER, customer_id
    return None if visitor_id is None else (VISITOR, visitor_id)
