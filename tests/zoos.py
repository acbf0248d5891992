"""What the tests of every zoo share: its modules, the clauses that its faulty ones name, and what was found."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import settings

from dovetail import Report, verify
from dovetail.suites.kernel.check import Check
from dovetail.suites.repository.clauses.listing import however_many, however_many_it_picks

_CROWDS = (however_many, however_many_it_picks)


def modules(package: Any) -> Iterator[Any]:
    """The modules of a package."""
    for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)


def classes(package: Any) -> Iterator[tuple[Any, str, Any]]:
    """The classes that are defined in the modules of a package, each after its module and its name there."""
    for module in modules(package):
        yield from ((module, name, each) for name, each in classes_in(module))


def classes_in(module: Any) -> list[tuple[str, Any]]:
    """The classes that are defined in a module, with their names there.

    They are listed before anything is done with one: to bind its suite may add to its module.
    """
    classes = ((name, each) for name, each in vars(module).items() if isinstance(each, type))
    return [(name, each) for name, each in classes if each.__module__ == module.__name__]


def clauses_of(adapter: type, clause: re.Pattern[str]) -> list[str]:
    """The clauses that a docstring names: the one the adapter is made to break, then those it may break besides."""
    doc = adapter.__doc__ or ""
    return clause.findall(doc) if clause.match(doc) else []


def first_of_each_clause(faults: Iterator[Any]) -> Iterator[Any]:
    """The faulty ones, whose ids begin with a clause; those after the first of a clause are left to `make soak`."""
    met: set[str] = set()
    for fault in faults:
        clause, *_ = re.findall(r"^[A-Z]+-\d+", fault.id)
        yield pytest.param(*fault.values, id=fault.id, marks=pytest.mark.long) if clause in met else fault
        met.add(clause)


def first_of_each_module(suites: Iterator[Any]) -> Iterator[Any]:
    """The correct ones, whose ids begin with a module; the other ways to store the same are left to `make soak`."""
    met: set[str] = set()
    for suite in suites:
        module = suite.id.partition("-")[0]
        yield pytest.param(*suite.values, id=suite.id, marks=pytest.mark.long) if module in met else suite
        met.add(module)


def left_to_soak(found: Iterator[Any], *ids: str) -> Iterator[Any]:
    """All of them; those of such ids, which take seconds and show little that no other does, run in `make soak`."""
    unmet = set(ids)
    for each in found:
        yield pytest.param(*each.values, id=each.id, marks=pytest.mark.long) if each.id in unmet else each
        unmet.discard(each.id)
    assert not unmet, f"there is no {unmet}"


def without_crowds(suite: Any) -> Any:
    """The suite without the scenarios that store hundreds, which take longer than all others together."""
    checks = tuple(replace(check, first=None) if check.first in _CROWDS else check for check in suite.checks)
    return type(suite.__name__, (suite,), {"checks": checks})


def report_of(suite: Any, how: settings, asked: Callable[[Check[Any]], bool], **held: Any) -> Report:
    """What some of the clauses find."""
    checks = tuple(check for check in suite.checks if asked(check))
    return verify(type(suite.__name__, (suite,), {"settings": how, "checks": checks}), **held)


def told(report: Report) -> str:
    """What was found, and what could not be evaluated, for a test that expected nothing of the kind."""
    found = [
        "\n    ".join((each.clause, *each.scenario, f"expected {each.expected}", f"got {each.got} {each.hint}"))
        for each in report.findings
    ]
    return "\n".join([*found, *(f"{each.clause} {each.reason}" for each in report.not_evaluated)])
