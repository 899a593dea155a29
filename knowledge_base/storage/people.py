"""One row per person: the profile up to some event, and the ways to forget it."""

import hmac
from collections.abc import Iterator
from typing import Any

import msgspec
import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from knowledge_base.consent import Consent
from knowledge_base.events import Event
from knowledge_base.profiles import FOLDED, NOBODY, Profile, fold, merge
from knowledge_base.storage.change_log import Topic, append_change
from knowledge_base.storage.chunks import chunks
from knowledge_base.storage.clock import from_ms, moment
from knowledge_base.storage.database import Database
from knowledge_base.storage.event_rows import event_of, event_words
from knowledge_base.storage.events import last_event_seq
from knowledge_base.storage.keys import signing_secrets
from knowledge_base.storage.tables import (
    CUSTOMER,
    VISITOR,
    erasures,
    events,
    people,
    refused_events,
)

_MOST_EVENTS = 2_000
"""Events read for a request beyond the summary; a night folds the rest."""
_PEOPLE_AT_ONCE = 50
"""People folded under one writer's lock, so that nobody waits long for it."""

_written = msgspec.json.Encoder(enc_hook=dict).encode
_summary = msgspec.json.Decoder(Profile).decode


def read_profile(
    connection: Connection, *, visitor_id: str | None, customer_id: str | None
) -> Profile:
    """Return what may be used of a person: the summary and the events after it, folded.

    What somebody did while logged in belongs to the customer and to nobody else, so that it
    is used only when the customer is known again.
    """
    profile = NOBODY
    for kind, person_id in ((VISITOR, visitor_id), (CUSTOMER, customer_id)):
        if person_id is not None:
            known = _known(connection, kind, person_id)
            later = _events(connection, kind, person_id, known.seq, _MOST_EVENTS)
            profile = merge(profile, fold(known, later))
    return profile


def refresh_summaries(database: Database) -> int:
    """Fold everybody's later events into the summaries; return for how many people."""
    with database.read() as connection:
        stale = [
            (kind, person_id)
            for kind in (VISITOR, CUSTOMER)
            for person_id in _people_with_news(connection, kind)
        ]
    for few in chunks(stale, _PEOPLE_AT_ONCE):
        with database.write() as connection:
            for kind, person_id in few:
                known = _known(connection, kind, person_id)
                profile = fold(known, _events(connection, kind, person_id, known.seq))
                _keep(connection, kind, person_id, profile, consent=Consent.PERSONALIZATION)
    return len(stale)


def withdraw(connection: Connection, visitor_id: str) -> None:
    """End the use of all events so far of a visitor, and of the customer the visitor was.

    The events stay, as nobody's, and later ones count if a new consent comes with them.
    """
    seq = last_event_seq(connection)
    evidence = select(events.c.seq).where(
        events.c.visitor_id == visitor_id,
        events.c.seq > _withdrawn_seq(connection, VISITOR, visitor_id),
    )
    if connection.execute(evidence.limit(1)).one_or_none() is None:
        return
    customers = [(CUSTOMER, one) for one in _customers_of(connection, visitor_id)]
    for kind, person_id in ((VISITOR, visitor_id), *customers):
        nothing = Profile(seq=seq)
        _keep(connection, kind, person_id, nothing, withdrawn_seq=seq, consent=Consent.NONE)
    append_change(connection, Topic.PEOPLE)


def export_person(connection: Connection, person_id: str) -> dict[str, Any]:
    """Return every fact and every event kept of a visitor or customer (Art. 15, 20 GDPR)."""
    rows = connection.execute(select(people).where(people.c.person_id == person_id))
    log = select(events).where(_touches(person_id)).order_by(events.c.seq)
    return {
        "person_id": person_id,
        "facts": [_facts(row) for row in rows.mappings()],
        "events": [event_words(row) for row in connection.execute(log).mappings()],
    }


def erase_person(connection: Connection, person_id: str) -> int:
    """Erase every row that names a visitor or customer (Art. 17 GDPR); return how many.

    Only a keyed hash stays, so that a restored backup can be erased again.
    """
    customers = _customers_of(connection, person_id)
    erased = sum(
        connection.execute(delete(table).where(which)).rowcount
        for table, which in (
            (events, _touches(person_id)),
            (people, people.c.person_id == person_id),
            (refused_events, refused_events.c.body.contains(person_id, autoescape=True)),
        )
    )
    if not erased:
        return 0
    for customer_id in customers:
        start = Profile(seq=_withdrawn_seq(connection, CUSTOMER, customer_id))
        left = _events(connection, CUSTOMER, customer_id, start.seq)
        _keep(connection, CUSTOMER, customer_id, fold(start, left))
    secret = signing_secrets(connection, "erasures")[0]
    digest = hmac.digest(secret, person_id.encode(), "sha256")
    connection.execute(insert(erasures).values(digest=digest, at=moment()))
    append_change(connection, Topic.PEOPLE)
    return erased


def _known(connection: Connection, kind: str, person_id: str) -> Profile:
    """Return a summary; without one, nothing is known since the first event."""
    summary = select(people.c.summary).where(_is(kind, person_id))
    text = connection.execute(summary).scalar_one_or_none()
    return NOBODY if text is None else _summary(text)


def _keep(
    connection: Connection, kind: str, person_id: str, profile: Profile, **more: int
) -> None:
    """Write a summary, and what else has changed with it."""
    row = {"summary": _written(profile).decode(), "summary_seq": profile.seq, **more}
    known = update(people).where(_is(kind, person_id))
    if not connection.execute(known.values(updated_at=moment(), **row)).rowcount:
        first = {"withdrawn_seq": 0, "consent": Consent.PERSONALIZATION, **row}
        connection.execute(
            insert(people).values(kind=kind, person_id=person_id, updated_at=moment(), **first)
        )


def _events(
    connection: Connection, kind: str, person_id: str, after: int, most: int | None = None
) -> Iterator[Event]:
    """Yield the events that a profile may be made of, in order."""
    id_column = _id_column(kind)
    usable = select(events).where(id_column == person_id, events.c.seq > after, *_usable(kind))
    rows = connection.execute(usable.order_by(events.c.seq).limit(most))
    return map(event_of, rows)


def _usable(kind: str) -> tuple[ColumnElement[bool], ...]:
    """Leave out what has no consent, says nothing, or belongs to the customer."""
    conditions = (
        events.c.consent == int(Consent.PERSONALIZATION),
        events.c.type.in_(sorted(FOLDED)),
    )
    return conditions if kind == CUSTOMER else (*conditions, events.c.customer_id.is_(None))


def _people_with_news(connection: Connection, kind: str) -> list[str]:
    """Name everybody who did something after the summary was written."""
    id_column = _id_column(kind)
    last = func.max(events.c.seq)
    known = and_(people.c.kind == kind, people.c.person_id == id_column)
    active = (
        select(id_column)
        .join_from(events, people, known, isouter=True)
        .where(id_column.is_not(None), *_usable(kind))
        .group_by(id_column, people.c.summary_seq)
        .having(last > func.coalesce(people.c.summary_seq, 0))
    )
    return list(connection.execute(active).scalars())


def _id_column(kind: str) -> ColumnElement[str]:
    return events.c.visitor_id if kind == VISITOR else events.c.customer_id


def _is(kind: str, person_id: str) -> ColumnElement[bool]:
    return and_(people.c.kind == kind, people.c.person_id == person_id)


def _touches(person_id: str) -> ColumnElement[bool]:
    return or_(events.c.visitor_id == person_id, events.c.customer_id == person_id)


def _withdrawn_seq(connection: Connection, kind: str, person_id: str) -> int:
    """Return the last event before somebody's last withdrawal, 0 without one."""
    seq = select(people.c.withdrawn_seq).where(_is(kind, person_id))
    return connection.execute(seq).scalar_one_or_none() or 0


def _customers_of(connection: Connection, visitor_id: str) -> list[str]:
    """Name the customers a visitor has been logged in as."""
    known = events.c.visitor_id == visitor_id, events.c.customer_id.is_not(None)
    customers = select(events.c.customer_id).where(*known).distinct()
    return list(connection.execute(customers).scalars())


def _facts(row: RowMapping) -> dict[str, Any]:
    """Return a person's row as an export shows it."""
    known = {name: value for name, value in row.items() if value is not None}
    for name in known.keys() & {"summary", "facts", "segments", "predictions"}:
        known[name] = orjson.loads(known[name])
    known["consent"] = Consent(row["consent"]).word
    known["updated_at"] = from_ms(row["updated_at"]).isoformat()
    return known
