"""What tells whether an installation is well: ages, counts and clocks in the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Select, case, func, select
from sqlalchemy.engine import make_url

from knowledge_base.events import EventType
from knowledge_base.storage.clock import from_ms, moment, to_ms
from knowledge_base.storage.tables import events, products, refused_events

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Flow:
    """How many events of a type happened in a time, and how many of them robots did."""

    events: int
    robots: int


def database_file(url: str) -> Path | None:
    """Name the file of a SQLite database; None for one that is elsewhere."""
    address = make_url(url)
    is_file = address.get_backend_name() == "sqlite" and address.database
    return Path(address.database or "") if is_file else None


def flow(
    connection: Connection, *, since: datetime, until: datetime, robots_from: int
) -> Mapping[EventType, Flow]:
    """Count the events between two moments by type."""
    is_robot = case((events.c.robot >= robots_from, 1), else_=0)
    counted = (
        select(events.c.type, func.count(), func.sum(is_robot))
        .where(events.c.at >= to_ms(since), events.c.at < to_ms(until))
        .group_by(events.c.type)
    )
    return {
        EventType(kind): Flow(number, robots)
        for kind, number, robots in connection.execute(counted)
    }


def robots_share(connection: Connection, now: datetime, robots_from: int) -> float:
    """Return the share of the last day's events that robots did."""
    lately = flow(connection, since=now - DAY, until=now, robots_from=robots_from).values()
    return sum(one.robots for one in lately) / max(sum(one.events for one in lately), 1)


def refused_share(connection: Connection, now: datetime) -> float:
    """Return the share of the events of the last day that were refused when they came."""
    since = refused_events.c.received_at >= to_ms(now - DAY)
    refused = connection.execute(select(func.count()).where(since)).scalar_one()
    happened = events.c.at >= to_ms(now - DAY), events.c.at < to_ms(now)
    stored = connection.execute(select(func.count()).where(*happened)).scalar_one()
    return refused / max(refused + stored, 1)


def last_product_at(connection: Connection) -> datetime | None:
    """Say when a line of the feed last changed; None without products."""
    living = select(func.max(products.c.updated_at)).where(~products.c.deleted)
    return _moment(connection, living)


def last_arrival(connection: Connection) -> datetime | None:
    """Say when the last event came in; None before the first."""
    last = select(events.c.received_at).order_by(events.c.seq.desc()).limit(1)
    return _moment(connection, last)


def clock_of(connection: Connection) -> datetime:
    """Read the clock of the database."""
    return from_ms(connection.execute(select(moment())).scalar_one())


def _moment(connection: Connection, asked: Select[int]) -> datetime | None:
    ms = connection.execute(asked).scalar_one_or_none()
    return None if ms is None else from_ms(ms)
