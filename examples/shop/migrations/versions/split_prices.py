"""Keep the amount and the currency of a price, "1.50 EUR", each in a column of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

price, amount, currency = (sa.column(name, sa.String()) for name in ("price", "amount", "currency"))
LINES = sa.table("order_lines", price, amount, currency)


def upgrade() -> None:
    with op.batch_alter_table("order_lines") as lines:
        lines.add_column(sa.Column("amount", sa.String()))
        lines.add_column(sa.Column("currency", sa.String()))
    length = sa.func.length(price)
    op.execute(
        LINES.update().values(
            amount=sa.func.substr(price, 1, length - len(" EUR")),
            currency=sa.func.substr(price, length - len("UR")),
        )
    )
    with op.batch_alter_table("order_lines") as lines:
        lines.alter_column("amount", nullable=False)
        lines.alter_column("currency", nullable=False)
        lines.drop_column("price")


def downgrade() -> None:
    with op.batch_alter_table("order_lines") as lines:
        lines.add_column(sa.Column("price", sa.String()))
    op.execute(LINES.update().values(price=amount + " " + currency))
    with op.batch_alter_table("order_lines") as lines:
        lines.alter_column("price", nullable=False)
        lines.drop_column("amount")
        lines.drop_column("currency")
