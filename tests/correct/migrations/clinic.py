"""A clinic: a rename, a backfill, reference rows, a merge, an enum that grows, a data migration without a way back."""

from __future__ import annotations

from correct.migrations.trees import AlembicProject, step
from dovetail import ignored

MODELS = """
    import enum

    import sqlalchemy as sa
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


    class Kind(enum.Enum):
        routine = "routine"
        urgent = "urgent"
        remote = "remote"


    class Base(DeclarativeBase):
        metadata = sa.MetaData(naming_convention={"uq": "uq_%(table_name)s_%(column_0_name)s"})


    class Room(Base):
        __tablename__ = "rooms"
        code: Mapped[str] = mapped_column(sa.String(8), primary_key=True)
        floor: Mapped[int] = mapped_column(server_default="0")
        open: Mapped[bool] = mapped_column(server_default=sa.false())


    class Patient(Base):
        __tablename__ = "patients"
        id: Mapped[int] = mapped_column(primary_key=True)
        name: Mapped[str] = mapped_column(sa.String(80))
        born: Mapped[str | None] = mapped_column(sa.Date)
        email: Mapped[str | None] = mapped_column(sa.String(120), unique=True)
        file_number: Mapped[str] = mapped_column(sa.String(20))
        seen_at = mapped_column(sa.DateTime, server_default=sa.func.now(), nullable=False)


    class Visit(Base):
        __tablename__ = "visits"
        id: Mapped[int] = mapped_column(primary_key=True)
        patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patients.id", ondelete="CASCADE"))
        begins_at = mapped_column(sa.DateTime, nullable=False)
        kind: Mapped[Kind] = mapped_column(sa.Enum(Kind, name="visit_kind"))
        fee = mapped_column(sa.Numeric(8, 2), nullable=False)
        room_code: Mapped[str | None] = mapped_column(sa.ForeignKey("rooms.code", name="fk_visits_room"))
        __table_args__ = (
            sa.Index("ix_visits_begins_at", "begins_at"),
            sa.CheckConstraint("fee >= 0", name="ck_visits_fee"),
        )
"""

PATIENTS = step(
    1,
    """
    op.create_table(
        "patients",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("born", sa.Date),
        sa.Column("mail", sa.String(120)),
    )
    """,
    'op.drop_table("patients")',
)
VISITS = step(
    2,
    """
    op.create_table(
        "visits",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("patient_id", sa.Integer, sa.ForeignKey("patients.id", ondelete="CASCADE"), nullable=False),
        sa.Column("begins_at", sa.DateTime, nullable=False),
        sa.Column("kind", sa.Enum("routine", "urgent", name="visit_kind"), nullable=False),
        sa.Column("fee", sa.Numeric(8, 2), nullable=False),
        sa.CheckConstraint("fee >= 0", name="ck_visits_fee"),
    )
    op.create_index("ix_visits_begins_at", "visits", ["begins_at"])
    """,
    """
    op.drop_table("visits")
    sa.Enum(name="visit_kind").drop(op.get_bind(), checkfirst=True)
    """,
)
EMAIL = step(
    3,
    """
    with op.batch_alter_table("patients") as patients:
        patients.alter_column("mail", new_column_name="email")
    with op.batch_alter_table("patients") as patients:
        patients.create_unique_constraint("uq_patients_email", ["email"])
    """,
    """
    with op.batch_alter_table("patients") as patients:
        patients.drop_constraint("uq_patients_email", type_="unique")
        patients.alter_column("email", new_column_name="mail")
    """,
)
ROOMS = step(
    4,
    """
    rooms = op.create_table(
        "rooms",
        sa.Column("code", sa.String(8), primary_key=True),
        sa.Column("floor", sa.Integer, server_default="0", nullable=False),
        sa.Column("open", sa.Boolean, server_default=sa.text("false"), nullable=False),
    )
    op.bulk_insert(rooms, [{"code": "A1", "floor": 1}, {"code": "B2", "floor": 2}])
    with op.batch_alter_table("visits") as visits:
        visits.add_column(sa.Column("room_code", sa.String(8), nullable=True))
        visits.create_foreign_key("fk_visits_room", "rooms", ["room_code"], ["code"])
    op.execute("UPDATE visits SET room_code = 'A1'")
    """,
    """
    with op.batch_alter_table("visits") as visits:
        visits.drop_constraint("fk_visits_room", type_="foreignkey")
        visits.drop_column("room_code")
    op.drop_table("rooms")
    """,
    after="'0003'",
)
FILES_NUMBERED = step(
    5,
    """
    with op.batch_alter_table("patients") as patients:
        patients.add_column(sa.Column("file_number", sa.String(20), nullable=True))
    op.execute("UPDATE patients SET file_number = 'F' || id")
    with op.batch_alter_table("patients") as patients:
        patients.alter_column("file_number", existing_type=sa.String(20), nullable=False)
    """,
    """
    with op.batch_alter_table("patients") as patients:
        patients.drop_column("file_number")
    """,
    after="'0003'",
)
MERGED = step(6, "pass", "pass", after="('0004', '0005')")
REMOTE = step(
    7,
    """
    if op.get_bind().dialect.name == "postgresql":
        with op.get_context().autocommit_block():
            op.execute("ALTER TYPE visit_kind ADD VALUE 'remote'")
    """,
    """
    if op.get_bind().dialect.name == "postgresql":
        raise NotImplementedError("PostgreSQL takes no value out of an enum type")
    """,
)
SEEN = step(
    8,
    """
    with op.batch_alter_table("patients") as patients:
        patients.add_column(sa.Column("seen_at", sa.DateTime, server_default=sa.func.now() if _remembers() else None))
    op.execute("UPDATE patients SET seen_at = CURRENT_TIMESTAMP")
    with op.batch_alter_table("patients") as patients:
        patients.alter_column(
            "seen_at", existing_type=sa.DateTime, nullable=False, server_default=sa.func.now()
        )
    """,
    """
    with op.batch_alter_table("patients") as patients:
        patients.drop_column("seen_at")
    """,
    head="""
    def _remembers():
        return op.get_bind().dialect.name == "postgresql"  # SQLite adds no column whose default is no constant
    """,
)
TRIMMED = step(
    9,
    """
    op.execute("UPDATE patients SET name = trim(name)")
    """,
    """
    raise NotImplementedError
    """,
)
FILES = {
    "models.py": MODELS,
    "migrations/versions/0001_patients.py": PATIENTS,
    "migrations/versions/0002_visits.py": VISITS,
    "migrations/versions/0003_email.py": EMAIL,
    "migrations/versions/0004_rooms.py": ROOMS,
    "migrations/versions/0005_file_numbers.py": FILES_NUMBERED,
    "migrations/versions/0006_merged.py": MERGED,
    "migrations/versions/0007_remote_visits.py": REMOTE,
    "migrations/versions/0008_seen_at.py": SEEN,
    "migrations/versions/0009_names_without_blanks.py": TRIMMED,
}


class Clinic(AlembicProject):
    package = "clinic"
    files = FILES
    options = {
        "compare": {
            "patients.name": ignored("0009 takes blanks away"),
            "visits.room_code": ignored("0004 puts all visits so far into one room"),
        }
    }
    made_for = ("MIG-01", "MIG-02", "MIG-03", "MIG-04", "MIG-05", "MIG-06", "MIG-07", "MIG-08", "MIG-12")
    needs = ("postgres_url",)
