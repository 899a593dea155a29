"""How well a product matched when it was shown: what weights are learned beside."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add what a hit token proves of the match."""
    op.add_column("events", sa.Column("match_grade", sa.SmallInteger))
