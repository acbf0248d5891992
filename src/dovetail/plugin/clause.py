"""Runs one clause as one pytest item, and completes pytest's report of it."""

from __future__ import annotations

import dataclasses
import textwrap
from typing import Any, cast

import pytest

from dovetail.errors import ContractError
from dovetail.report.finding import finding_text
from dovetail.report.suites import Record
from dovetail.suites.outcome import Outcome, Verdict, to_json
from dovetail.suites.scenario import StoreError
from dovetail.suites.source import is_fixture
from dovetail.suites.stating import FIXTURES, stated
from dovetail.suites.suite import Suite

_LOST: pytest.StashKey[dict[str, str]] = pytest.StashKey()


@dataclasses.dataclass(frozen=True, slots=True)
class Result:
    """What a clause came to.

    Attributes:
        outcome: the outcome.
        record: the same, for the reports.
        text: what pytest shows of it.
    """

    outcome: Outcome
    record: Record
    text: str

    def answer(self) -> None:
        """End the test as pytest expects."""
        match self.outcome.verdict:
            case Verdict.BROKEN:
                pytest.fail(self.text, pytrace=False)
            case Verdict.WAIVED:
                pytest.xfail(self.text)
            case Verdict.NOT_APPLICABLE | Verdict.NOT_STATED:
                pytest.skip(self.text)


def run_clause(item: pytest.Function) -> Result:
    """Run the clause that a test method stands for."""
    check = item.obj.dovetail_check
    lost = item.session.stash.setdefault(_LOST, {})
    suite = None
    try:
        suite = Suite(item.cls, store=_given(item, "store"), adapter=_given(item, "adapter"), key=item.nodeid)
        if (error := lost.get(_suite_id(item))) is not None:
            return _not_evaluated(item, error, suite)
        outcome = suite.run(check)
    except ContractError as error:
        if isinstance(error, StoreError):
            lost[_suite_id(item)] = str(error)  # no other clause has to wait for it
        return _not_evaluated(item, str(error), suite)
    return Result(
        outcome, _record(item, suite) | {"clause": to_json(outcome) | {"evaluated": True}}, _text(outcome, suite)
    )


def complete(
    report: pytest.TestReport, item: pytest.Function, call: pytest.CallInfo[None], result: Result | None
) -> None:
    """Give a report the record of its clause, and let it show what was found and no traceback of dovetail's.

    Args:
        report: pytest's report of a phase of the test; changed in place.
        item: the test.
        call: what happened in the phase.
        result: what the clause came to, where it ran.
    """
    record = _record_of(item, call, result)
    if record is None:
        return
    report.dovetail = record  # type: ignore[attr-defined]
    if result is not None and report.failed:
        report.longrepr = result.text
    elif result is not None and report.skipped and not hasattr(report, "wasxfail"):
        report.longrepr = (*_place(item), result.text)


def _record_of(item: pytest.Function, call: pytest.CallInfo[None], result: Result | None) -> Record | None:
    """The record of a phase: that of the call, or of what kept it from being made."""
    if result is not None:
        return result.record if call.when == "call" else None
    if call.excinfo is None:
        return None
    error = call.excinfo.value
    if isinstance(error, pytest.skip.Exception):
        return _record(item) | {"skipped": str(error)}
    return _not_evaluated(item, f"{type(error).__name__}: {error}").record


def _not_evaluated(item: pytest.Function, reason: str, suite: Suite | None = None) -> Result:
    """A clause that could not be evaluated: never a pass."""
    text = f"{item.cls.__name__} could not be evaluated: {textwrap.indent(reason, '  ').strip()}"
    outcome = Outcome(item.obj.dovetail_check.clause, Verdict.BROKEN, f"could not be evaluated: {reason}")
    return Result(outcome, _record(item, suite) | {"clause": to_json(outcome) | {"evaluated": False}}, text)


def _text(outcome: Outcome, suite: Suite) -> str:
    if outcome.verdict is Verdict.BROKEN and outcome.finding is not None:
        return finding_text(outcome.finding, adapter=suite.source.name, port=suite.binding.port.name)
    return f"{outcome.clause} {outcome.verdict.value}: {outcome.reason}"


def _given(item: pytest.Function, name: str) -> Any:
    """The adapter or the store: as the class states it, or what a fixture of that name gives.

    A fixture from elsewhere (conftest.py) counts where the class states neither.
    """
    own = stated(item.cls, name)
    request = cast("pytest.FixtureRequest", item.funcargs["request"])
    if is_fixture(own):
        given = request.getfixturevalue(name)
    elif all(stated(item.cls, each) is None for each in FIXTURES):
        given = _from_elsewhere(request, name)
        if given is _NOWHERE:
            return None
    else:
        return own
    if given is None:
        raise ContractError(
            f"the fixture {name} of {item.cls.__name__} gave None", f"let it return or yield the {name}"
        )
    return given


_NOWHERE = object()


def _from_elsewhere(request: pytest.FixtureRequest, name: str) -> Any:
    try:
        return request.getfixturevalue(name)
    except pytest.FixtureLookupError as error:
        if error.argname != name:
            raise
        return _NOWHERE


def _record(item: pytest.Function, suite: Suite | None = None) -> Record:
    cls = item.cls
    port = getattr(cls, "port", None)
    return {
        "suite": _suite_id(item),
        "name": cls.__name__ + _parameters(item),
        "contract": next(base.__name__ for base in cls.__mro__ if base.__module__.startswith("dovetail.")),
        "port": suite.binding.port.path if suite is not None else _path(port),
        "adapter": suite.source.name if suite is not None else cls.__name__,
        "store": suite and getattr(suite.source.store, "name", None),
        "of": len(cls.checks),
    }


def _suite_id(item: pytest.Function) -> str:
    return _suite(item).nodeid + _parameters(item)


def _parameters(item: pytest.Function) -> str:
    """`[sqlite]`: the parameters of a suite's fixtures, each set of which is a suite of its own."""
    return item.name.removeprefix(item.originalname)


def _place(item: pytest.Function) -> tuple[str, int]:
    """Where the suite is: the methods that stand for its clauses are dovetail's."""
    path, line, _ = _suite(item).reportinfo()
    return str(path), (line or 0) + 1


def _suite(item: pytest.Function) -> pytest.Class:
    return cast("pytest.Class", item.getparent(pytest.Class))


def _path(port: Any) -> str:
    return f"{port.__module__}:{port.__qualname__}" if isinstance(port, type) else "?"
