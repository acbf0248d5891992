"""Runs one check in random scenarios, and makes an outcome of what happened."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import strategies as st
from hypothesis.database import ExampleDatabase
from hypothesis.errors import Flaky, HypothesisException, InvalidArgument, Unsatisfiable

from dovetail.errors import ContractError
from dovetail.suites.check import Check
from dovetail.suites.outcome import Finding, Outcome, Verdict
from dovetail.suites.scenario import Broken, Line, Scenario, Unevaluable

Open = Callable[[Callable[[Any], Any]], Scenario]
"""Opens a scenario over an empty store, given how values are drawn."""
_PATIENCE = 100
_SHRINKING = 10.0  # seconds; where a server answers or a lock is waited for, a smaller scenario takes its time


Explain = Callable[[Exception, Any], Exception]
"""Says whose code raised, given what was raised and the strategy that was being drawn from, if any."""

_CHANCE = "the scenario does not repeat itself: run again, the same calls were answered otherwise"


def run_check(check: Check[Any], open_scenario: Open, key: str, profile: settings | None, explain: Explain) -> Outcome:
    """Run a check until it breaks or all examples held.

    Args:
        check: the check.
        open_scenario: opens each example's scenario.
        key: what keeps the saved failures of this suite apart from those of any other.
        profile: the suite's own settings, else the active profile's.
        explain: says whose code raised, where that was not an adapter's.

    Raises:
        ContractError: no scenario could be made, the store cannot be reached, or the contract's own code raised.
    """
    started = time.perf_counter()
    examples = _Examples(open_scenario, explain, may_be_none=check.needs_a_case)
    broken = None
    try:
        if not check.random:
            examples.run(check.run, _no_draw)
        else:
            if check.first is not None:
                _hypothesis(check.first, examples, key, settings(profile, max_examples=1, database=None))
            _hypothesis(check.run, examples, key, _at_most(check.most, settings(profile)))
    except Broken as found:
        broken = found
    except _SmallEnough:
        broken = examples.broken
    except Flaky as flaky:
        broken = _by_chance(check, _broken_within(flaky) or examples.broken, flaky)
    except (Unsatisfiable, _NoCase):
        return _never_ran(check, examples)
    except Unevaluable as stopped:
        cause = stopped.__cause__
        raise stopped.error from stopped.error.__cause__ if cause is stopped.error else cause
    seconds = time.perf_counter() - started
    if broken is None and examples.observed:
        return _not_stated(check, examples, seconds)
    if broken is None:
        return Outcome(check.clause, Verdict.HELD, examples=examples.count, seconds=seconds)
    return Outcome(
        check.clause,
        Verdict.BROKEN,
        examples=examples.count,
        seconds=seconds,
        finding=Finding(check.clause, _text(broken.lines), broken.expected, broken.got, broken.path, broken.hint),
    )


def _at_most(examples: int | None, profile: settings) -> settings:
    return settings(profile, max_examples=min(examples or profile.max_examples, profile.max_examples))


class _NoCase(BaseException):
    """Ends a run at once: a hundred examples were set aside, and none was not."""


class _SmallEnough(BaseException):
    """Ends a run at once: what was found has been made smaller for long enough."""


class _Examples:
    """Opens and closes a scenario for every example, and counts."""

    def __init__(self, open_scenario: Open, explain: Explain, *, may_be_none: bool) -> None:
        self._open = open_scenario
        self._explain = explain
        self._drawing: Any = None
        self.broken: Broken | None = None
        self._broken_since = 0.0
        self._may_be_none = may_be_none
        self._in_vain = True
        self.count = 0
        self.refusals: list[str] = []
        self.told_elsewhere = False
        self.observed: dict[str, str] = {}

    def run(self, body: Callable[[Any], None], draw: Callable[[Any], Any]) -> None:
        self._drawing = None
        if self.broken is not None and time.monotonic() - self._broken_since > _SHRINKING:
            raise _SmallEnough
        scenario = self._open(self._noting(draw))
        self.count += 1
        try:
            body(scenario)
        except BaseException as error:
            scenario.abandon(error)
            self.refusals += scenario.refusals
            self.told_elsewhere |= scenario.told_elsewhere
            self._end(error)
            raise
        self._in_vain = False
        self.observed |= scenario.observed
        scenario.disconnect()

    def _noting(self, draw: Callable[[Any], Any]) -> Callable[[Any], Any]:
        """The same draw, which notes what it draws from while it does."""

        def noting(strategy: Any) -> Any:
            self._drawing = strategy
            drawn = draw(strategy)
            self._drawing = None
            return drawn

        return noting

    def _end(self, error: BaseException) -> None:
        """Stop the whole run at an error that no adapter answered with."""
        if isinstance(error, Broken):
            self._broken_since = self._broken_since or time.monotonic()
            self.broken = error
            self._in_vain = False  # a hundred examples may well be set aside while this one shrinks
        elif isinstance(error, ContractError):
            raise Unevaluable(error) from error
        elif isinstance(error, Exception) and not _steers(error):
            raise Unevaluable(self._explain(error, self._drawing)) from error
        elif self._in_vain and self.count >= _PATIENCE and (self._may_be_none or self.told_elsewhere):
            raise _NoCase from error


def _not_stated(check: Check[Any], examples: _Examples, seconds: float) -> Outcome:
    policy, answer = next(iter(examples.observed.items()))
    return Outcome(
        check.clause,
        Verdict.NOT_STATED,
        f"it answers {answer}; write {policy} = {answer} to hold every adapter to it",
        examples.count,
        seconds,
        answer=answer,
        policy=policy,
    )


def _hypothesis(body: Callable[[Any], None], examples: _Examples, key: str, profile: settings) -> None:
    @settings(
        profile,
        deadline=None,
        print_blob=False,
        verbosity=Verbosity.quiet if profile.verbosity is Verbosity.normal else profile.verbosity,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        phases=[phase for phase in profile.phases if phase is not Phase.explain],
        database=None if profile.database is None else _Partition(profile.database, f"{key}:{body.__name__}"),
    )
    @given(_drawing())
    def example(draw: st.DrawFn) -> None:
        examples.run(body, draw)

    example()


@st.composite
def _drawing(draw: st.DrawFn) -> st.DrawFn:
    """What `st.data()` gives, without its notes for a report that nobody reads: they cost more than small draws do."""
    return draw


class _Partition(ExampleDatabase):
    """A part of the example database for one clause on one suite: shared, two adapters would delete each other's."""

    def __init__(self, database: ExampleDatabase, name: str) -> None:
        super().__init__()
        self._database = database
        self._name = name.encode() + b"\0"

    def save(self, key: bytes, value: bytes) -> None:
        self._database.save(self._name + key, value)

    def fetch(self, key: bytes) -> Any:
        return self._database.fetch(self._name + key)

    def delete(self, key: bytes, value: bytes) -> None:
        self._database.delete(self._name + key, value)


def _never_ran(check: Check[Any], examples: _Examples) -> Outcome:
    reason = examples.refusals[-1] if examples.refusals else "no aggregate could be drawn"
    if check.needs_a_case or examples.told_elsewhere:
        return Outcome(check.clause, Verdict.NOT_APPLICABLE, f"no scenario came up: {reason}", examples.count)
    raise ContractError(f"every scenario of {check.clause} was set aside; the last one since {reason}")


def _broken_within(group: BaseException) -> Broken | None:
    """The finding inside what Hypothesis raises where a scenario does not repeat itself."""
    if isinstance(group, Broken):
        return group
    inside = [*getattr(group, "exceptions", ()), group.__cause__, group.__context__]
    return next((found for each in inside if each is not None and (found := _broken_within(each))), None)


def _steers(error: Exception) -> bool:
    """Whether it is one of those by which Hypothesis steers a test, and no complaint about a strategy."""
    return isinstance(error, HypothesisException) and not isinstance(error, InvalidArgument)


def _by_chance(check: Check[Any], broken: Broken | None, flaky: Flaky) -> Broken:
    """What was found in a scenario that does not repeat itself."""
    if broken is None:
        raise ContractError(
            f"the scenarios of {check.clause} do not repeat themselves: drawn again, the same values led elsewhere",
            "take chance, clocks and the order of sets out of the adapter, the aggregates and their strategy",
        ) from flaky
    broken.hint = f"{broken.hint}; {_CHANCE}" if broken.hint else _CHANCE
    return broken


def _no_draw(_strategy: Any) -> Any:
    raise AssertionError("this check draws nothing")


def _text(lines: list[Line]) -> tuple[str, ...]:
    return tuple(line if isinstance(line, str) else line() for line in lines)
