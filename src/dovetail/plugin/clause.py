"""Runs one clause as one pytest item."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dovetail.errors import ContractError
from dovetail.report.finding import finding_text
from dovetail.suites.outcome import Outcome, Verdict, to_json
from dovetail.suites.source import is_fixture
from dovetail.suites.stating import stated
from dovetail.suites.suite import Suite


def run_clause(item: pytest.Function, keep: Callable[[dict[str, Any]], object]) -> None:
    """Run the clause that a test method stands for, and answer as pytest expects.

    Args:
        item: the method's item.
        keep: takes the record for the machine-readable report.
    """
    __tracebackhide__ = True
    check = item.obj.dovetail_check
    request = item.funcargs["request"]
    try:
        suite = Suite(item.cls, store=_given(request, "store"), adapter=_given(request, "adapter"), key=item.nodeid)
        outcome = suite.run(check)
    except ContractError as error:
        keep(not_evaluated(item, str(error)))
        pytest.fail(f"{check.clause} could not be evaluated: {error}", pytrace=False)
    keep(_record(item, outcome, suite))
    _answer(outcome, suite)


def not_evaluated(item: pytest.Item, reason: str) -> dict[str, Any]:
    """The record of a clause that could not be evaluated: never a pass."""
    outcome = Outcome(item.obj.dovetail_check.clause, Verdict.BROKEN, f"could not be evaluated: {reason}")  # type: ignore[attr-defined]
    return _record(item, outcome, None)


def _answer(outcome: Outcome, suite: Suite) -> None:
    __tracebackhide__ = True
    match outcome.verdict:
        case Verdict.BROKEN if outcome.finding is not None:
            text = finding_text(outcome.finding, adapter=suite.source.name, port=suite.binding.port.name)
            pytest.fail(text, pytrace=False)
        case Verdict.WAIVED:
            pytest.xfail(f"waived: {outcome.reason}")
        case Verdict.NOT_APPLICABLE | Verdict.NOT_STATED:
            pytest.skip(f"{outcome.clause} {outcome.verdict.value}: {outcome.reason}")


def _given(request: pytest.FixtureRequest, name: str) -> Any:
    """What a fixture of that name gives, where the class states one or states nothing and there is one."""
    own = stated(request.cls, name)
    if own is not None and not is_fixture(own):
        return None
    if own is None and any(stated(request.cls, each) is not None for each in ("adapter", "store")):
        return None
    try:
        return request.getfixturevalue(name)
    except pytest.FixtureLookupError:
        return None


def _record(item: pytest.Item, outcome: Outcome, suite: Suite | None) -> dict[str, Any]:
    cls = item.cls  # type: ignore[attr-defined]
    return {
        "suite": item.nodeid.rpartition("::")[0],
        "contract": next(base.__name__ for base in cls.__mro__ if base.__module__.startswith("dovetail.")),
        "port": suite.binding.port.path if suite is not None else _path(getattr(cls, "port", None)),
        "adapter": suite.source.name if suite is not None else cls.__name__,
        "store": suite and getattr(suite.source.store, "name", None),
        "clause": to_json(outcome),
    }


def _path(port: Any) -> str:
    return f"{port.__module__}:{port.__qualname__}" if isinstance(port, type) else str(port)
