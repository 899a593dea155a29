"""Every table, as the newest migration leaves it.

Moments are whole milliseconds since 1970, money is whole cents, and whatever has a shape of
its own (a product's line, a rule's body) is one JSON text. Sequence numbers are handed out
under the writer's lock and never twice, so that they become visible in order.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    literal_column,
)

_LONG = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows only in a column that is called INTEGER."""

metadata = MetaData()

changes = Table(
    "changes",
    metadata,
    Column("seq", _LONG, primary_key=True),
    Column("topic", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)

products = Table(
    "products",
    metadata,
    Column("product_id", Text, primary_key=True),
    Column("family", Text, nullable=False, index=True),
    Column("moved_from", Text),
    Column("position", BigInteger, nullable=False, index=True),
    Column("line", Text, nullable=False),
    Column("lowest_cents", BigInteger),
    Column("deleted", Boolean, nullable=False),
    Column("change_seq", BigInteger, nullable=False, index=True),
    Column("created_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
)
"""Feed lines; `family` is the product a line belongs to, `moved_from` the one it left last.

`lowest_cents` is the lowest price of the 30 days before the present one came into force.
"""

price_history = Table(
    "price_history",
    metadata,
    Column("seq", _LONG, primary_key=True),
    Column("product_id", Text, nullable=False),
    Column("at", BigInteger, nullable=False, index=True),
    Column("price_was", BigInteger),
    Column("price_is", BigInteger),
    Column("offered_was", Boolean, nullable=False),
    Column("offered_is", Boolean, nullable=False),
    sqlite_autoincrement=True,
)
"""Moments at which a line's price changed, in cents, or whether it could be bought."""

Index("ix_price_history_product_id_at", price_history.c.product_id, price_history.c.at)

feed_imports = Table(
    "feed_imports",
    metadata,
    Column("seq", _LONG, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("whole", Boolean, nullable=False),
    Column("taken", BigInteger, nullable=False),
    Column("refused", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)
"""How many lines of each feed that was imported were taken and refused.

A `whole` one named every product there is; the others only add and change.
"""

events = Table(
    "events",
    metadata,
    Column("seq", _LONG, primary_key=True),
    Column("event_id", Text, nullable=False, unique=True),
    Column("type", SmallInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("consent", SmallInteger, nullable=False),
    Column("visitor_id", Text),
    Column("session_id", Text),
    Column("customer_id", Text),
    Column("product_id", Text),
    Column("variant_id", Text),
    Column("query", Text),
    Column("placement", Text),
    Column("position", Integer),
    Column("quantity", Integer, nullable=False),
    Column("price_cents", BigInteger),
    Column("discount", Double, nullable=False),
    Column("order_id", Text),
    Column("trust", SmallInteger, nullable=False),
    Column("forced", SmallInteger, nullable=False),
    Column("robot", SmallInteger, nullable=False, server_default="0"),
    Column("token_id", Text),
    Column("detail", Text),
    Column("match_grade", SmallInteger),
    sqlite_autoincrement=True,
)
"""What happened, in commit order; ids of people stand here only as far as consent goes."""

for _who in ("visitor_id", "customer_id"):
    _known = events.c[_who].is_not(None)
    Index(
        f"ix_events_{_who}_seq",
        events.c[_who],
        events.c.seq,
        sqlite_where=_known,
        postgresql_where=_known,
    )
Index(
    "ix_events_order_id",
    events.c.order_id,
    sqlite_where=events.c.order_id.is_not(None),
    postgresql_where=events.c.order_id.is_not(None),
)
IS_SUSPECT = events.c.robot > literal_column("0")
"""Whose events these are may be a robot: in the words of the index, without a parameter."""
Index(
    "ix_events_suspects",
    events.c.visitor_id,
    events.c.robot,
    sqlite_where=IS_SUSPECT,
    postgresql_where=IS_SUSPECT,
)

refused_events = Table(
    "refused_events",
    metadata,
    Column("seq", _LONG, primary_key=True),
    Column("received_at", BigInteger, nullable=False),
    Column("code", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("proof", Text),
    sqlite_autoincrement=True,
)
"""What could not be stored, why, and what it takes to try again; it expires."""

event_horizons = Table(
    "event_horizons",
    metadata,
    Column("type", SmallInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
)
"""For each type of event the moment before which all were purged: totals count them already."""

VISITOR, CUSTOMER = "visitor", "customer"
"""The kinds of people."""

people = Table(
    "people",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("person_id", Text, primary_key=True),
    Column("summary", Text, nullable=False),
    Column("summary_seq", BigInteger, nullable=False),
    Column("withdrawn_seq", BigInteger, nullable=False),
    Column("consent", SmallInteger, nullable=False),
    Column("facts", Text),
    Column("segments", Text),
    Column("predictions", Text),
    Column("updated_at", BigInteger, nullable=False),
)
"""One row per visitor and per customer; the summary can be folded anew from the events."""

HAS_WITHDRAWN = people.c.withdrawn_seq > literal_column("0")
"""Who took consent back: in the words of the index, without a parameter."""
Index(
    "ix_people_withdrawn",
    people.c.kind,
    people.c.person_id,
    people.c.withdrawn_seq,
    sqlite_where=HAS_WITHDRAWN,
    postgresql_where=HAS_WITHDRAWN,
)

folded = Table(
    "folded", metadata, Column("seq", BigInteger, primary_key=True, autoincrement=False)
)
"""The last event when everybody was last folded; one row, none before the first time."""

merchandise = Table(
    "merchandise",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("entry_id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("body", Text),
    Column("author", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
)
"""The newest version of everything people wrote; what is deleted keeps it without a body."""

merchandise_history = Table(
    "merchandise_history",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("entry_id", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("body", Text),
    Column("author", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)
"""Every version of everything; no body says that it was deleted then."""

rule_uses = Table(
    "rule_uses",
    metadata,
    Column("rule_id", Text, primary_key=True),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("uses", BigInteger, nullable=False),
)
"""For how many answers a rule held on a day, which is counted from 1970."""

api_keys = Table(
    "api_keys",
    metadata,
    Column("key_id", Text, primary_key=True),
    Column("key_class", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("origins", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger),
    Column("revoked_at", BigInteger),
    Column("old_digest", LargeBinary),
    Column("old_until", BigInteger),
    Column("scopes", Text),
    Column("rate", Double),
    Column("used_at", BigInteger),
)

signing_keys = Table(
    "signing_keys",
    metadata,
    Column("key_id", _LONG, primary_key=True),
    Column("purpose", Text, nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("until", BigInteger),
    sqlite_autoincrement=True,
)

erasures = Table(
    "erasures",
    metadata,
    Column("seq", _LONG, primary_key=True),
    Column("digest", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("traces", LargeBinary),
    sqlite_autoincrement=True,
)
"""Who was erased, as a keyed hash: enough to erase again after a restore.

`traces` (int64, little-endian) are those of the erased events, for the ledgers of all hosts.
"""
