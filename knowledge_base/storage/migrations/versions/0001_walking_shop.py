"""The tables of the walking shop: products, events, people, merchandising, keys, changes."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _known(column: str) -> dict[str, Any]:
    """Keep rows without a value out of an index, on either database."""
    condition = sa.text(f"{column} IS NOT NULL")
    return {"sqlite_where": condition, "postgresql_where": condition}


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "api_keys",
        sa.Column("key_id", sa.Text, nullable=False),
        sa.Column("key_class", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("origins", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger),
        sa.Column("revoked_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("key_id"),
    )
    op.create_table(
        "changes",
        sa.Column("seq", _LONG, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "erasures",
        sa.Column("seq", _LONG, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "events",
        sa.Column("seq", _LONG, nullable=False),
        sa.Column("event_id", sa.Text, nullable=False),
        sa.Column("type", sa.SmallInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.Column("consent", sa.SmallInteger, nullable=False),
        sa.Column("visitor_id", sa.Text),
        sa.Column("session_id", sa.Text),
        sa.Column("customer_id", sa.Text),
        sa.Column("product_id", sa.Text),
        sa.Column("variant_id", sa.Text),
        sa.Column("query", sa.Text),
        sa.Column("placement", sa.Text),
        sa.Column("position", sa.Integer),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("price_cents", sa.BigInteger),
        sa.Column("discount", sa.Double, nullable=False),
        sa.Column("order_id", sa.Text),
        sa.Column("trust", sa.SmallInteger, nullable=False),
        sa.Column("forced", sa.SmallInteger, nullable=False),
        sa.Column("robot", sa.SmallInteger, server_default="0", nullable=False),
        sa.Column("token_id", sa.Text),
        sa.Column("detail", sa.Text),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("event_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_events_customer_id_seq", "events", ["customer_id", "seq"], **_known("customer_id")
    )
    op.create_index("ix_events_order_id", "events", ["order_id"], **_known("order_id"))
    op.create_index(
        "ix_events_visitor_id_seq", "events", ["visitor_id", "seq"], **_known("visitor_id")
    )
    op.create_table(
        "merchandise",
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("entry_id", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("body", sa.Text),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("kind", "entry_id"),
    )
    op.create_table(
        "merchandise_history",
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("entry_id", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("body", sa.Text),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("kind", "entry_id", "version"),
    )
    op.create_table(
        "people",
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("summary_seq", sa.BigInteger, nullable=False),
        sa.Column("withdrawn_seq", sa.BigInteger, nullable=False),
        sa.Column("consent", sa.SmallInteger, nullable=False),
        sa.Column("facts", sa.Text),
        sa.Column("segments", sa.Text),
        sa.Column("predictions", sa.Text),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("kind", "person_id"),
    )
    op.create_table(
        "products",
        sa.Column("product_id", sa.Text, nullable=False),
        sa.Column("family", sa.Text, nullable=False),
        sa.Column("moved_from", sa.Text),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("line", sa.Text, nullable=False),
        sa.Column("deleted", sa.Boolean, nullable=False),
        sa.Column("change_seq", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("product_id"),
    )
    op.create_index("ix_products_change_seq", "products", ["change_seq"])
    op.create_index("ix_products_family", "products", ["family"])
    op.create_table(
        "refused_events",
        sa.Column("seq", _LONG, nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "signing_keys",
        sa.Column("key_id", _LONG, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("secret", sa.LargeBinary, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("key_id"),
        sqlite_autoincrement=True,
    )
