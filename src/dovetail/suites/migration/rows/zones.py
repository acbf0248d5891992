"""Conversions that read times in the time zone of the session, which is another one wherever it is set otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dovetail.suites.migration.schema.schema import Schema

_MOMENT = re.compile(r"timestamp.* (with|without) time zone")
_STATED = re.compile(r"\bat\s+time\s+zone\b|\bset\b[^;]*\btime\s*zone\b|\btimezone\s*\(|'timezone'", re.IGNORECASE)


def read_in_the_session_zone(before: Schema, now: Schema, sent: Sequence[str]) -> Iterator[str]:
    """The columns that got or lost a time zone in a step of which no statement says what time zone it was.

    Args:
        before: the schema before the step.
        now: the schema after it.
        sent: the statements that it sent to PostgreSQL.
    """
    if any(_STATED.search(statement) for statement in sent):
        return
    for name in before.tables.keys() & now.tables.keys():
        then = before.tables[name].columns
        for column in now.tables[name].columns.values():
            kinds = {
                found[1] for each in (then.get(column.name), column) if each and (found := _MOMENT.match(each.type))
            }
            if len(kinds) > 1:
                yield f"{name}.{column.name}"
