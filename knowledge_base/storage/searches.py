"""What was searched for and filtered, and what was come to next, session by session."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, select

from knowledge_base.events import EventType, same_words
from knowledge_base.storage.clock import to_ms
from knowledge_base.storage.tables import events

_DEEDS = (
    EventType.SEARCH,
    EventType.FILTER,
    EventType.CLICK,
    EventType.VIEW,
    EventType.ADD_TO_BASKET,
)
_ROWS_AT_ONCE = 20_000


class Deed(NamedTuple):
    """A search, a filter chosen, or that somebody came to a product; `at` in milliseconds.

    `session_id` is None where nobody consented to one, `total` where nobody said how many
    products the answer had.
    """

    session_id: str | None
    type: EventType
    at: int
    query: str
    filters: dict[str, Any]
    total: int | None


def deeds_around_searches(
    connection: Connection, *, since: datetime, until: datetime, robots_from: int
) -> Iterator[Deed]:
    """Yield what people did between two moments, each session's deeds together and in order."""
    of = events.c
    asked = (
        select(of.session_id, of.type, of.at, of.query, of.detail)
        .where(
            of.at >= to_ms(since),
            of.at < to_ms(until),
            of.type.in_(_DEEDS),
            of.robot < robots_from,
        )
        .order_by(of.session_id, of.at, of.seq)
    )
    rows = connection.execute(asked, execution_options={"yield_per": _ROWS_AT_ONCE})
    for session_id, kind, at, query, detail in rows:
        more = orjson.loads(detail) if detail else {}
        words = same_words(query)
        filters = more.get("filters", {})
        yield Deed(session_id, EventType(kind), at, words, filters, more.get("total"))
