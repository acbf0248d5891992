"""A vineyard: conditions on what a column may hold, a move to a table of its own, a backfill of an optional column."""

from __future__ import annotations

from correct.migrations.trees import ASYNC_ENV, AlembicProject, step

MODELS = """
    import sqlalchemy as sa
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


    class Base(DeclarativeBase):
        pass


    class Plot(Base):
        __tablename__ = "plots"
        id: Mapped[int] = mapped_column(primary_key=True)
        grape = mapped_column(
            sa.Enum("riesling", "silvaner", name="grape", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        )
        slope: Mapped[int]
        planted = mapped_column(sa.Date, nullable=False)
        cleared = mapped_column(sa.Date)
        keeper: Mapped[str] = mapped_column(sa.String(60))
        owner: Mapped[str] = mapped_column(sa.String(60))
        area = mapped_column(sa.Numeric(8, 3), nullable=False)
        region: Mapped[str | None] = mapped_column(sa.String(20))
        __table_args__ = (
            sa.CheckConstraint("slope BETWEEN 0 AND 90", name="ck_plots_slope"),
            sa.CheckConstraint("cleared > planted", name="ck_plots_cleared"),
        )


    class Harvest(Base):
        __tablename__ = "harvests"
        id: Mapped[int] = mapped_column(primary_key=True)
        plot_id: Mapped[int] = mapped_column(sa.ForeignKey("plots.id"))
        litres: Mapped[int]
"""
PLOTS = step(
    1,
    """
    op.create_table(
        "plots",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("grape", sa.Enum("riesling", "silvaner", name="grape", native_enum=False, create_constraint=True,
                                   length=20), nullable=False),
        sa.Column("slope", sa.Integer, nullable=False),
        sa.Column("planted", sa.Date, nullable=False),
        sa.Column("cleared", sa.Date),
        sa.Column("worker", sa.String(60), nullable=False),
        sa.Column("owner", sa.String(60), nullable=False),
        sa.Column("area", sa.Numeric(8, 3), nullable=False),
        sa.Column("litres", sa.Integer),
        sa.Column("region", sa.String(20)),
        sa.CheckConstraint("slope BETWEEN 0 AND 90", name="ck_plots_slope"),
        sa.CheckConstraint("cleared > planted", name="ck_plots_cleared"),
    )
    """,
    'op.drop_table("plots")',
)
KEEPER = step(
    2,
    """
    op.add_column("plots", sa.Column("keeper", sa.String(60)))
    op.execute("UPDATE plots SET keeper = worker")
    with op.batch_alter_table("plots") as plots:
        plots.alter_column("keeper", existing_type=sa.String(60), nullable=False)
        plots.drop_column("worker")
    """,
    """
    op.add_column("plots", sa.Column("worker", sa.String(60)))
    op.execute("UPDATE plots SET worker = keeper")
    with op.batch_alter_table("plots") as plots:
        plots.alter_column("worker", existing_type=sa.String(60), nullable=False)
        plots.drop_column("keeper")
    """,
)
HARVESTS = step(
    3,
    """
    op.create_table(
        "harvests",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("plot_id", sa.Integer, sa.ForeignKey("plots.id"), nullable=False),
        sa.Column("litres", sa.Integer, nullable=False),
    )
    plots = op.get_bind().execute(sa.text("SELECT id, litres FROM plots")).all()
    for plot, litres in plots:
        if litres is not None:
            row = {"plot": plot, "litres": litres}
            op.get_bind().execute(sa.text("INSERT INTO harvests (plot_id, litres) VALUES (:plot, :litres)"), row)
    with op.batch_alter_table("plots") as plots:
        plots.drop_column("litres")
    """,
    """
    op.add_column("plots", sa.Column("litres", sa.Integer))
    op.execute("UPDATE plots SET litres = (SELECT litres FROM harvests WHERE plot_id = plots.id)")
    op.drop_table("harvests")
    """,
)
REGIONS = step(4, """op.execute("UPDATE plots SET region = 'unknown' WHERE region IS NULL")""", "pass")
FILES = {
    "models.py": MODELS,
    "migrations/versions/0001_plots.py": PLOTS,
    "migrations/versions/0002_keeper.py": KEEPER,
    "migrations/versions/0003_harvests.py": HARVESTS,
    "migrations/versions/0004_regions.py": REGIONS,
}


class Vineyard(AlembicProject):
    """Every table can be filled, whatever its conditions are."""

    files = FILES
    needs = ("postgres_url",)
    made_for = ("MIG-03", "MIG-06")


class OnAnEventLoop(Vineyard):
    """The same migrations, run by an `env.py` with an async engine."""

    files = {**FILES, "migrations/env.py": ASYNC_ENV}
    made_for = ("MIG-02", "MIG-04")
