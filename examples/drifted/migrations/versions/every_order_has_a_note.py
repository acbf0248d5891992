"""Call the remark of an order its note; there is always one, if only an empty one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("orders") as orders:
        orders.add_column(sa.Column("note", sa.String(), nullable=False, server_default=""))
        orders.drop_column("remark")
    with op.batch_alter_table("orders") as orders:
        orders.alter_column("note", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("orders") as orders:
        orders.add_column(sa.Column("remark", sa.String()))
        orders.drop_column("note")
