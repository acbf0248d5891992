"""Create the tables of the days on which the library is closed, and of its members' cards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "closures",
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("reason", sa.String(), nullable=False),
    )
    op.create_table(
        "cards",
        sa.Column("member_id", sa.String(), primary_key=True),
        sa.Column("number", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("cards")
    op.drop_table("closures")
