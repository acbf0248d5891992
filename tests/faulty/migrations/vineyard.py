"""What goes wrong with the rows of a vineyard, without a word from the database."""

from __future__ import annotations

from correct.migrations import vineyard
from correct.migrations.trees import step
from correct.migrations.vineyard import Vineyard

_VERSIONS = "migrations/versions/"


def changed(name: str, old: str, new: str) -> dict[str, str]:
    """The vineyard's files, with something replaced in one of them."""
    path = name if name == "models.py" else _VERSIONS + name
    assert old in vineyard.FILES[path], old
    return {**vineyard.FILES, path: vineyard.FILES[path].replace(old, new)}


def added(text: str, **models: str) -> dict[str, str]:
    """The vineyard's files, and one more migration; with a type of the models replaced, by its column."""
    files = {**vineyard.FILES, _VERSIONS + "0005_last.py": text}
    for column, type_ in models.items():
        before = next(each for each in vineyard.MODELS.splitlines() if each.strip().startswith(f"{column}:"))
        files["models.py"] = files["models.py"].replace(before, f"{before.split('mapped_column')[0]}{type_}")
    return files


class NothingIsNoHarvest(Vineyard):
    """MIG-06: a harvest of 0 litres is left out, as if there had been none. (MIG-07)"""

    files = changed("0003_harvests.py", "if litres is not None:", "if litres:")


class OtherColumnIsCopied(Vineyard):
    """MIG-06: the new column is filled from the wrong one. (MIG-07)"""

    files = changed("0002_keeper.py", "SET keeper = worker", "SET keeper = owner")


class Rounded(Vineyard):
    """MIG-06: a digit is lost. (MIG-07)"""

    files = added(step(5, 'op.execute("UPDATE plots SET area = round(area, 2)")', "pass"))


class NothingBecomesAWord(Vineyard):
    """MIG-06: None as text."""

    files = changed("0004_regions.py", "'unknown'", "'None'")


class CutOff(Vineyard):
    """MIG-06: what does not fit is cut off. (MIG-07)"""

    files = added(
        step(
            5,
            'op.execute("ALTER TABLE plots ALTER COLUMN owner TYPE varchar(40) USING left(owner, 40)")',
            'op.execute("ALTER TABLE plots ALTER COLUMN owner TYPE varchar(60)")',
        ),
        owner="mapped_column(sa.String(40))",
    )
    shown_on = "postgres_url"


class ConditionIsLost(Vineyard):
    """MIG-03: a table that is rebuilt from a list of its columns loses a condition."""

    files = added(
        step(
            5,
            """
            op.execute("CREATE TABLE other AS SELECT * FROM harvests")
            op.drop_table("harvests")
            op.create_table(
                "harvests",
                sa.Column("id", sa.Integer, primary_key=True),
                sa.Column("plot_id", sa.Integer, sa.ForeignKey("plots.id"), nullable=False),
                sa.Column("litres", sa.Integer, nullable=False),
            )
            op.execute("INSERT INTO harvests SELECT * FROM other")
            op.drop_table("other")
            """,
            "raise NotImplementedError",
        )
    )
    files["models.py"] = files["models.py"] + '        __table_args__ = (sa.CheckConstraint("litres >= 0"),)\n'
    files["migrations/versions/0003_harvests.py"] = files["migrations/versions/0003_harvests.py"].replace(
        "nullable=False),\n    )", 'nullable=False),\n        sa.CheckConstraint("litres >= 0"),\n    )'
    )
