"""Runs a suite without pytest."""

from __future__ import annotations

from typing import Any

from dovetail.suites.contract import Contract
from dovetail.suites.outcome import Report
from dovetail.suites.suite import Suite


def verify(contract: type[Contract], *, adapter: Any = None, store: Any = None) -> Report:
    """Hold an adapter to a contract, clause by clause.

    Args:
        contract: the suite's class: a contract with an adapter or a store.
        adapter: an adapter in place of the class's own.
        store: a store in place of the class's own, e.g. where that is a pytest fixture.

    Returns:
        The outcome of every clause, and the findings.

    Raises:
        ContractError: the suite could not be evaluated.
    """
    suite = Suite(contract, store=store, adapter=adapter)
    return Report(
        suite=suite.name,
        contract=suite.kind,
        port=suite.binding.port.path,
        adapter=suite.source.name,
        outcomes={check.clause: suite.run(check) for check in contract.checks},
    )
