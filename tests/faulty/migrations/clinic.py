"""What goes wrong with the clinic's migrations."""

from __future__ import annotations

from correct.migrations import clinic
from correct.migrations.clinic import Clinic
from correct.migrations.trees import step
from dovetail import ignored

_VERSIONS = "migrations/versions/"
_SINCE_RELEASE = tuple(f"{_VERSIONS}{number:04}" for number in (7, 8, 9))
_MODELS = {"models.py": clinic.MODELS}


def changed(name: str, *replaced: tuple[str, str]) -> dict[str, str]:
    """The clinic's files, with something replaced in one of them."""
    path = name if name.endswith("models.py") else _VERSIONS + name
    text = clinic.FILES[path]
    for old, new in replaced:
        assert old in text, old
        text = text.replace(old, new)
    return {**clinic.FILES, path: text}


def added(name: str, text: str) -> dict[str, str]:
    """The clinic's files, and one more."""
    return {**clinic.FILES, _VERSIONS + name: text}


class TwoHeads(Clinic):
    """MIG-01: two branches were merged in git, and their migrations were not. (MIG-03)"""

    files = added("0010_fax.py", step(10, "pass", "pass", after="'0008'"))


class OneIdTwice(Clinic):
    """MIG-01: a file was copied, and its id with it."""

    files = added("0009_copied.py", step(9, "pass", "raise NotImplementedError"))


class RenamedInAnOldFile(Clinic):
    """MIG-02: somebody renamed a column in an old file, and a later one still has its old name."""

    files = changed("0001_patients.py", ('"mail"', '"email"'))


class NewValueInOneTransaction(Clinic):
    """MIG-02: a value is added to an enum type and used by the next revision, which runs in the same transaction."""

    files = {
        **changed(
            "0007_remote_visits.py",
            ("        with op.get_context().autocommit_block():\n            op.execute", "        op.execute"),
        ),
        _VERSIONS + "0010_all_remote.py": step(
            10, """op.execute("UPDATE visits SET kind = 'remote' WHERE kind = 'urgent'")""", "raise NotImplementedError"
        ),
    }
    # PostgreSQL 17 refuses the value only where its type is older than the transaction, as in a database at a release.
    released = {name: text for name, text in clinic.FILES.items() if not name.startswith(_SINCE_RELEASE)}
    options = {
        "released": "v1",
        "compare": {**Clinic.options["compare"], "visits.kind": ignored("0010 makes urgent visits remote ones")},
    }
    shown_on = "postgres_url"


class MissingIndex(Clinic):
    """MIG-03: an index that only the model has."""

    files = changed(
        "models.py",
        (
            'sa.Index("ix_visits_begins_at", "begins_at"),',
            'sa.Index("ix_visits_begins_at", "begins_at"), sa.Index("ix_visits_kind", "kind"),',
        ),
    )


class NotNullInTheModelAlone(Clinic):
    """MIG-03: nullability."""

    files = changed(
        "models.py", ("born: Mapped[str | None] = mapped_column(sa.Date)", "born: Mapped[str] = mapped_column(sa.Date)")
    )


class OtherDefault(Clinic):
    """MIG-03: a default."""

    files = changed("models.py", ('mapped_column(server_default="0")', 'mapped_column(server_default="1")'))


class OtherType(Clinic):
    """MIG-03: a length."""

    files = changed("models.py", ("sa.String(80)", "sa.String(200)"))


class ForgottenMember(Clinic):
    """MIG-03: a member of an enum that the type in the database does not have."""

    files = changed("models.py", ('remote = "remote"', 'remote = "remote"\n        home = "home"'))
    shown_on = "postgres_url"


class TableOfNobody(Clinic):
    """MIG-03: a table whose model is gone."""

    files = added(
        "0010_faxes.py",
        step(10, 'op.create_table("faxes", sa.Column("id", sa.Integer, primary_key=True))', 'op.drop_table("faxes")'),
    )


class OtherKey(Clinic):
    """MIG-03: a primary key of two columns, which is no difference to autogenerate."""

    files = changed(
        "models.py", ("floor: Mapped[int] = mapped_column(", "floor: Mapped[int] = mapped_column(primary_key=True, ")
    )


class ViewStays(Clinic):
    """MIG-04: the way back leaves a view."""

    files = added(
        "0010_open_rooms.py",
        step(10, 'op.execute("CREATE VIEW open_rooms AS SELECT code FROM rooms")', "pass"),
    )


class EnumTypeStays(Clinic):
    """MIG-04: dropping a table leaves the enum type of its column, so that it cannot be made again. (MIG-05)"""

    files = changed("0002_visits.py", ('    sa.Enum(name="visit_kind").drop(op.get_bind(), checkfirst=True)\n', ""))
    shown_on = "postgres_url"


class IndexIsForgotten(Clinic):
    """MIG-04: a way back that forgets the index."""

    files = added(
        "0010_born.py",
        step(
            10,
            """
            op.create_index("ix_rooms_floor", "rooms", ["floor"])
            op.drop_index("ix_rooms_floor")
            op.create_table("keys", sa.Column("id", sa.Integer, primary_key=True), sa.Column("room", sa.String(8)))
            op.drop_table("keys")
            with op.batch_alter_table("visits") as visits:
                visits.drop_index("ix_visits_begins_at")
            op.create_index("ix_visits_begins_at", "visits", ["begins_at"])
            """,
            """
            op.drop_index("ix_visits_begins_at")
            """,
        ),
    )


class NotAgain(Clinic):
    """MIG-05: a row that the way back leaves keeps the way up from being taken again. (MIG-08)"""

    files = added(
        "0010_cellar.py",
        step(10, """op.execute("INSERT INTO rooms (code) VALUES ('C0')")""", "pass"),
    )


class RenamedByDropping(Clinic):
    """MIG-06: autogenerate takes a renamed column for one that is gone and another one that is new. (MIG-07)"""

    files = {
        **clinic.FILES,
        _VERSIONS + "0003_email.py": step(
            3,
            """
            with op.batch_alter_table("patients") as patients:
                patients.add_column(sa.Column("email", sa.String(120), nullable=True))
                patients.drop_column("mail")
            with op.batch_alter_table("patients") as patients:
                patients.create_unique_constraint("uq_patients_email", ["email"])
            """,
            """
            with op.batch_alter_table("patients") as patients:
                patients.drop_constraint("uq_patients_email", type_="unique")
                patients.add_column(sa.Column("mail", sa.String(120), nullable=True))
                patients.drop_column("email")
            """,
        ),
    }


class NotNullWithoutDefault(Clinic):
    """MIG-06: a column that must have a value, and gets none where there are rows."""

    files = changed(
        "0005_file_numbers.py",
        ("""    op.execute("UPDATE patients SET file_number = 'F' || id")\n""", ""),
    )


class CutShort(Clinic):
    """MIG-06: values are cut to what a new column takes."""

    files = added(
        "0010_short_names.py",
        step(
            10,
            """op.execute("UPDATE patients SET file_number = substr(file_number, 1, 3)")""",
            "raise NotImplementedError",
        ),
    )


class RowsDeleted(Clinic):
    """MIG-06: rows that a new rule does not allow are deleted on the way."""

    files = added(
        "0010_only_paid.py",
        step(10, """op.execute("DELETE FROM visits WHERE fee < 100")""", "raise NotImplementedError"),
    )


class EmptyColumnComesBack(Clinic):
    """MIG-07: the way back makes the column again, and not what was in it."""

    files = {
        **changed(
            "models.py",
            (
                "        born: Mapped[str | None] = mapped_column(sa.Date)\n",
                "        birthday: Mapped[str | None] = mapped_column(sa.Date)\n",
            ),
        ),
        _VERSIONS + "0010_birthdays.py": step(
            10,
            """
            with op.batch_alter_table("patients") as patients:
                patients.alter_column("born", new_column_name="birthday")
            """,
            """
            with op.batch_alter_table("patients") as patients:
                patients.add_column(sa.Column("born", sa.Date))
                patients.drop_column("birthday")
            """,
        ),
    }


class Twice(Clinic):
    """MIG-08: reference rows are inserted again, since the way back leaves them."""

    files = {
        **changed(
            "models.py",
            (
                "    class Visit(Base):",
                """    class Colour(Base):
        __tablename__ = "colours"
        name: Mapped[str] = mapped_column(sa.String(20))
        id: Mapped[int] = mapped_column(primary_key=True)


    class Visit(Base):""",
            ),
        ),
        _VERSIONS + "0010_colours.py": step(
            10,
            """
            op.create_table(
                "colours",
                sa.Column("id", sa.Integer, primary_key=True),
                sa.Column("name", sa.String(20), nullable=False),
            )
            """,
            'op.drop_table("colours")',
        ),
        _VERSIONS + "0011_red.py": step(11, """op.execute("INSERT INTO colours (name) VALUES ('red')")""", "pass"),
    }
