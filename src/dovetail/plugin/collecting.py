"""Makes sure that no contract class looks like a suite whose clauses never run."""

from __future__ import annotations

import sys
import unittest

import pytest

from dovetail.suites.kernel.contract import Contract
from dovetail.suites.kernel.options import fixtures_of, is_fixture, options_of, stated


def prepare(collector: pytest.Module | pytest.Class, name: str, contract: type[Contract]) -> None:
    """Let pytest know which fixtures a contract class needs, so that their parameters multiply its tests.

    Raises:
        CollectError: pytest would pass the class over, or run none of its clauses.
    """
    if not collector.istestclass(contract, name):
        _warn_if_left_out(collector, name, contract)
        return
    if issubclass(contract, unittest.TestCase):
        raise collector.CollectError(
            f"{name} is a unittest.TestCase too, which would run none of its clauses\n"
            "  take TestCase out of its bases; what setUp does belongs in a fixture"
        )
    if contract.__init__ is not object.__init__ or contract.__new__ is not object.__new__:
        raise collector.CollectError(
            f"{name} has an __init__ or a __new__, so pytest would run none of its clauses\n"
            "  take it out; give the adapter what it needs in a callable: adapter = lambda: ..."
        )
    for each in fixtures_of(contract):
        if is_fixture(stated(contract, each)):
            pytest.mark.usefixtures(each)(contract)


def _warn_if_left_out(collector: pytest.Module | pytest.Class, name: str, contract: type[Contract]) -> None:
    """Warn of a suite that pytest does not collect by its name, unless it may be meant for something else."""
    if contract.__module__ != collector.obj.__name__ or contract.__subclasses__() or "__test__" in vars(contract):
        return
    binding = [option for option, each in options_of(contract).items() if each.binds or each.fixture]
    if not any(each in vars(contract) for each in binding) or _may_verify(contract.__module__):
        return
    collector.warn(
        pytest.PytestCollectionWarning(
            f"{name} is a contract with an adapter, and pytest does not collect a class of that name, so that none of "
            f"its clauses runs: call it Test{name}, or write __test__ = False in it"
        )
    )


def _may_verify(module: str) -> bool:
    """Whether the module can run suites by itself."""
    names = vars(sys.modules[module]) if module in sys.modules else {}
    return "verify" in names or names.get("dovetail") is sys.modules["dovetail"]
