"""What stands on the schema: the models are the same (MIG-03), and the repository contracts hold (MIG-14)."""

from __future__ import annotations

import re

from dovetail.suites.kernel.check import check
from dovetail.suites.migration.held import held_here
from dovetail.suites.migration.preconditions import has_repositories
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


@check("MIG-14", has_repositories, random=False)
def repositories_hold_on_the_migrated_schema(s: MigrationScenario) -> None:
    for contract, make in s.binding.contract.repositories.items():
        s.begin_at_head()
        with s.database.in_place():
            report = held_here(contract, make, s.database)
        for finding in report.findings:
            s.say(*finding.scenario)
            s.broken(
                f"{finding.clause} of {contract.__name__}: {finding.expected}", finding.got, finding.path, finding.hint
            )
        for outcome in report.not_evaluated:
            s.not_evaluated(f"{outcome.clause} of {contract.__name__} {outcome.reason}")
