"""What MIG-10 takes from squawk itself, where that is installed; the zoo has a stub in its place."""

from __future__ import annotations

import pytest

from dovetail.suites.migration.clauses.locks import about_locks
from dovetail.suites.migration.preconditions import squawk

pytestmark = pytest.mark.skipif(squawk() is None, reason="squawk is not installed: pip install squawk-cli")

INDEX = "CREATE INDEX ix_ships_name ON ships (name)"


@pytest.mark.parametrize(
    ("statements", "rules"),
    [
        (["ALTER TABLE ships ADD COLUMN flag TEXT", INDEX], ["require-concurrent-index-creation"]),
        (["CREATE INDEX CONCURRENTLY ix_ships_name ON ships (name)"], []),
        (["CREATE TABLE ships (id BIGINT PRIMARY KEY, name TEXT)", INDEX], []),
        (["ALTER TABLE ships ALTER COLUMN name TYPE VARCHAR(40)"], ["changing-column-type"]),
        (["ALTER TABLE ships ALTER COLUMN name SET NOT NULL"], ["adding-not-nullable-field"]),
        (
            ["ALTER TABLE calls ADD CONSTRAINT fk FOREIGN KEY (ship_id) REFERENCES ships (id)"],
            ["adding-foreign-key-constraint", "constraint-missing-not-valid"],
        ),
        (
            ["ALTER TABLE ships ADD CONSTRAINT uq UNIQUE (name)"],
            ["constraint-missing-not-valid", "disallowed-unique-constraint"],
        ),
        (["DROP INDEX ix_ships_name"], ["require-concurrent-index-deletion"]),
        (["CREATE TABLE ships (id SERIAL PRIMARY KEY, name VARCHAR(30))"], []),
    ],
)
def test_what_locks_for_long(statements: list[str], rules: list[str]) -> None:
    assert sorted({each["rule_name"] for each in about_locks(statements)}) == rules


def test_the_statement_is_named() -> None:
    found = about_locks(["ALTER TABLE ships ADD COLUMN flag TEXT", INDEX])

    assert [each["statement"] for each in found] == [1]
