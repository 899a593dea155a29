"""Indexes of events that may be a robot's and of who withdrew: a night asks for all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the indexes, which takes one look at the whole log and at everybody."""
    suspect = sa.text("robot > 0")
    op.create_index(
        "ix_events_suspects",
        "events",
        ["visitor_id", "robot"],
        sqlite_where=suspect,
        postgresql_where=suspect,
    )
    withdrawn = sa.text("withdrawn_seq > 0")
    op.create_index(
        "ix_people_withdrawn",
        "people",
        ["kind", "person_id", "withdrawn_seq"],
        sqlite_where=withdrawn,
        postgresql_where=withdrawn,
    )
