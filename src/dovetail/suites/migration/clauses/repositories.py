"""The repository contracts hold on the migrated schema: MIG-14."""

from __future__ import annotations

from dovetail.suites.kernel.check import check
from dovetail.suites.migration.held import held_here
from dovetail.suites.migration.preconditions import has_repositories
from dovetail.suites.migration.scenario import MigrationScenario


@check("MIG-14", has_repositories, random=False)
def repositories_hold_on_the_migrated_schema(s: MigrationScenario) -> None:
    for contract, make in s.binding.contract.repositories.items():
        s.begin_at_head()
        with s.database.in_place():
            report = held_here(contract, make, s.database)
        for finding in report.findings:
            for line in finding.scenario:
                s.say(line)
            s.broken(
                f"{finding.clause} of {contract.__name__}: {finding.expected}", finding.got, finding.path, finding.hint
            )
        for outcome in report.not_evaluated:
            s.not_evaluated(f"{outcome.clause} of {contract.__name__} {outcome.reason}")
