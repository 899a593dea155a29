"""What keys need to be exchanged without a pause, to be narrowed, and to be missed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the secret before, scopes, a rate of its own and the last use; ends of signing."""
    op.add_column("api_keys", sa.Column("old_digest", sa.LargeBinary))
    op.add_column("api_keys", sa.Column("old_until", sa.BigInteger))
    op.add_column("api_keys", sa.Column("scopes", sa.Text))
    op.add_column("api_keys", sa.Column("rate", sa.Double))
    op.add_column("api_keys", sa.Column("used_at", sa.BigInteger))
    op.add_column("signing_keys", sa.Column("until", sa.BigInteger))
