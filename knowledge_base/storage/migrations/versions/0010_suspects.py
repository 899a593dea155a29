"""An index of events that may be a robot's: there are few, and a night asks for all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the index, which takes one look at the whole log."""
    suspect = sa.text("robot > 0")
    op.create_index(
        "ix_events_suspects",
        "events",
        ["visitor_id", "robot"],
        sqlite_where=suspect,
        postgresql_where=suspect,
    )
