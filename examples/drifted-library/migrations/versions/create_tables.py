"""Create the tables of books and their copies, and of members and their fines."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "books",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_books_title", "books", ["title"])
    op.create_table(
        "copies",
        sa.Column("book_id", sa.String(), sa.ForeignKey("books.id"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("condition", sa.String(), nullable=False),
        sa.Column("borrower", sa.String()),
        sa.Column("due", sa.Date()),
    )
    op.create_index("ix_copies_borrower", "copies", ["borrower"])
    op.create_table(
        "members",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_table(
        "fines",
        sa.Column("member_id", sa.String(), sa.ForeignKey("members.id"), primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True),
        sa.Column("amount", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
    )


def downgrade() -> None:
    for table in ("fines", "members", "copies", "books"):
        op.drop_table(table)
