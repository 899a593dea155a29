"""Summaries of people: kept profiles, and how the events after them are taken in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, groupby
from operator import attrgetter
from typing import Any

import msgspec
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    func,
    insert,
    literal_column,
    select,
    update,
)

from knowledge_base.consent import Consent
from knowledge_base.customers import Facts
from knowledge_base.events import Event
from knowledge_base.folding import FOLDED, TOTALS, Known, fold
from knowledge_base.profiles import NOBODY, Profile
from knowledge_base.storage.clock import moment, to_ms
from knowledge_base.storage.event_rows import event_of
from knowledge_base.storage.tables import CUSTOMER, VISITOR, events, people
from knowledge_base.storage.traits import LookUp, known_traits

_MOST_EVENTS = 2_000
"""Events read for a request beyond the summary; a night folds the rest."""

_encode = msgspec.json.Encoder(enc_hook=dict).encode
_summary = msgspec.json.Decoder(Profile).decode
_facts = msgspec.json.Decoder(Facts).decode


_FOLDED: list[ColumnElement[int]] = [literal_column(str(int(one))) for one in sorted(FOLDED)]
"""Written into the statements: a list of values would be taken apart at each execution."""


Deeds = Mapping[str, Sequence[Event]]
"""What people did, in commit order, by id."""


def id_column(kind: str) -> Column[Any]:
    """Return the column that names who somebody was."""
    return events.c.visitor_id if kind == VISITOR else events.c.customer_id


def usable(kind: str) -> tuple[ColumnElement[bool], ...]:
    """Leave out what has no consent, says nothing, or belongs to the customer."""
    conditions = (
        events.c.consent == int(Consent.PERSONALIZATION),
        events.c.type.in_(_FOLDED),
    )
    return conditions if kind == CUSTOMER else (*conditions, events.c.customer_id.is_(None))


_SUMMARY_OF = select(people.c.summary, people.c.facts).where(
    people.c.kind == bindparam("kind"), people.c.person_id == bindparam("person_id")
)
_LATER_OF = {
    kind: select(events)
    .where(
        id_column(kind) == bindparam("person_id"),
        events.c.seq > bindparam("after"),
        *usable(kind),
    )
    .order_by(events.c.seq)
    .limit(_MOST_EVENTS)
    for kind in (VISITOR, CUSTOMER)
}


def _news_of(kind: str) -> Select[Any]:
    """Ask for somebody's summary, and for the first and the last event after a number."""
    news = (
        select(func.min(events.c.seq).label("first"), func.max(events.c.seq).label("last"))
        .where(
            id_column(kind) == bindparam("person_id"),
            events.c.seq > bindparam("after"),
            *usable(kind),
        )
        .subquery()
    )
    own = and_(people.c.kind == kind, people.c.person_id == bindparam("person_id"))
    return select(people.c.summary, people.c.facts, *news.c).join_from(
        news, people, own, isouter=True
    )


_NEWS_OF = {kind: _news_of(kind) for kind in (VISITOR, CUSTOMER)}
# All these are built once: putting a statement together takes longer than running one.


def summary_text(profile: Profile) -> str:
    """Write a profile down, without the facts that stand beside it."""
    return _encode(replace(profile, facts=None) if profile.facts else profile).decode()


def known_profile(summary: str, facts: str | None) -> Profile:
    """Read a profile as it was written down, with the facts beside it."""
    profile = _summary(summary)
    return replace(profile, facts=_facts(facts)) if facts else profile


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of somebody: summary, facts, and what the events after it made of them.

    `profile` follows from `summary`, `facts` and the events alone, so that it is right for as
    long as the same are there. `goes_on` says whether any came after the summary; the last of
    them has the number `profile.seq`.
    """

    summary: str | None
    facts: str | None
    profile: Profile
    goes_on: bool = False

    @property
    def is_known(self) -> bool:
        """Say whether anything is known of who was read."""
        return self.summary is not None or self.goes_on


def read_person(
    connection: Connection, kind: str, person_id: str, before: Reading | None = None
) -> Reading:
    """Return one person's profile up to the newest event.

    Starts from what was read `before`, where that still holds: where the summary is the same
    and the last event is still there, which it is not after an erasure.
    """
    if before is None:
        return _read_first(connection, kind, person_id)
    known = before.profile.seq
    asked = {"person_id": person_id, "after": known - before.goes_on}
    text, facts, first, last = connection.execute(_NEWS_OF[kind], asked).one()
    if (before.summary, before.facts) != (text, facts) or (before.goes_on and first != known):
        return _read_first(connection, kind, person_id)
    return before if last in {known, None} else _read_on(connection, kind, person_id, before)


def _read_first(connection: Connection, kind: str, person_id: str) -> Reading:
    who = {"kind": kind, "person_id": person_id}
    row = connection.execute(_SUMMARY_OF, who).one_or_none()
    text, facts = (None, None) if row is None else row
    known = NOBODY if text is None else known_profile(text, facts)
    return _read_on(connection, kind, person_id, Reading(text, facts, known))


def _read_on(connection: Connection, kind: str, person_id: str, before: Reading) -> Reading:
    """Fold what somebody did after the last event that was read."""
    after = {"person_id": person_id, "after": before.profile.seq}
    later = connection.execute(_LATER_OF[kind], after).all()
    if not later:
        return before
    happened = [event_of(row) for row in later]
    profile = fold(before.profile, happened, _told_by(connection, happened))
    return replace(before, profile=profile, goes_on=True)


def fold_later(
    connection: Connection,
    kind: str,
    person_ids: Sequence[str],
    deeds: Deeds | None = None,
    *,
    look_up: LookUp = known_traits,
) -> int:
    """Fold the later events of some people into their summaries; return of how many.

    `deeds` are what was read of them before, later events and perhaps earlier ones, too.
    """
    known = _summaries(connection, kind, person_ids)
    if deeds is None:
        deeds = _deeds(connection, kind, person_ids, people.c.summary_seq)
    profiles = _folded(connection, deeds, known, look_up)
    keep(connection, kind, profiles, consent=Consent.PERSONALIZATION)
    return len(profiles)


def fold_anew(
    connection: Connection,
    kind: str,
    person_ids: Sequence[str],
    deeds: Deeds | None = None,
    *,
    look_up: LookUp = known_traits,
) -> int:
    """Fold some people's summaries from all their events since the last withdrawal.

    Returns for how many. Who would lose by it stays: part of the events was purged since.
    `deeds` are what was read of them before.
    """
    known = _summaries(connection, kind, person_ids)
    since = select(people.c.person_id, people.c.withdrawn_seq).where(
        people.c.kind == kind, people.c.person_id.in_(person_ids)
    )
    starts = {one: Profile(seq=seq) for one, seq in connection.execute(since)}
    if deeds is None:
        deeds = _deeds(connection, kind, person_ids, people.c.withdrawn_seq)
    anew = _folded(connection, deeds, starts, look_up)
    sound = {
        one: profile
        for one, profile in anew.items()
        if one in known and _has_all(profile, known[one])
    }
    keep(connection, kind, sound)
    return len(sound)


def known_before(
    connection: Connection, kind: str, person_ids: Sequence[str], until: datetime
) -> dict[str, Profile]:
    """Fold what some people had done before a moment, as far as it is kept; store nothing."""
    earlier = events.c.at < to_ms(until)
    deeds = _deeds(connection, kind, person_ids, people.c.withdrawn_seq, earlier)
    return _folded(connection, deeds, {})


def _has_all(profile: Profile, before: Profile) -> bool:
    """Say whether a profile counts all that another one does."""
    return all(getattr(profile, name) >= getattr(before, name) for name in TOTALS)


def _summaries(
    connection: Connection, kind: str, person_ids: Sequence[str]
) -> dict[str, Profile]:
    named = select(people.c.person_id, people.c.summary).where(
        people.c.kind == kind, people.c.person_id.in_(person_ids)
    )
    return {one: _summary(text) for one, text in connection.execute(named)}


def _deeds(
    connection: Connection,
    kind: str,
    person_ids: Sequence[str],
    after: Column[Any],
    *more: ColumnElement[bool],
) -> dict[str, list[Event]]:
    """Read the events of people that came after a number in their rows; `more` holds, too."""
    who = id_column(kind)
    own = and_(people.c.kind == kind, people.c.person_id == who)
    rows = connection.execute(
        select(events)
        .join_from(events, people, own, isouter=True)
        .where(
            who.in_(person_ids),
            events.c.seq > func.coalesce(after, 0),
            *usable(kind),
            *more,
        )
        .order_by(who, events.c.seq)
    )
    return {
        person_id: [event_of(row) for row in own_rows]
        for person_id, own_rows in groupby(rows, attrgetter(who.name))
    }


def _folded(
    connection: Connection,
    deeds: Deeds,
    starts: Mapping[str, Profile],
    look_up: LookUp = known_traits,
) -> dict[str, Profile]:
    """Fold what people did later into the profiles they start from; leave the others out."""
    start = {one: starts.get(one, NOBODY) for one in deeds}
    later = {
        one: [event for event in happened if event.seq > start[one].seq]
        for one, happened in deeds.items()
    }
    known = _told_by(connection, chain.from_iterable(later.values()), look_up)
    return {
        one: fold(start[one], happened, known) for one, happened in later.items() if happened
    }


def _told_by(
    connection: Connection, happened: Iterable[Event], look_up: LookUp = known_traits
) -> Known:
    """Look up what the variants of events are like, the products where none is known."""
    pairs = {(one.product_id, one.variant_id or one.product_id) for one in happened}
    known = look_up(connection, {bought for _, bought in pairs if bought})
    others = {product for product, bought in pairs if bought not in known} - {
        bought for _, bought in pairs
    }
    return known | look_up(connection, {one for one in others if one})


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
