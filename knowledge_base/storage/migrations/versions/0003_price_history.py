"""What prices were: the moments at which they changed, and the lowest of thirty days."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table and the column, and let the last position be found without a scan."""
    op.add_column("products", sa.Column("lowest_cents", sa.BigInteger))
    op.create_index("ix_products_position", "products", ["position"])
    op.create_table(
        "price_history",
        sa.Column("seq", _LONG, nullable=False),
        sa.Column("product_id", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("price_was", sa.BigInteger),
        sa.Column("price_is", sa.BigInteger),
        sa.Column("offered_was", sa.Boolean, nullable=False),
        sa.Column("offered_is", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_price_history_at", "price_history", ["at"])
    op.create_index("ix_price_history_product_id_at", "price_history", ["product_id", "at"])
