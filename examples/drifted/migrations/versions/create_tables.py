"""Create the tables of orders, of their lines, and of those of past years."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    for table, last in (("orders", "remark"), ("archived_orders", "document")):
        op.create_table(
            table,
            sa.Column("id", sa.String(), primary_key=True),
            sa.Column("customer_id", sa.String(), nullable=False),
            sa.Column("status", sa.String(), nullable=False),
            sa.Column(last, sa.String(), nullable=table == "orders"),
        )
        op.create_index(f"ix_{table}_customer_id", table, ["customer_id"])
        op.create_index(f"ix_{table}_status", table, ["status"])
    op.create_table(
        "order_lines",
        sa.Column("order_id", sa.String(), sa.ForeignKey("orders.id"), primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price", sa.String(), nullable=False),
    )


def downgrade() -> None:
    for table in ("order_lines", "archived_orders", "orders"):
        op.drop_table(table)
