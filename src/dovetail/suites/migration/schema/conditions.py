"""The values that the CHECK constraints of a table let a column have, where they list them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from dovetail.suites.migration.schema.schema import Column

_LISTS = (
    re.compile(r"""(?<!\w)(?<!\w\()(\w+)["`\])]*\s+IN\s*\((?P<values>\s*(?:'|-?\d).*?)\)""", re.IGNORECASE | re.DOTALL),
    re.compile(r"""(?<!\w)(?<!\w\()(\w+)"?\)?(?:::[\w "]+?)?\s+=\s+ANY\s+\(+ARRAY\[(?P<values>.*?)\]""", re.DOTALL),
)
"""As SQLite keeps what was written, and as PostgreSQL writes it anew."""
_VALUE = re.compile(r"'((?:[^']|'')*)'|(?<![\w.])(-?\d+)(?![\w.])")


def with_listed_values(columns: Mapping[str, Column], conditions: Iterable[str]) -> dict[str, Column]:
    """The columns, each with the values that a condition lists for it, as an enum type would."""
    found = dict(columns)
    for condition in conditions:
        for pattern in _LISTS:
            for match in pattern.finditer(condition):
                column = found.get(match[1])
                values = tuple(
                    text.replace("''", "'") if number is None else number
                    for text, number in ((each[1], each[2]) for each in _VALUE.finditer(match["values"]))
                )
                if column is not None and values and not column.labels:
                    found[match[1]] = replace(column, labels=values)
    return found
