"""Create the table of customers' sessions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("over", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_sessions_customer_id", "sessions", ["customer_id"])


def downgrade() -> None:
    op.drop_table("sessions")
