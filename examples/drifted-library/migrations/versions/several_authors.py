"""Let a book have several authors: "Marx and Engels" becomes a list of two."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

AND = " and "
BOOKS = sa.table(
    "books", sa.column("id", sa.String()), sa.column("author", sa.String()), sa.column("authors", sa.JSON())
)


def upgrade() -> None:
    with op.batch_alter_table("books") as books:
        books.add_column(sa.Column("authors", sa.JSON()))
    for book in op.get_bind().execute(sa.select(BOOKS.c.id, BOOKS.c.author)).all():
        authors = book.author.split(AND) if book.author else []
        op.execute(BOOKS.update().where(BOOKS.c.id == book.id).values(authors=authors))
    with op.batch_alter_table("books") as books:
        books.alter_column("authors", nullable=False)
        books.drop_column("author")


def downgrade() -> None:
    with op.batch_alter_table("books") as books:
        books.add_column(sa.Column("author", sa.String(), nullable=False, server_default=""))
        books.drop_column("authors")
    with op.batch_alter_table("books") as books:
        books.alter_column("author", server_default=None)
