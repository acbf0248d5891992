"""Runs a suite without pytest."""

from __future__ import annotations

from typing import Any

from dovetail.errors import ContractError
from dovetail.suites.kernel.blame import MisstatedError
from dovetail.suites.kernel.check import Check
from dovetail.suites.kernel.contract import Contract
from dovetail.suites.kernel.outcome import Outcome, Report
from dovetail.suites.kernel.suite import Suite


def verify(contract: type[Contract], **given: Any) -> Report:
    """Hold an adapter to a contract, clause by clause.

    Args:
        contract: the suite's class: a contract with an adapter or a store.
        **given: what takes the place of the class's own, e.g. `adapter=...` or `store=...`, also where that is a pytest
            fixture.

    Returns:
        The outcome of every clause, also of those that could not be evaluated, and the findings.

    Raises:
        ContractError: the contract cannot be bound, or code that it states raised.
    """
    suite = Suite(contract, **given)
    outcomes = {check.clause: _outcome(suite, check) for check in contract.checks}
    return Report(suite.name, suite.kind, suite.binding.subject.path, suite.source.name, outcomes)


def _outcome(suite: Suite, check: Check[Any]) -> Outcome:
    try:
        return suite.run(check)
    except MisstatedError:
        raise
    except ContractError as error:
        return Outcome.not_evaluated(check.clause, str(error))
