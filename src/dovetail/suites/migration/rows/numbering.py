"""The numbers that PostgreSQL gives to keys: from a sequence, which knows nothing of the rows."""

from __future__ import annotations

import re

from dovetail.suites.migration.rows.reading import quoted, quoted_table
from dovetail.suites.migration.schema.schema import Column, Execute, Table

_SEQUENCE = re.compile(r"nextval\('([^']+)'::regclass\)")
_IDENTITY = "identity"  # as the schema has the default of such a column


def next_number(execute: Execute, table: Table, column: Column) -> int | None:
    """The number that a row without a value for that column gets next; None where no sequence gives any.

    No number is used up.
    """
    default = column.default or ""
    if default == _IDENTITY:
        asked = execute("SELECT pg_get_serial_sequence(%s, %s)", quoted_table(table.name), column.name)
        sequence = asked[0][0]
    else:
        found = _SEQUENCE.fullmatch(default)
        sequence = found[1] if found else None
    if sequence is None:
        return None
    ((number,),) = execute(
        f"SELECT last_value + CASE WHEN is_called THEN seqincrement ELSE 0 END FROM {sequence}, pg_sequence "
        f"WHERE seqrelid = '{sequence}'::regclass"
    )
    return int(number)


def is_there(execute: Execute, table: Table, column: Column, number: int) -> bool:
    """Whether a row has that number already."""
    statement = f"SELECT 1 FROM {quoted_table(table.name)} WHERE {quoted(column.name)} = %s"
    return bool(execute(statement, number))
