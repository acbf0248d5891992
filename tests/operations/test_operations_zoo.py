"""Every clause on operations can fail, on a realistic fault; and no correct application is accused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

import correct.operations
import faulty.operations
from dovetail import OperationsContract, verify
from dovetail.catalogue import kind
from dovetail.suites.kernel.outcome import Verdict
from dovetail.suites.kernel.suite import Suite
from zoos import classes, clauses_of, first_of_each_clause, left_to_soak, modules, told

# A machine that is busy with something else is no fault of an application's.
_PATIENT = {"patience": 60.0, "ready_within": 60.0, "stop_within": 60.0}
_CLAUSE = re.compile(r"OPS-\d\d")
# Each waits for seconds; valves, tickets, notes and pulses stay.
_SLOW = ("parcels-TestParcels", "thumbnails-TestThumbnails", "valves-TestThreePumps", "pulses-TestPulsesOfACommand")


def suites() -> Iterator[Any]:
    """The suites of every correct application."""
    for module, name, each in classes(correct.operations):
        if name.startswith("Test") and issubclass(each, OperationsContract):
            yield pytest.param(each, id=f"{module.__name__.rpartition('.')[2]}-{name}")


def faults() -> Iterator[Any]:
    """Every faulty application with its clause and the suite that holds it to the contract of the correct one."""
    contracts = {module.__name__.rpartition(".")[2]: module for module in modules(correct.operations)}
    for module, name, each in classes(faulty.operations):
        if found := clauses_of(each, _CLAUSE):
            contract = contracts[module.__name__.rpartition(".")[2]].faulty_contract
            application = f"{module.__name__}:{name}()"
            suite = type(name, (contract,), {"application": application})
            yield pytest.param(suite, found[0], id=f"{found[0]}-{name}")


@pytest.mark.parametrize(("suite", "clause"), list(first_of_each_clause(faults())))
def test_the_fault_is_found(suite: type[OperationsContract], clause: str) -> None:
    """With the id of the clause that it is made to break."""
    outcome = Suite(suite).run(next(check for check in suite.checks if check.clause == clause))
    assert outcome.verdict is Verdict.BROKEN, outcome
    assert outcome.finding is not None, outcome.reason
    assert outcome.finding.clause == clause
    assert "carrier-4242-token" not in "".join(outcome.finding.scenario) + outcome.finding.got, "a secret is told"


@pytest.mark.parametrize("suite", list(left_to_soak(suites(), *_SLOW)))
def test_no_correct_application_is_accused(suite: type[OperationsContract]) -> None:
    """All that applies to it holds."""
    report = verify(type(suite.__name__, (suite,), _PATIENT))
    assert report.holds, told(report)
    assert report.count(Verdict.HELD) > 8


def test_every_clause_has_a_fault_that_breaks_it() -> None:
    """One check, and a correct application that it is held to."""
    broken = {each.values[1] for each in faults()}
    clauses = [clause.id for clause in kind("operations")]
    assert [check.clause for check in OperationsContract.checks] == clauses
    assert broken == set(clauses)
