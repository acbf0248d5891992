"""A weighhouse: tables whose keys a sequence numbers, one that is made anew, and a list that comes with its numbers."""

from __future__ import annotations

from correct.migrations.trees import AlembicProject, step

MODELS = """
    import sqlalchemy as sa
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


    class Base(DeclarativeBase):
        pass


    class Scale(Base):
        __tablename__ = "scales"
        id: Mapped[int] = mapped_column(sa.Integer, sa.Identity(), primary_key=True)
        maker: Mapped[str] = mapped_column(sa.String(40))


    class Weighing(Base):
        __tablename__ = "weighings"
        id: Mapped[int] = mapped_column(primary_key=True)
        scale_id: Mapped[int] = mapped_column(sa.ForeignKey("scales.id"))
        grams: Mapped[int]


    class Unit(Base):
        __tablename__ = "units"
        id: Mapped[int] = mapped_column(primary_key=True)
        name: Mapped[str] = mapped_column(sa.String(20))
"""
FIRST = step(
    1,
    """
    op.create_table(
        "scales",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        sa.Column("maker", sa.String(40), nullable=False),
    )
    op.create_table(
        "weighings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("scale_id", sa.Integer, sa.ForeignKey("scales.id"), nullable=False),
        sa.Column("grams", sa.Integer, nullable=False),
    )
    units = op.create_table(
        "units", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(20), nullable=False)
    )
    op.bulk_insert(units, [{"id": 1, "name": "gram"}, {"id": 2, "name": "ounce"}])
    """,
    """
    for table in ("units", "weighings", "scales"):
        op.drop_table(table)
    """,
)
ANEW = step(
    2,
    """
    op.create_table(
        "anew",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("scale_id", sa.Integer, sa.ForeignKey("scales.id"), nullable=False),
        sa.Column("grams", sa.Integer, nullable=False),
    )
    op.execute("INSERT INTO anew (id, scale_id, grams) SELECT id, scale_id, grams FROM weighings")
    op.execute("SELECT setval(pg_get_serial_sequence('anew', 'id'), coalesce(max(id), 1)) FROM anew")
    op.drop_table("weighings")
    op.rename_table("anew", "weighings")
    """,
    "raise NotImplementedError",
)
FILES = {
    "models.py": MODELS,
    "migrations/versions/0001_first.py": FIRST,
    "migrations/versions/0002_anew.py": ANEW,
}


class Weighhouse(AlembicProject):
    package = "weighhouse"
    files = FILES
    made_for = ("MIG-06", "MIG-08")
    needs = ("postgres_url",)
    on_sqlite = False
