"""What an erased person's events taught: so that every host can forget it, not only one."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Keep the traces beside each erasure."""
    op.add_column("erasures", sa.Column("traces", sa.LargeBinary))
