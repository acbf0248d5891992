"""Runs one clause as one pytest item, and completes pytest's report of it."""

from __future__ import annotations

import dataclasses
import shutil
import textwrap
from typing import Any, cast

import pytest

from dovetail.errors import ContractError
from dovetail.plugin.settings import budget_of, start_of
from dovetail.report.suites.finding import finding_text
from dovetail.report.suites.records import Record, SuiteInfo, to_plain
from dovetail.suites.kernel.budget import Budget
from dovetail.suites.kernel.options import fixtures_of, is_fixture, kind_of, options_of, stated
from dovetail.suites.kernel.outcome import Outcome, Verdict
from dovetail.suites.kernel.pool import Pool
from dovetail.suites.kernel.scenario import StoreError
from dovetail.suites.kernel.subject import path_of
from dovetail.suites.kernel.suite import Suite

_UNEVALUABLE: pytest.StashKey[dict[str, Result]] = pytest.StashKey()
"""By suite, the first clause that could not be evaluated, where the reason keeps all others from it too."""
_POOLS: pytest.StashKey[dict[type, Pool]] = pytest.StashKey()
"""By contract class, the values that its clauses share."""
_SETTLED: pytest.StashKey[dict[str, set[str]]] = pytest.StashKey()
"""By suite, what its clauses have seen to hold on the way: see `Scenario.settled`."""
_BUDGETS: pytest.StashKey[dict[str, Budget | None]] = pytest.StashKey()
"""By suite, the time that is left to its clauses."""


@dataclasses.dataclass(frozen=True, slots=True)
class Result:
    """What a clause came to.

    Attributes:
        outcome: the outcome.
        record: the same, for the reports.
        text: what pytest shows of it.
        told: whether it could not be evaluated for a reason that fails another test of its suite.
    """

    outcome: Outcome
    record: Record
    text: str
    told: bool = False

    def answer(self) -> None:
        """End the test as pytest expects; what is told with another clause of the suite fails with that one alone."""
        if self.told or self.outcome.advisory:
            (pytest.skip if self.told else pytest.xfail)(self.text)
        match self.outcome.verdict:
            case Verdict.BROKEN:
                pytest.fail(self.text, pytrace=False)
            case Verdict.WAIVED:
                pytest.xfail(self.text)
            case Verdict.NOT_APPLICABLE | Verdict.NOT_STATED:
                pytest.skip(self.text)


def run_clause(item: pytest.Function) -> Result:
    """Run the clause that a test method stands for."""
    unevaluable = item.session.stash.setdefault(_UNEVALUABLE, {})
    pools = item.session.stash.setdefault(_POOLS, {})
    suite = None
    try:
        if (known := unevaluable.get(_suite_id(item))) is not None:
            return _not_evaluated_either(item, known)
        strict, pool = item.config.getoption("dovetail_strict"), pools.get(item.cls)
        given, start = _fixtures(item), start_of(item.config)
        settled = item.session.stash.setdefault(_SETTLED, {}).setdefault(_suite_id(item), set())
        suite = Suite(
            item.cls,
            key=item.nodeid,
            strict=strict,
            pool=pool,
            start=start,
            budget=_budget(item),
            settled=settled,
            **given,
        )
        outcome = suite.run(item.obj.dovetail_check)
    except ContractError as error:
        result = _not_evaluated(item, str(error), suite)
        if suite is None or isinstance(error, StoreError) or (suite.pool is not None and suite.pool.failed):
            unevaluable[_suite_id(item)] = result  # no other clause has to try again, nor to fail for it
        return result
    finally:
        if suite is not None and suite.pool is not None:
            pools[item.cls] = suite.pool  # what one clause has drawn, the others of its suite use
    return Result(outcome, Record(_info(item, suite), outcome), _text(outcome, suite))


def _budget(item: pytest.Function) -> Budget | None:
    """The time that the clauses of a suite share in this process: those of them that are to run."""
    budgets = item.session.stash.setdefault(_BUDGETS, {})
    name = _suite_id(item)
    if name not in budgets:
        seconds = budget_of(item.config, item.cls)
        budgets[name] = None if seconds is None else Budget(seconds, _clauses_to_run(item))
    return budgets[name]


def _clauses_to_run(item: pytest.Function) -> int:
    """How many clauses of the suite of one of them are to run in this process."""
    return sum(
        isinstance(each, pytest.Function) and each.cls is item.cls and _parameters(each) == _parameters(item)
        for each in item.session.items
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
    report.dovetail = to_plain(record)  # type: ignore[attr-defined]
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
        return Record(_info(item), skipped=str(error))
    return _not_evaluated(item, f"{type(error).__name__}: {error}").record


def _not_evaluated(item: pytest.Function, reason: str, suite: Suite | None = None) -> Result:
    """A clause that could not be evaluated: never a pass."""
    text = f"{item.cls.__name__} could not be evaluated: {textwrap.indent(reason, '  ').strip()}"
    outcome = Outcome.not_evaluated(item.obj.dovetail_check.clause, reason)
    return Result(outcome, Record(_info(item, suite), outcome), text)


def _not_evaluated_either(item: pytest.Function, first: Result) -> Result:
    """A clause that could not be evaluated either, for the reason that another one of its suite has failed with."""
    outcome = dataclasses.replace(first.outcome, clause=item.obj.dovetail_check.clause)
    text = f"{outcome.clause} could not be evaluated, for the reason given with {first.outcome.clause}"
    return Result(outcome, Record(first.record.suite, outcome), text, told=True)


def _text(outcome: Outcome, suite: Suite) -> str:
    if outcome.verdict is Verdict.BROKEN and outcome.finding is not None:
        width = shutil.get_terminal_size().columns
        return finding_text(outcome.finding, adapter=suite.source.name, port=suite.binding.subject.name, width=width)
    return f"{outcome.clause} {outcome.verdict.value}: {outcome.reason}"


def _fixtures(item: pytest.Function) -> dict[str, Any]:
    """What a suite is given: for each option that may be a fixture, as the class states it or as the fixture gives it.

    A fixture from elsewhere (conftest.py) counts where the class states none of those that are sought there.
    """
    options = fixtures_of(item.cls)
    nothing = all(stated(item.cls, name) is None for name, each in options.items() if each.sought)
    request = cast("pytest.FixtureRequest", item.funcargs["request"])
    given: dict[str, Any] = {}
    for name, each in options.items():
        held = stated(item.cls, name)
        if is_fixture(held):
            held = request.getfixturevalue(name)
        elif each.sought and nothing:
            held = _from_elsewhere(request, name)
            if held is _NOWHERE:
                continue
        else:
            given[name] = held
            continue
        if held is None:
            raise ContractError(
                f"the fixture {name} of {item.cls.__name__} gave None", f"let it return or yield the {name}"
            )
        given[name] = held
    return given


_NOWHERE = object()


def _from_elsewhere(request: pytest.FixtureRequest, name: str) -> Any:
    try:
        return request.getfixturevalue(name)
    except pytest.FixtureLookupError as error:
        if error.argname != name:
            raise
        return _NOWHERE


def _info(item: pytest.Function, suite: Suite | None = None) -> SuiteInfo:
    """What the suite of a test is, as far as that is known."""
    cls = item.cls
    subject = next((getattr(cls, name) for name, each in options_of(cls).items() if each.subject), None)
    return SuiteInfo(
        id=_suite_id(item),
        name=cls.__name__ + _parameters(item),
        contract=kind_of(cls).__name__,
        port=suite.binding.subject.path if suite is not None else path_of(subject),
        adapter=suite.source.name if suite is not None else cls.__name__,
        store=getattr(suite.source.store, "name", None) if suite is not None else None,
        of=len(cls.checks),
        operations=suite.operations if suite is not None else (),
    )


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
