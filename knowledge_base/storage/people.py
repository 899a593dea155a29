"""One row per person: the profile up to some event, and what else is kept of them."""

from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, RowMapping, or_, select

from knowledge_base.consent import Consent
from knowledge_base.profiles import Profile
from knowledge_base.storage.acquaintances import Acquaintances
from knowledge_base.storage.change_log import Topic, append_change
from knowledge_base.storage.clock import from_ms
from knowledge_base.storage.event_rows import event_words
from knowledge_base.storage.events import last_event_seq
from knowledge_base.storage.summaries import keep
from knowledge_base.storage.tables import CUSTOMER, VISITOR, events, people


def read_profile(
    connection: Connection,
    *,
    visitor_id: str | None,
    customer_id: str | None,
    met: Acquaintances | None = None,
) -> Profile:
    """Return what may be used of a person: the summary and the events after it, folded.

    What somebody did while logged in belongs to the customer and to nobody else, so that it
    is used only when the customer is known again. Whom we have `met` need not be read from
    the beginning.
    """
    met = Acquaintances() if met is None else met
    return met.profile(connection, visitor_id, customer_id)


def withdraw(connection: Connection, visitor_id: str) -> None:
    """End the use of all events so far of a visitor, and of the customer the visitor was.

    The events stay, as nobody's, and later ones count if a new consent comes with them.
    """
    seq = last_event_seq(connection)
    evidence = select(events.c.seq).where(
        events.c.visitor_id == visitor_id,
        events.c.seq > withdrawn_seq(connection, VISITOR, visitor_id),
    )
    if connection.execute(evidence.limit(1)).one_or_none() is None:
        return
    forgotten = {"withdrawn_seq": seq, "consent": Consent.NONE}
    keep(connection, VISITOR, {visitor_id: Profile(seq=seq)}, **forgotten)
    customers = customers_of(connection, visitor_id)
    keep(connection, CUSTOMER, dict.fromkeys(customers, Profile(seq=seq)), **forgotten)
    append_change(connection, Topic.PEOPLE)


def export_person(connection: Connection, person_id: str) -> dict[str, Any]:
    """Return every fact and every event kept of a visitor or customer (Art. 15, 20 GDPR)."""
    rows = connection.execute(select(people).where(people.c.person_id == person_id))
    log = select(events).where(touches(person_id)).order_by(events.c.seq)
    return {
        "person_id": person_id,
        "facts": [_facts(row) for row in rows.mappings()],
        "events": [event_words(row) for row in connection.execute(log).mappings()],
    }


def touches(person_id: str) -> ColumnElement[bool]:
    """Say which events name somebody, as a visitor or as a customer."""
    return or_(events.c.visitor_id == person_id, events.c.customer_id == person_id)


def withdrawn_seq(connection: Connection, kind: str, person_id: str) -> int:
    """Return the last event before somebody's last withdrawal, 0 without one."""
    seq = select(people.c.withdrawn_seq).where(
        people.c.kind == kind, people.c.person_id == person_id
    )
    return connection.execute(seq).scalar_one_or_none() or 0


def customers_of(connection: Connection, visitor_id: str) -> list[str]:
    """Name the customers a visitor has been logged in as."""
    known = events.c.visitor_id == visitor_id, events.c.customer_id.is_not(None)
    customers = select(events.c.customer_id).where(*known).distinct()
    return list(connection.execute(customers).scalars())


def _facts(row: RowMapping) -> dict[str, Any]:
    """Return a person's row as an export shows it."""
    known = {str(name): value for name, value in row.items() if value is not None}
    for name in known.keys() & {"summary", "facts", "segments", "predictions"}:
        known[name] = orjson.loads(known[name])
    known["consent"] = Consent(row["consent"]).word
    known["updated_at"] = from_ms(row["updated_at"]).isoformat()
    return known
