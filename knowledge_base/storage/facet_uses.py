"""Who filtered by which facet, after which query or in which category."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, func, select

from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.events import EventType, same_words
from knowledge_base.facet_uses import FacetUse
from knowledge_base.storage.clock import to_ms
from knowledge_base.storage.tables import events

_ROWS_AT_ONCE = 20_000


def facet_uses(
    connection: Connection, *, since: datetime, robots_from: int
) -> Iterator[FacetUse]:
    """Yield every facet that was filtered by, with what was looked at, session by session.

    Who consented to nothing has no session and is left out: nobody could tell how many they
    were. The query is the event's own, or what was searched for last in the session.
    """
    of = events.c
    known = func.coalesce(of.customer_id, of.visitor_id)
    asked = (
        select(of.session_id, of.type, of.query, known, of.detail)
        .where(
            of.session_id.is_not(None),
            of.at >= to_ms(since),
            of.robot < robots_from,
            of.type.in_((EventType.SEARCH, EventType.FILTER)),
        )
        .order_by(of.session_id, of.at, of.seq)
    )
    searched = ("", "")
    rows = connection.execute(asked, execution_options={"yield_per": _ROWS_AT_ONCE})
    for session_id, kind, query, person, detail in rows:
        if kind == EventType.SEARCH:
            searched = (session_id, same_words(query))
            continue
        words = same_words(query) or (searched[1] if searched[0] == session_id else "")
        filters = (orjson.loads(detail).get("filters") if detail else None) or {}
        who, category = (person or session_id, person is not None), _category(filters)
        yield from (FacetUse(*who, words, category, facet) for facet in filters)


def _category(filters: Mapping[str, Any]) -> str | None:
    """Return the category being looked at: the only one that is filtered by."""
    chosen = filters.get(CATEGORY)
    one = chosen[0] if isinstance(chosen, list) and len(chosen) == 1 else chosen
    return one if isinstance(one, str) else None
