"""Every clause can fail, on a realistic fault; and no correct adapter is accused."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import Phase, settings

import correct.repositories
import faulty.repositories
from dovetail import Report, RepositoryContract, verify
from dovetail.catalogue import all_clauses
from dovetail.suites.check import Check

_CLAUSE = re.compile(r"\b(?:PORT|REPO)-\d\d\b")
# The same examples every time, and no shrinking: what is asked here is whether a fault is found, and under which name.
_SEARCH = settings(max_examples=100, derandomize=True, phases=[Phase.generate])
_GLANCE = settings(_SEARCH, max_examples=5)


def suites() -> Iterator[Any]:
    """The suites of every correct adapter."""
    for module in _modules(correct.repositories):
        for name, each in vars(module).items():
            if isinstance(each, type) and issubclass(each, RepositoryContract) and (each.adapter or each.store):
                yield pytest.param(each, id=f"{module.__name__.rpartition('.')[2]}-{name}")


def faults() -> Iterator[Any]:
    """Every faulty adapter, with the suite that holds it to its contract."""
    for module in _modules(faulty.repositories):
        for name, each in vars(module).items():
            if isinstance(each, type) and each.__module__ == module.__name__ and _clauses(each):
                yield pytest.param(_suite(module, each), each, id=f"{_clauses(each)[0]}-{name}")


def _suite(module: Any, adapter: type) -> type[RepositoryContract]:
    held = {"store": staticmethod(lambda: module.store(adapter))} if hasattr(module, "store") else {"adapter": adapter}
    return type(adapter.__name__, (module.contract,), held)


def _clauses(adapter: type) -> list[str]:
    """The clauses that an adapter's docstring names: first the one it is made to break."""
    doc = adapter.__doc__ or ""
    return _CLAUSE.findall(doc) if _CLAUSE.match(doc) else []


def _modules(package: Any) -> Iterator[Any]:
    for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)


def _report(suite: type[RepositoryContract], how: settings, asked: Callable[[Check[Any]], bool]) -> Report:
    """What some of the clauses find."""
    checks = tuple(check for check in suite.checks if asked(check))
    return verify(type(suite.__name__, (suite,), {"settings": how, "checks": checks}))


def _told(report: Report) -> str:
    return "\n".join(
        "\n    ".join((each.clause, *each.scenario, f"expected {each.expected}", f"got {each.got}"))
        for each in report.findings
    )


@pytest.mark.parametrize("suite", [*suites()])
def test_a_correct_adapter_holds_every_clause(suite: type[RepositoryContract]) -> None:
    """What a competent author wrote is not accused of anything."""
    report = _report(suite, _GLANCE, lambda check: True)

    assert report.holds, _told(report)


@pytest.mark.parametrize(("suite", "adapter"), [*faults()])
def test_a_fault_is_found_by_its_clause(suite: type[RepositoryContract], adapter: type) -> None:
    """The clause that the docstring names first breaks, and none that it does not name.

    The others are glanced at, but for those that look long for a case.
    """
    first, *others = _clauses(adapter)

    found = _report(suite, _SEARCH, lambda check: check.clause == first)
    rest = _report(suite, _GLANCE, lambda check: check.clause != first and not check.needs_a_case)

    assert [finding.clause for finding in found.findings] == [first]
    assert {finding.clause for finding in rest.findings} <= set(others), _told(rest)


@pytest.mark.parametrize("clause", [each for each in all_clauses() if _CLAUSE.match(each)])
def test_every_clause_has_a_fault(clause: str) -> None:
    """A clause that nothing can break proves nothing."""
    assert clause in {_clauses(adapter)[0] for _, adapter in (param.values for param in faults())}
