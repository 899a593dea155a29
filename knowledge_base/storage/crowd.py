"""Reads everybody's profile, a chunk at a time: what is learned of groups starts from here."""

from collections.abc import Iterator

from sqlalchemy import Connection, select, tuple_

from knowledge_base.consent import Consent
from knowledge_base.profiles import Profile
from knowledge_base.storage.database import Database
from knowledge_base.storage.summaries import known_profile
from knowledge_base.storage.tables import events, people

AT_ONCE = 1_000


def everybody(database: Database, robots_from: int) -> Iterator[Profile]:
    """Yield the summaries of all who allow personalization, robots left out.

    Always in the same order; what came after the summaries is not in them. Reads in short
    transactions, so that nobody waits for one long.
    """
    with database.read() as connection:
        robots = _robots(connection, robots_from)
    last = ("", "")
    while True:
        with database.read() as connection:
            rows = connection.execute(
                select(people.c.kind, people.c.person_id, people.c.summary, people.c.facts)
                .where(
                    tuple_(people.c.kind, people.c.person_id) > tuple_(*last),
                    people.c.consent == int(Consent.PERSONALIZATION),
                )
                .order_by(people.c.kind, people.c.person_id)
                .limit(AT_ONCE)
            ).all()
        if not rows:
            return
        last = (rows[-1].kind, rows[-1].person_id)
        for row in rows:
            if row.person_id not in robots:
                yield known_profile(row.summary, row.facts)


def _robots(connection: Connection, robots_from: int) -> frozenset[str]:
    """Name the visitors whose events look like a robot's."""
    found = select(events.c.visitor_id).where(
        events.c.robot >= robots_from, events.c.visitor_id.is_not(None)
    )
    return frozenset(connection.execute(found.distinct()).scalars())
