"""A walk from empty to head on which rows are put in at every revision."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from dovetail.errors import ContractError
from dovetail.suites.migration.rows.aggregates import Kept, kept_at_head, not_found
from dovetail.suites.migration.rows.filling import Filling, Row
from dovetail.suites.migration.rows.following import Step, follow
from dovetail.suites.migration.rows.numbering import next_number
from dovetail.suites.migration.rows.reading import read_rows
from dovetail.suites.migration.scenario import MigrationScenario, told
from dovetail.suites.migration.schema.schema import Column, Execute, Schema, Table
from dovetail.suites.migration.tools.tool import Revision


class RowWalk:
    """The rows of one walk, as they are now.

    Attributes:
        rows: all that were put in and are still followed.
    """

    def __init__(self, s: MigrationScenario) -> None:
        self._s = s
        self.rows: list[Row] = []
        self._kept: list[Kept] = []
        head = self._head()
        compare = s.binding.contract.compare
        self._ignored = {place for place, each in compare.items() if each.name == "ignored"}
        self._filled = {
            f"{table.name}.{column.name}"
            for table in head.tables.values()
            for column in table.columns.values()
            if not column.nullable
        }
        self._filling = Filling(
            s.database, head, list(self._kept), s.binding.contract.rows, revisions=len(s.tree.revisions)
        )

    def up(self, revision: Revision) -> None:
        """Take a step up that another clause holds."""
        error = self._s.tried(revision)
        if error is not None:
            self._s.set_aside(f"{revision.name} fails where there are rows: {told(error)}", left_to_another_clause=True)

    def fill(self, before: Schema, revision: Revision) -> None:
        self.rows += self._filling.fill(self._s.schema(), before, revision.name)

    def step(self, before: Schema, *, back: bool = False) -> Step:
        """What came of a step; one that was taken back may leave a value where there was none."""
        now = self._s.schema()
        filled = {f"{row.table}.{column}" for row in self.rows for column in row.values} if back else self._filled
        return Step(before, now, read_rows(self._s.database, now), self._ignored, filled)

    def go_on(self, before: Schema) -> None:
        """Bring the rows up to what they are now, whatever another clause says of them."""
        for _ in follow(self.rows, self.step(before)):
            pass

    def counts(self) -> Mapping[str, int]:
        """How many rows each table has."""
        return {name: len(rows) for name, rows in read_rows(self._s.database, self._s.schema()).items()}

    def hint(self, revision: Revision) -> str:
        """Where there were rows when a revision failed."""
        filled = sorted({row.table for row in self.rows})
        return f"there were rows in {', '.join(filled)}" if filled else f"{revision.name} is the first"

    def repositories_find_them(self) -> None:
        """The repositories find at head the aggregates whose rows were put in on the way."""
        kept = [each for each in self._kept if each.whole]
        with self._s.database.in_place():
            answers = list(not_found(self._s, kept))
        for each, answer in answers:
            if each.made_up:  # what a migration makes of such a value is no fault of its own
                table, column = min(each.made_up).rsplit(".", 1)
                self._s.note(
                    f"what stood in {table}.{column} was made up, and its aggregate is not found at head: "
                    f'rows = {{"{table}": [{{"{column}": ...}}]}}'
                )
                continue
            name = each.scenario.name_of(each.aggregate)
            for line in each.scenario.lines:
                text = line if isinstance(line, str) else line()
                if re.search(rf"\b{name}\b", text):
                    self._s.say(text)
            self._s.broken(f"{name} is found at head", answer, hint="its rows were put in on the way")

    def numbers_go_on(self) -> None:
        """The next row gets no key that the database has given to another one before."""
        if self._s.database.dialect != "postgresql":
            return
        for table in self._s.schema().tables.values():
            with self._s.database.transaction() as execute:
                found = _given_twice(execute, table, self.rows)
            if found is not None:
                column, row = found
                place = f"{table.name}.{column.name}"
                self._s.broken(
                    f"the next number of {place} is one that no row has",
                    f"{row.values[column.name]}, which a row of {row.since} has: its INSERT is refused",
                    place,
                    f"bring the sequence up to the rows: SELECT setval(pg_get_serial_sequence('{table.name}', "
                    f"'{column.name}'), max({column.name})) FROM {table.name}",
                )

    def is_evaluated(self) -> None:
        """Nothing was held of a table in which no row could be put."""
        empty = {
            table: reason
            for table, reason in self._filling.refused.items()
            if not any(row.table == table for row in self.rows)
        }
        for table, reason in empty.items():
            self._s.note(f'no row could be put into {table} ({reason}): rows = {{"{table}": [{{...}}]}}')
        if not self.rows and empty:
            table, reason = next(iter(empty.items()))
            raise ContractError(
                f"no row could be put into any table; into {table} since {reason}", f'rows = {{"{table}": [{{...}}]}}'
            )
        if not self.rows:
            self._s.no_case("no revision makes a table", left_to_another_clause=True)

    def _head(self) -> Schema:
        """The schema at head, made before the walk begins; with it, what the repositories keep there."""
        s = self._s
        s.up()
        s.lines.clear()
        head = s.schema()
        with s.database.in_place():
            self._kept = kept_at_head(s)
        s.database.reset()
        return head


def _given_twice(execute: Execute, table: Table, rows: Iterable[Row]) -> tuple[Column, Row] | None:
    """The row whose key the database gave once, and will give again to the next row; None where there is none.

    Args:
        execute: runs a statement.
        table: the table, as it is now.
        rows: rows as they are now; those whose key somebody wrote are nobody's concern: what a migration puts in under
            keys of its own is often a list to which nothing is ever added.
    """
    if len(table.key) != 1:
        return None
    column = table.columns[table.key[0]]
    number = next_number(execute, table, column)
    return next(
        (
            (column, row)
            for row in rows
            if row.table == table.name and column.name in row.unset and str(row.values[column.name]) == str(number)
        ),
        None,
    )
