"""Summaries of people: kept profiles, and how the events after them are taken in."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

import msgspec
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    and_,
    bindparam,
    func,
    insert,
    select,
    update,
)

from knowledge_base.consent import Consent
from knowledge_base.profiles import FOLDED, NOBODY, Profile, fold
from knowledge_base.storage.clock import moment
from knowledge_base.storage.event_rows import event_of
from knowledge_base.storage.tables import CUSTOMER, VISITOR, events, people

_MOST_EVENTS = 2_000
"""Events read for a request beyond the summary; a night folds the rest."""

_encode = msgspec.json.Encoder(enc_hook=dict).encode
_summary = msgspec.json.Decoder(Profile).decode


def _id_column(kind: str) -> Column[Any]:
    return events.c.visitor_id if kind == VISITOR else events.c.customer_id


def _usable(kind: str) -> tuple[ColumnElement[bool], ...]:
    """Leave out what has no consent, says nothing, or belongs to the customer."""
    conditions = (
        events.c.consent == int(Consent.PERSONALIZATION),
        events.c.type.in_(sorted(FOLDED)),
    )
    return conditions if kind == CUSTOMER else (*conditions, events.c.customer_id.is_(None))


_SUMMARY_OF = select(people.c.summary).where(
    people.c.kind == bindparam("kind"), people.c.person_id == bindparam("person_id")
)
_LATER_OF = {
    kind: select(events)
    .where(
        _id_column(kind) == bindparam("person_id"),
        events.c.seq > bindparam("after"),
        *_usable(kind),
    )
    .order_by(events.c.seq)
    .limit(_MOST_EVENTS)
    for kind in (VISITOR, CUSTOMER)
}
"""Built once: putting a statement together takes longer than running one of these."""


def summary_text(profile: Profile) -> str:
    """Write a profile down."""
    return _encode(profile).decode()


def read_person(connection: Connection, kind: str, person_id: str) -> Profile:
    """Return one person's profile up to the newest event."""
    who = {"kind": kind, "person_id": person_id}
    text = connection.execute(_SUMMARY_OF, who).scalar_one_or_none()
    known = NOBODY if text is None else _summary(text)
    later = connection.execute(_LATER_OF[kind], {"person_id": person_id, "after": known.seq})
    return fold(known, map(event_of, later))


def fold_later(connection: Connection, kind: str, person_ids: Sequence[str]) -> None:
    """Fold the later events of some people into their summaries."""
    id_column = _id_column(kind)
    own = and_(people.c.kind == kind, people.c.person_id == id_column)
    named = select(people.c.person_id, people.c.summary).where(
        people.c.kind == kind, people.c.person_id.in_(person_ids)
    )
    known = {one: _summary(text) for one, text in connection.execute(named)}
    later = connection.execute(
        select(events)
        .join_from(events, people, own, isouter=True)
        .where(
            id_column.in_(person_ids),
            events.c.seq > func.coalesce(people.c.summary_seq, 0),
            *_usable(kind),
        )
        .order_by(id_column, events.c.seq)
    )
    profiles = {
        person_id: fold(known.get(person_id, NOBODY), map(event_of, rows))
        for person_id, rows in groupby(later, attrgetter(id_column.name))
    }
    keep(connection, kind, profiles, consent=Consent.PERSONALIZATION)


def keep(
    connection: Connection, kind: str, profiles: Mapping[str, Profile], **more: int
) -> None:
    """Write summaries, and what else has changed with them."""
    there = select(people.c.person_id).where(
        people.c.kind == kind, people.c.person_id.in_(profiles)
    )
    known = set(connection.execute(there).scalars())
    rows = {
        one: {"summary": summary_text(profile), "summary_seq": profile.seq, **more}
        for one, profile in profiles.items()
    }
    old = [{"who": one, **row} for one, row in rows.items() if one in known]
    new = [
        {"person_id": one, "withdrawn_seq": 0, "consent": Consent.PERSONALIZATION, **row}
        for one, row in rows.items()
        if one not in known
    ]
    if old:
        mine = update(people).where(
            people.c.kind == kind, people.c.person_id == bindparam("who")
        )
        connection.execute(mine.values(updated_at=moment()), old)
    if new:
        connection.execute(insert(people).values(kind=kind, updated_at=moment()), new)


def people_with_news(connection: Connection, kind: str) -> list[str]:
    """Name everybody who did something after the summary was written."""
    id_column = _id_column(kind)
    own = and_(people.c.kind == kind, people.c.person_id == id_column)
    active = (
        select(id_column)
        .join_from(events, people, own, isouter=True)
        .where(id_column.is_not(None), *_usable(kind))
        .group_by(id_column, people.c.summary_seq)
        .having(func.max(events.c.seq) > func.coalesce(people.c.summary_seq, 0))
    )
    return list(connection.execute(active).scalars())
