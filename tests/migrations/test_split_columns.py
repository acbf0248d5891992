"""A column that is split into several: what stood in it is looked for in all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from correct.migrations.kennel import FILES
from correct.migrations.trees import AlembicProject, step
from dovetail import MigrationContract, ignored, verify
from dovetail.suites.kernel.outcome import Verdict
from dovetail.suites.migration.rows.filling import Row
from dovetail.suites.migration.rows.following import Step, follow
from dovetail.suites.migration.schema.schema import Column, Schema, Table

_SPLIT = """
    with op.batch_alter_table("dogs") as dogs:
        dogs.add_column(sa.Column("name", sa.String(60)))
        dogs.add_column(sa.Column("coat", sa.String(10)))
    op.execute(
        "UPDATE dogs SET name = substr(looks, 1, instr(looks, ' ') - 1), coat = substr(looks, instr(looks, ' ') + 1)"
    )
    with op.batch_alter_table("dogs") as dogs:
        dogs.alter_column("name", nullable=False)
        dogs.alter_column("coat", nullable=False, server_default="short")
        dogs.drop_column("looks")
"""
_JOINED = """
    with op.batch_alter_table("dogs") as dogs:
        dogs.add_column(sa.Column("looks", sa.String(80)))
    op.execute("UPDATE dogs SET looks = name || ' ' || coat")
    with op.batch_alter_table("dogs") as dogs:
        dogs.alter_column("looks", nullable=False)
        dogs.drop_column("name")
        dogs.drop_column("coat")
"""
_LOOKS = step(
    1,
    """
    op.create_table(
        "dogs",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("looks", sa.String(80), nullable=False),
    )
    """,
    'op.drop_table("dogs")',
)
_OF_DOGS = {"looks": "rex short"}, {"looks": "fido long"}


class Split(AlembicProject):
    """A kennel in which the name and the coat of a dog were one text, which only some texts are."""

    package = "kennel"
    files = {
        **{name: text for name, text in FILES.items() if not name.startswith("migrations")},
        "migrations/versions/0001_looks.py": _LOOKS,
        "migrations/versions/0002_split.py": step(2, _SPLIT, _JOINED),
    }


def outcomes(project: type[AlembicProject], folder: Path, *clauses: str, **stated: Any) -> dict[str, Any]:
    with project.written(folder) as contract:
        from kennel.adapter import STATED  # type: ignore[import-not-found]

        checks = tuple(check for check in MigrationContract.checks if check.clause in clauses)
        given = {"repositories": STATED["repositories"], "checks": checks, **stated}
        return dict(verify(type("TestKennel", (contract,), given)).outcomes)


def test_what_was_split_is_there(tmp_path: Path) -> None:
    """In pieces; and a repository finds its aggregates in rows whose old column the contract states."""
    for outcome in outcomes(Split, tmp_path, "MIG-06", "MIG-07", rows={"dogs": _OF_DOGS}).values():
        assert outcome.verdict is Verdict.HELD, outcome
        assert not outcome.reason, outcome.reason


def test_a_piece_that_became_a_default_is_lost(tmp_path: Path) -> None:
    class Careless(Split):
        files = {
            **Split.files,
            "migrations/versions/0002_split.py": step(
                2, _SPLIT.replace("coat = substr(looks, instr(looks, ' ') + 1)", "coat = 'short'"), _JOINED
            ),
        }

    outcome = outcomes(Careless, tmp_path, "MIG-06", rows={"dogs": _OF_DOGS})["MIG-06"]

    assert outcome.verdict is Verdict.BROKEN
    assert outcome.finding.expected == "dogs.looks: 'fido long'"


def test_an_aggregate_in_values_that_were_made_up_is_no_finding(tmp_path: Path) -> None:
    """What no piece of a text of ours can be read from is told, with the line that states what is valid."""
    outcome = outcomes(Split, tmp_path, "MIG-06", compare={"dogs.looks": ignored("it is split")})["MIG-06"]

    assert outcome.verdict is Verdict.HELD
    assert 'rows = {"dogs": [{"looks": ...}]}' in outcome.reason


def test_a_text_that_was_made_up_and_is_gone_is_told_with_the_line_that_states_others(tmp_path: Path) -> None:
    outcome = outcomes(Split, tmp_path, "MIG-06")["MIG-06"]

    assert outcome.verdict is Verdict.BROKEN
    assert outcome.finding.hint.endswith('state them: rows = {"dogs": [{"looks": ...}]}')


def _table(*columns: str) -> Schema:
    return Schema({"t": Table("t", {name: Column(name, "TEXT", True, None) for name in columns}, ("id",))}, {})


@pytest.mark.parametrize(
    ("there", "lost"),
    [
        ([{"id": "1", "amount": "1.5", "currency": "EUR"}], False),  # a number is the same in fewer digits
        ([{"id": "1", "amount": "1.50", "currency": "JPY"}], True),
        ([{"id": "1", "amount": "1.50", "currency": None}, {"id": "2", "amount": "9", "currency": "EUR"}], True),
    ],
    ids=["split", "another piece", "pieces of two rows"],
)
def test_all_pieces_stand_in_one_row(there: list[dict[str, Any]], lost: bool) -> None:
    step_ = Step(_table("id", "price"), _table("id", "amount", "currency"), {"t": there}, ignored=())

    assert bool([*follow([Row("t", {"id": "1", "price": "1.50 EUR"})], step_)]) is lost


@pytest.mark.parametrize(
    ("document", "lost"),
    [
        ('["Zo\\u00eb \\u00df \\"2\\""]', False),
        ('{"authors": [{"name": "Zo\\u00eb \\u00df \\"2\\""}]}', False),
        ('["Zoe"]', True),
        ("[Zo", True),
    ],
)
def test_what_stands_in_a_document_is_there(document: str, lost: bool) -> None:
    """However its escapes are written."""
    step_ = Step(_table("id", "author"), _table("id", "authors"), {"t": [{"id": "1", "authors": document}]}, ignored=())

    assert bool([*follow([Row("t", {"id": "1", "author": 'Zoë ß "2"'})], step_)]) is lost
