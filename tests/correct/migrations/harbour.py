"""A harbour on PostgreSQL, in a schema of its own that `env.py` makes; the version table is in it, too."""

from __future__ import annotations

from correct.migrations.trees import ASYNC_ENV, AlembicProject, step

_CONFIGURED = "target_metadata=Base.metadata, render_as_batch=True"
ENV = (
    ASYNC_ENV.replace(
        _CONFIGURED,
        "target_metadata=Base.metadata, include_schemas=True, include_object=is_ours, version_table_schema='harbour'",
    )
    .replace(
        "def run(connection):\n",
        "def is_ours(thing, name, kind, reflected, other):\n"
        "    return name != 'old_ledger'\n\n\n"
        "def run(connection):\n"
        "    connection.execute(text('CREATE SCHEMA IF NOT EXISTS harbour'))\n"
        "    connection.commit()\n",
    )
    .replace("import pool", "import pool, text")
)
MODELS = """
    import sqlalchemy as sa
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


    class Base(DeclarativeBase):
        metadata = sa.MetaData(schema="harbour")


    class Ship(Base):
        __tablename__ = "ships"
        id: Mapped[int] = mapped_column(primary_key=True)
        name: Mapped[str]


    class Call(Base):
        __tablename__ = "calls"
        id: Mapped[int] = mapped_column(primary_key=True)
        ship_id: Mapped[int | None] = mapped_column(sa.ForeignKey("harbour.ships.id", ondelete="SET NULL"))
        at = mapped_column(sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False)
"""
SHIPS = step(
    1,
    """
    op.create_table(
        "ships",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        schema="harbour",
    )
    op.execute("CREATE TABLE old_ledger (line text)")
    """,
    'op.drop_table("ships", schema="harbour"); op.execute("DROP TABLE old_ledger")',
)
CALLS = step(
    2,
    """
    op.create_table(
        "calls",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("ship_id", sa.Integer, sa.ForeignKey("harbour.ships.id", ondelete="SET NULL")),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        schema="harbour",
    )
    """,
    'op.drop_table("calls", schema="harbour")',
)
FILES = {
    "models.py": MODELS,
    "migrations/env.py": ENV,
    "migrations/versions/0001_ships.py": SHIPS,
    "migrations/versions/0002_calls.py": CALLS,
}


class Harbour(AlembicProject):
    """An async `env.py`, which sets up what no revision does."""

    files = FILES
    needs = ("postgres_url",)
    on_sqlite = False
    made_for = ("MIG-03", "MIG-04", "MIG-06")
