"""What people asked for lately, and what they came to afterwards: what a replay replays."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from sqlalchemy import ColumnElement, Connection, and_, select

from knowledge_base.events import EventType, same_words
from knowledge_base.storage.clock import from_ms, to_ms
from knowledge_base.storage.tables import events

_DEEDS = (EventType.SEARCH, EventType.CLICK, EventType.PURCHASE)
_ROWS_AT_ONCE = 20_000


class Asked(NamedTuple):
    """What was asked for: words, and the filters beside them (`facet:value`, sorted)."""

    text: str
    filters: tuple[str, ...]


@dataclass(slots=True)
class Outcome:
    """How often something was asked for, and what came of it, by the products' ids."""

    searches: int = 0
    clicks: Counter[str] = field(default_factory=Counter)
    purchases: Counter[str] = field(default_factory=Counter)


def outcomes(
    connection: Connection, *, since: datetime, until: datetime, robots_from: int, most: int
) -> tuple[datetime, Mapping[Asked, Outcome]]:
    """Return what was asked for between two moments, and from when on that was read.

    A click belongs to the search before it in its session, a purchase to the search after
    which the product was clicked. Of more than `most` events the latest count.
    """
    of = events.c
    here = and_(
        of.at >= to_ms(since),
        of.at < to_ms(until),
        of.type.in_(_DEEDS),
        of.robot < robots_from,
    )
    newest = select(of.at).where(here).order_by(of.at.desc()).limit(1).offset(most)
    first = connection.execute(newest).scalar()
    if first is not None:
        since = from_ms(first + 1)
        here = and_(here, of.at > first)
    return since, _gathered(_deeds(connection, here))


def _deeds(connection: Connection, here: ColumnElement[bool]) -> Iterable[Any]:
    of = events.c
    columns = (of.session_id, of.type, of.query, of.product_id, of.detail)
    deeds = select(*columns).where(here).order_by(of.session_id, of.at, of.seq)
    return connection.execute(deeds, execution_options={"yield_per": _ROWS_AT_ONCE})


def _gathered(deeds: Iterable[Any]) -> Mapping[Asked, Outcome]:
    """Go through every session: what is asked for, then clicked, then bought."""
    every: dict[Asked, Outcome] = {}
    session, asked, led_to = None, None, dict[str, Outcome]()
    for session_id, kind, query, product_id, detail in deeds:
        if session_id is None or session_id != session:
            session, asked, led_to = session_id, None, {}
        match kind:
            case EventType.SEARCH:
                asked = every.setdefault(_asked(query, detail), Outcome())
                asked.searches += 1
            case EventType.CLICK if asked and product_id:
                asked.clicks[product_id] += 1
                led_to[product_id] = asked
            case EventType.PURCHASE if product_id in led_to:
                led_to[product_id].purchases[product_id] += 1
            case _:
                pass
    return every


def _asked(query: str | None, detail: str | None) -> Asked:
    chosen = orjson.loads(detail).get("filters", {}) if detail else {}
    filters = (
        f"{facet}:{value}"
        for facet, values in chosen.items()
        for value in (values if isinstance(values, list) else [values])
    )
    return Asked(same_words(query), tuple(sorted(filters)))
