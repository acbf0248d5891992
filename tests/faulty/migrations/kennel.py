"""What goes wrong with the kennel's migrations."""

from __future__ import annotations

from correct.migrations import kennel
from correct.migrations.kennel import Kennel
from correct.migrations.trees import step

_VERSIONS = "migrations/versions/"


def changed(name: str, *replaced: tuple[str, str]) -> dict[str, str]:
    """The kennel's files, with something replaced in one of them."""
    text = kennel.FILES[name]
    for old, new in replaced:
        assert old in text, old
        text = text.replace(old, new)
    return {**kennel.FILES, name: text}


class BackfilledWithNothing(Kennel):
    """MIG-06: dogs from before get a value that the domain refuses."""

    files = {
        **changed(_VERSIONS + "0002_coats.py", ('server_default="short"', 'server_default=""')),
        "models.py": kennel.MODELS.replace('server_default="short"', 'server_default=""'),
    }


class OldCodeCannotWrite(Kennel):
    """MIG-09: a column that must have a value, which the code of the last release does not know."""

    files = {
        **kennel.FILES,
        _VERSIONS + "0003_no_default.py": step(
            3,
            """
            with op.batch_alter_table("dogs") as dogs:
                dogs.alter_column("coat", server_default=None)
            """,
            """
            with op.batch_alter_table("dogs") as dogs:
                dogs.alter_column("coat", server_default="short")
            """,
        ),
        "models.py": kennel.MODELS.replace(', server_default="short"', ""),
    }


class OldColumnIsGone(Kennel):
    """MIG-09: a column is renamed under the code of the last release."""

    files = {
        **changed("models.py", ("name: Mapped[str] =", "called: Mapped[str] =")),
        "adapter.py": kennel.ADAPTER.replace("name=dog.name", "called=dog.name").replace("found.name", "found.called"),
        _VERSIONS + "0003_called.py": step(
            3,
            """
            with op.batch_alter_table("dogs") as dogs:
                dogs.alter_column("name", new_column_name="called")
            """,
            """
            with op.batch_alter_table("dogs") as dogs:
                dogs.alter_column("called", new_column_name="name")
            """,
        ),
    }


class LockedForLong(Kennel):
    """MIG-10: an index over a table that is in use, during which nobody can write to it."""

    files = {
        **changed("models.py", ("sa.String(60))", "sa.String(60), index=True)")),
        _VERSIONS + "0003_by_name.py": step(
            3, 'op.create_index("ix_dogs_name", "dogs", ["name"])', 'op.drop_index("ix_dogs_name", "dogs")'
        ),
    }
    shown_on = "postgres_url"


class NewValueInOneTransaction(Kennel):
    """MIG-02: a value is added to an enum type and used by the next revision, in one transaction. (MIG-06)"""

    files = {
        **kennel.FILES,
        _VERSIONS + "0003_more_sizes.py": step(
            3, """op.execute("ALTER TYPE size ADD VALUE 'huge'")""", "raise NotImplementedError"
        ),
        _VERSIONS + "0004_huge.py": step(
            4, """op.execute("UPDATE sizes SET size = 'huge'")""", "raise NotImplementedError"
        ),
        _VERSIONS + "0001_dogs.py": kennel.FIRST.replace(
            "def upgrade():\n",
            "def upgrade():\n"
            """    op.execute("CREATE TYPE size AS ENUM ('small')")\n"""
            """    op.execute("CREATE TABLE sizes (size size)")\n""",
        ).replace(
            "def downgrade():\n",
            """def downgrade():\n    op.execute("DROP TABLE sizes")\n    op.execute("DROP TYPE size")\n""",
        ),
    }
    released = {**kennel.V1, _VERSIONS + "0001_dogs.py": files[_VERSIONS + "0001_dogs.py"]}
    options = {"unmodelled": {"sizes": "a list"}}
    shown_on = "postgres_url"


class UnknownModule(Kennel):
    """MIG-11: a model in a module that `env.py` does not import."""

    files = {
        **kennel.FILES,
        "meals.py": """
            from sqlalchemy.orm import Mapped, mapped_column

            from kennel.models import Base


            class Meal(Base):
                __tablename__ = "meals"
                id: Mapped[int] = mapped_column(primary_key=True)
        """,
    }


class OtherBase(Kennel):
    """MIG-11: a model on a base of its own."""

    files = {
        **kennel.FILES,
        "meals.py": """
            from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


            class Base(DeclarativeBase):
                pass


            class Meal(Base):
                __tablename__ = "meals"
                id: Mapped[int] = mapped_column(primary_key=True)
        """,
    }


class EnumOfTheDomain(Kennel):
    """MIG-12: the members of an enum as they are today."""

    files = changed(
        _VERSIONS + "0002_coats.py",
        ("def upgrade():", "from kennel.domain import Coat\n\n\ndef upgrade():"),
        ('server_default="short"', "server_default=Coat.SHORT.value"),
    )


class ModelInAFunction(Kennel):
    """MIG-12: a model, imported where it is used."""

    files = changed(
        _VERSIONS + "0002_coats.py",
        ("def upgrade():\n", "def upgrade():\n    from kennel import models\n\n    models.DogModel.__table__\n"),
    )


class ReleasedFileChanged(Kennel):
    """MIG-13: a length was corrected in the file that production has run."""

    released = {**kennel.V1, _VERSIONS + "0001_dogs.py": kennel.FIRST.replace("60", "40")}


class ReleasedFileGone(Kennel):
    """MIG-13: two files were made one by hand."""

    released = {
        **kennel.V1,
        _VERSIONS + "0001_a_dogs.py": step(9, "pass", "pass", after="'0001'"),
    }


class StricterThanTheModels(Kennel):
    """MIG-14: a condition that only the migrations make, and that valid dogs do not meet. (MIG-09)"""

    files = {
        **kennel.FILES,
        _VERSIONS + "0003_short_names.py": step(
            3,
            """
            with op.batch_alter_table("dogs") as dogs:
                dogs.create_check_constraint("ck_name", "length(name) < 3")
            """,
            """
            with op.batch_alter_table("dogs") as dogs:
                dogs.drop_constraint("ck_name", type_="check")
            """,
        ),
    }
