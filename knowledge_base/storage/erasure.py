"""Erases people from every table, and remembers whom it has erased."""

from collections.abc import Collection, Iterator, Sequence

import numpy as np
from sqlalchemy import Connection, and_, delete, func, insert, or_, select

from knowledge_base.ledger import Erasure
from knowledge_base.privacy import mentions
from knowledge_base.profiles import Profile
from knowledge_base.storage.change_log import Topic, append_change
from knowledge_base.storage.chunks import chunks
from knowledge_base.storage.clock import moment
from knowledge_base.storage.people import customers_of, touches, withdrawn_seq
from knowledge_base.storage.summaries import fold_later, keep
from knowledge_base.storage.tables import (
    CUSTOMER,
    erasures,
    events,
    people,
    refused_events,
    signing_keys,
)

_PURPOSE = "erasures"
_TRACE = "<i8"


def nameless_events(connection: Connection, person_id: str) -> list[int]:
    """List the events that name nobody, and yet are of a session or an order of a person.

    Returns their numbers. Somebody who allowed only statistics for a while left such, and so
    does the shop's server where it confirms an order. This looks at the whole log, so give it a
    reading connection.
    """
    found: set[int] = set()
    for column in (events.c.session_id, events.c.order_id):
        own = select(column).where(touches(person_id), column.is_not(None))
        nobody = and_(events.c.visitor_id.is_(None), events.c.customer_id.is_(None))
        found.update(
            connection.execute(select(events.c.seq).where(nobody, column.in_(own))).scalars()
        )
    return sorted(found)


def teaching_events(
    connection: Connection, person_id: str, nameless: Sequence[int]
) -> list[str]:
    """Name all events of a person, those that name nobody among them, that have a product."""
    found: list[str] = []
    for mine in (touches(person_id), *(events.c.seq.in_(few) for few in chunks(nameless))):
        taught = select(events.c.event_id).where(mine, events.c.product_id.is_not(None))
        found += connection.execute(taught).scalars()
    return found


def erase_rows(connection: Connection, person_id: str, nameless: Sequence[int] = ()) -> int:
    """Delete every row that names a visitor or customer, and events that do not but are theirs.

    Customers the visitor was logged in as keep what they did elsewhere: their summaries are
    folded anew from the events that are left. Returns how many rows are gone.
    """
    customers = [one for one in customers_of(connection, person_id) if one != person_id]
    refused = _refused_from(connection, person_id)
    erased = sum(
        connection.execute(delete(table).where(which)).rowcount
        for table, which in (
            (events, touches(person_id)),
            (people, people.c.person_id == person_id),
            *((refused_events, refused_events.c.seq.in_(few)) for few in chunks(refused)),
            *((events, events.c.seq.in_(few)) for few in chunks(nameless)),
        )
    )
    starts = {one: Profile(seq=withdrawn_seq(connection, CUSTOMER, one)) for one in customers}
    if starts:
        keep(connection, CUSTOMER, starts)
        fold_later(connection, CUSTOMER, customers)
    if erased:
        append_change(connection, Topic.PEOPLE)
    return erased


def _refused_from(connection: Connection, person_id: str) -> list[int]:
    """List the refused events that mention somebody."""
    kept = refused_events.c.body, refused_events.c.proof
    near = or_(*(one.contains(person_id, autoescape=True) for one in kept))
    rows = connection.execute(select(refused_events.c.seq, *kept).where(near))
    return [seq for seq, *texts in rows if any(mentions(one or "", person_id) for one in texts)]


def erased_before(connection: Connection) -> frozenset[Erasure]:
    """Return the erasures this database has seen."""
    return erased_since(connection, 0)[0]


def erased_since(connection: Connection, seq: int) -> tuple[frozenset[Erasure], int]:
    """Return the erasures seen here after the one of a number, and the number of the last."""
    columns = (erasures.c.seq, erasures.c.digest, erasures.c.at, erasures.c.traces)
    rows = connection.execute(select(*columns).where(erasures.c.seq > seq)).all()
    seen = frozenset(
        Erasure(one.digest, one.at, tuple(np.frombuffer(one.traces or b"", _TRACE).tolist()))
        for one in rows
    )
    return seen, max((one.seq for one in rows), default=seq)


def last_erasure(connection: Connection) -> int:
    """Return the number of the last erasure this database has seen, 0 before the first."""
    return connection.execute(select(func.max(erasures.c.seq))).scalar() or 0


def note_erasures(connection: Connection, done: Collection[Erasure]) -> None:
    """Remember erasures that are done, and tell every process of them."""
    if not done:
        return
    rows = [
        {
            "digest": one.digest,
            "at": one.at,
            "traces": np.array(one.traces, dtype=_TRACE).tobytes(),
        }
        for one in done
    ]
    connection.execute(insert(erasures), rows)
    append_change(connection, Topic.PEOPLE)


def everybody(connection: Connection) -> Iterator[str]:
    """Yield every id of a visitor or customer there is, each once."""
    ids = (
        select(events.c.visitor_id)
        .union(select(events.c.customer_id), select(people.c.person_id))
        .execution_options(yield_per=10_000)
    )
    for person_id in connection.execute(ids).scalars():
        if person_id is not None:
            yield person_id


def ledger_key(connection: Connection) -> bytes | None:
    """Return the key of the ledger this database goes with, None before the first."""
    made = select(signing_keys.c.secret).where(signing_keys.c.purpose == _PURPOSE)
    newest = made.order_by(signing_keys.c.key_id.desc()).limit(1)
    return connection.execute(newest).scalar_one_or_none()


def adopt_ledger_key(connection: Connection, key: bytes) -> None:
    """Go with a ledger from now on."""
    row = {"purpose": _PURPOSE, "secret": key}
    connection.execute(insert(signing_keys).values(created_at=moment()), [row])
