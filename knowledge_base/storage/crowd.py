"""Reads everybody's profile, a chunk at a time: what is learned of groups starts from here."""

from collections.abc import Iterator
from zlib import crc32

from sqlalchemy import Connection, func, select, tuple_

from knowledge_base.consent import Consent
from knowledge_base.profiles import Profile
from knowledge_base.storage.database import Database
from knowledge_base.storage.summaries import known_profile
from knowledge_base.storage.tables import IS_SUSPECT, events, people

AT_ONCE = 1_000


def everybody(
    database: Database, robots_from: int, *, at_most: int | None = None
) -> Iterator[Profile]:
    """Yield the summaries of all who allow personalization, robots left out.

    Always in the same order; what came after the summaries is not in them. Of many more than
    `at_most` about so many come, drawn by chance, the same ones each time. Reads in short
    transactions, so that nobody waits for one long.
    """
    with database.read() as connection:
        robots = _robots(connection, robots_from)
        one_in = 1 if at_most is None else max(1, round(_people(connection) / at_most))
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
            is_drawn = crc32(row.person_id.encode()) % one_in == 0
            if is_drawn and row.person_id not in robots:
                yield known_profile(row.summary, row.facts)


def _people(connection: Connection) -> int:
    """Count those who allow personalization."""
    allowing = people.c.consent == int(Consent.PERSONALIZATION)
    counted = select(func.count()).select_from(people).where(allowing)
    return connection.execute(counted).scalar_one()


def _robots(connection: Connection, robots_from: int) -> frozenset[str]:
    """Name the visitors whose events look like a robot's."""
    found = select(events.c.visitor_id).where(
        IS_SUSPECT, events.c.robot >= robots_from, events.c.visitor_id.is_not(None)
    )
    return frozenset(connection.execute(found.distinct()).scalars())
