"""What became of each feed: so that a night can tell that suddenly many lines were refused."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "feed_imports",
        sa.Column("seq", _LONG, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("whole", sa.Boolean, nullable=False),
        sa.Column("taken", sa.BigInteger, nullable=False),
        sa.Column("refused", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sqlite_autoincrement=True,
    )
