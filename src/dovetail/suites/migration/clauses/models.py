"""Models and schema are the same: MIG-03."""

from __future__ import annotations

import re

from dovetail.suites.kernel.check import check
from dovetail.suites.migration.scenario import MigrationScenario, told

_MOST = 5


@check("MIG-03", random=False)
def models_equal_the_schema(s: MigrationScenario) -> None:
    s.say(s.tree.command(None))
    unmodelled = s.binding.contract.unmodelled
    try:
        found = s.tree.mismatches(s.database, s.binding.contract.metadata)
    except Exception as error:
        if s.tried(None) is None:
            raise
        s.set_aside(f"the migrations cannot be applied: {told(error)}", left_to_another_clause=True)
    left = [each for each in found if not any(_names(each, place) for place in unmodelled)]
    if left:
        more = f"\nand {len(left) - _MOST} more" if len(left) > _MOST else ""
        s.broken("the schema of the models", "\n".join(left[:_MOST]) + more)


def _names(sentence: str, place: str) -> bool:
    """Whether a sentence is about a table, a column, or `table (columns)` of an index."""
    return re.search(rf"(?<![\w.]){re.escape(place)}(?![\w.])", sentence) is not None
