"""Keeps what the shop's own books say of customers, each in the row of the person."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, bindparam, insert, select, update

from knowledge_base.consent import Consent
from knowledge_base.customers import Facts
from knowledge_base.profiles import NOBODY
from knowledge_base.storage.change_log import Topic, append_change
from knowledge_base.storage.chunks import chunks
from knowledge_base.storage.clock import moment
from knowledge_base.storage.summaries import summary_text
from knowledge_base.storage.tables import CUSTOMER, people

_written = msgspec.json.Encoder(enc_hook=dict).encode
_facts = msgspec.json.Decoder(Facts).decode
_MINE = (people.c.kind == CUSTOMER) & (people.c.person_id == bindparam("who"))


@dataclass(frozen=True, slots=True)
class Counts:
    """What writing facts did."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


def put_customers(connection: Connection, customers: Mapping[str, Facts]) -> Counts:
    """Keep the facts of customers in the place of those before."""
    counts = [0, 0, 0]
    for few in chunks(customers):
        known = _known(connection, few)
        rows = [{"who": one, "facts": _written(customers[one]).decode()} for one in few]
        new = [row for row in rows if row["who"] not in known]
        changed = [
            row for row in rows if row["who"] in known and known[row["who"]] != row["facts"]
        ]
        _insert(connection, new)
        if changed:
            mine = update(people).where(_MINE).values(facts=bindparam("facts"))
            connection.execute(mine.values(updated_at=moment()), changed)
        counts[0] += len(new)
        counts[1] += len(changed)
        counts[2] += len(rows) - len(new) - len(changed)
    if counts[0] + counts[1]:
        append_change(connection, Topic.PEOPLE)
    return Counts(*counts)


def facts_of(connection: Connection, customer_id: str) -> Facts | None:
    """Return what is known of a customer from elsewhere, None where nothing was ever told."""
    known = _known(connection, [customer_id]).get(customer_id)
    return None if known is None else _facts(known)


def _known(connection: Connection, customer_ids: list[str]) -> dict[str, str | None]:
    """Return the facts, as they are written, of those customers that have a row."""
    rows = select(people.c.person_id, people.c.facts).where(
        people.c.kind == CUSTOMER, people.c.person_id.in_(customer_ids)
    )
    return {row.person_id: row.facts for row in connection.execute(rows)}


def _insert(connection: Connection, rows: list[dict[str, str]]) -> None:
    """Make rows for customers of whom nobody has seen anything yet."""
    if not rows:
        return
    unseen = {
        "kind": CUSTOMER,
        "summary": summary_text(NOBODY),
        "summary_seq": NOBODY.seq,
        "withdrawn_seq": 0,
        "consent": Consent.NONE,
    }
    new = [{**unseen, "person_id": row["who"], "facts": row["facts"]} for row in rows]
    connection.execute(insert(people).values(updated_at=moment()), new)
