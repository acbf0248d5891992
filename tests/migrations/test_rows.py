"""The rows that are put in at each revision: values that a condition allows, and such as are easily lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_messages import report_of_one

from correct.migrations import vineyard
from correct.migrations.trees import step
from correct.migrations.vineyard import Vineyard
from dovetail.suites.migration.rows.values import Manner, has_room, value_of
from dovetail.suites.migration.schema.conditions import with_listed_values
from dovetail.suites.migration.schema.schema import Column


@pytest.mark.parametrize(
    ("condition", "values"),
    [
        ("grape IN ('riesling', 'O''Neil')", ("riesling", "O'Neil")),
        ('"grape" in (1, -2)', ("1", "-2")),
        ("grape IS NULL OR lower(grape) IN ('a b', 'c')", ()),
        ("grape NOT IN ('riesling')", ()),
        (
            "CHECK (((grape)::text = ANY ((ARRAY['a'::character varying, 'b c'::character varying])::text[])))",
            ("a", "b c"),
        ),
        ("CHECK ((grape = ANY (ARRAY[1, 2])))", ("1", "2")),
        ("CHECK ((length(grape) = ANY (ARRAY[3, 4])))", ()),
        ("grape > 3", ()),
    ],
)
def test_the_values_that_a_condition_lists_are_read(condition: str, values: tuple[str, ...]) -> None:
    columns = {name: Column(name, "text", nullable=True) for name in ("grape", "other")}

    found = with_listed_values(columns, [condition])

    assert found["grape"].labels == values
    assert found["other"].labels == ()


@pytest.mark.parametrize(
    ("now", "later", "there_is"),
    [
        ("varchar(60)", "VARCHAR(40)", False),
        ("text", "character varying(255)", False),
        ("varchar(40)", "text", True),
        ("bigint", "integer", False),
        ("integer", "bigint", True),
        ("bigint", "numeric", True),
        ("text", "jsonb", True),
    ],
)
def test_a_type_with_less_room_is_known(now: str, later: str, there_is: bool) -> None:
    assert has_room(Column("a", now, nullable=True), Column("a", later, nullable=True)) is there_is


@pytest.mark.parametrize(
    "kind", ["text", "varchar(20)", "integer", "smallint", "numeric(8, 3)", "date", "timestamp", "uuid"]
)
def test_no_two_columns_of_a_row_have_one_value(kind: str) -> None:
    column = Column("a", kind, nullable=True)

    assert value_of(column, 7, "sqlite", place=1) != value_of(column, 7, "sqlite", place=2)


def test_a_column_is_empty_in_one_row_of_all(tmp_path: Path) -> None:
    """Since a later revision may make it unique."""
    unique = 'with op.batch_alter_table("plots") as plots:\n    plots.create_unique_constraint("uq", ["owner"])'
    back = 'with op.batch_alter_table("plots") as plots:\n    plots.drop_constraint("uq", type_="unique")'

    class Unique(Vineyard):
        files = {**vineyard.FILES, "migrations/versions/0005_unique.py": step(5, unique, back)}

    with Unique.written(tmp_path) as contract:
        outcome = report_of_one(contract, "MIG-06")

    assert outcome.verdict.value == "held", outcome
    assert value_of(Column("a", "text", nullable=True), 7, "sqlite", manner=Manner.EMPTY) == ""


def test_a_table_that_takes_no_row_is_told_with_the_line_to_write(tmp_path: Path) -> None:
    class Closed(Vineyard):
        files = {
            "models.py": "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): pass",
            "migrations/versions/0001_gates.py": step(
                1,
                """
                op.create_table(
                    "gates", sa.Column("code", sa.String(9), nullable=False), sa.CheckConstraint("code LIKE 'G-%'")
                )
                """,
                'op.drop_table("gates")',
            ),
        }

    with Closed.written(tmp_path) as contract:
        outcome = report_of_one(contract, "MIG-06")

    assert not outcome.evaluated
    assert "into gates since CHECK constraint failed" in outcome.reason
    assert 'rows = {"gates": [{...}]}' in outcome.reason
