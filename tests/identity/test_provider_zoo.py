"""Every clause on identity providers can fail, on a realistic fault; and no correct provider is accused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, settings

import correct.identity_providers
import faulty.identity_providers
from dovetail import IdentityProviderContract, verify
from dovetail.catalogue import kind
from dovetail.suites.kernel.outcome import Verdict
from zoos import classes, clauses_of, first_of_each_clause, report_of, told

_CLAUSE = re.compile(r"IDP-\d\d")
_QUICK = settings(derandomize=True, phases=[Phase.generate])


def suites() -> Iterator[Any]:
    """The suites of every correct provider."""
    for module, name, each in classes(correct.identity_providers):
        if name.startswith("Test") and issubclass(each, IdentityProviderContract):
            yield pytest.param(each, id=f"{module.__name__.rpartition('.')[2]}-{name}")


def faults() -> Iterator[Any]:
    """Every faulty provider with its clauses and the suite that holds it to its contract."""
    for module, name, each in classes(faulty.identity_providers):
        if clauses := clauses_of(each, _CLAUSE):
            contract = module.contract_of(each) if hasattr(module, "contract_of") else module.contract
            body = {"adapter": staticmethod(module.adapter_of(each))}
            if hasattr(module, "down_of"):
                body["down"] = staticmethod(module.down_of(each))
            yield pytest.param(type(name, (contract,), body), clauses, id=f"{clauses[0]}-{name}")


@pytest.mark.parametrize(("suite", "clauses"), list(first_of_each_clause(faults())))
def test_the_fault_is_found(suite: Any, clauses: list[str]) -> None:
    """With the id of the clause that it is made to break, and of no other that it does not name."""
    report = report_of(suite, _QUICK, lambda check: True)

    assert report.outcomes[clauses[0]].verdict is Verdict.BROKEN, report.outcomes[clauses[0]]
    assert report.outcomes[clauses[0]].finding is not None, told(report)
    assert {each.clause for each in report.findings} <= set(clauses), told(report)


@pytest.mark.parametrize("suite", list(suites()))
def test_no_correct_provider_is_accused(suite: Any) -> None:
    """All that applies to it holds."""
    report = verify(type(suite.__name__, (suite,), {"settings": _QUICK}))

    assert report.holds, told(report)
    assert report.count(Verdict.HELD) >= 7
    assert report.count(Verdict.NOT_STATED) == 0


def test_every_clause_has_a_fault_that_breaks_it() -> None:
    """One check, and a correct provider that it is held to."""
    broken = {each.values[1][0] for each in faults()}
    clauses = [clause.id for clause in kind("identity_provider")]

    assert [check.clause for check in IdentityProviderContract.checks if check.clause.startswith("IDP")] == clauses
    assert broken == set(clauses)


@pytest.mark.parametrize("clause", [clause.id for clause in kind("identity_provider")])
def test_every_clause_is_held_by_three_correct_providers(clause: str) -> None:
    """So that it can be kept, on more than one library."""
    held = [
        each
        for each in suites()
        if report_of(each.values[0], _QUICK, lambda check: check.clause == clause).outcomes[clause].verdict
        is Verdict.HELD
    ]
    assert len(held) >= 3
