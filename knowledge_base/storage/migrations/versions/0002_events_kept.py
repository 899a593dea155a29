"""What it takes to try a refused event again, and how far events were purged."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the proof of a refused event, and the horizons."""
    op.add_column("refused_events", sa.Column("proof", sa.Text))
    op.create_table(
        "event_horizons",
        sa.Column("type", sa.SmallInteger, autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("type"),
    )
