"""The examples of a run: each opens a scenario, and what came of it is kept."""

from __future__ import annotations

import math
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import settings

from dovetail.errors import ContractError
from dovetail.patience import Effort
from dovetail.suites.kernel.drawn_examples import Draw, steers
from dovetail.suites.kernel.further import Further
from dovetail.suites.kernel.pool import Explain, Pool
from dovetail.suites.kernel.scenario import Broken, NoCase, Scenario, Unevaluable

Open = Callable[[Draw], Scenario]
"""Opens a scenario over an empty store, given how values are drawn."""

_IN_VAIN = 100  # examples: where all of so many are set aside, the clause has no case
_LEFT_TO_ANOTHER = 40  # the same where another clause tells why, so that more of them would say nothing new
_SHRINKING = 10.0  # seconds of the processor
_IN_HASTE = 1.0  # the same within a budget
_AT_LEAST = 3  # examples of each clause that must hold, although the budget is used up
_TRIED = 20  # examples of each clause after which it ends when the budget is used up, although fewer held
_WITHOUT_END = Effort(math.inf)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a check is run.

    Attributes:
        open_scenario: opens each example's scenario.
        key: what keeps the saved failures of this suite apart from those of any other.
        profile: the suite's own settings, else the active profile's.
        explain: says whose code raised, where that was not an adapter's.
        pool: the values that the clauses of the suite share; None where Hypothesis is to draw for each of them.
        deadline: by `time.monotonic`, when a check that held so far has to end; None where it may take its time.
    """

    open_scenario: Open
    key: str
    profile: settings
    explain: Explain
    pool: Pool | None = None
    deadline: float | None = None


class OutOfTime(BaseException):
    """Ends a run at once: the suite's budget of time is used up."""


class SmallEnough(BaseException):
    """Ends a run at once: what was found has been made smaller for long enough."""


class GivenUp(BaseException):
    """Ends a run at once: what broke in a shared example was not found again in time."""


class TriedEnough(BaseException):
    """Ends a run at once: some examples held, and far more were set aside."""


class Examples:
    """Opens and closes a scenario for every example, and counts.

    Attributes:
        plan: how the check is run.
        drawing: the strategy that is being drawn from, for the blame where it raises.
        broken: what broke last: the smallest, while Hypothesis shrinks.
        in_vain: whether no example held or broke so far: all were set aside.
        count: how many were begun.
        held: how many held.
        left_out: how many there was no time for.
        refusals: why examples were set aside.
        left_to_another_clause: whether one of these shows a fault that another clause finds.
        unevaluated: why examples that were cases of the clause could not be evaluated.
        observed: by policy, what was answered where nothing is stated.
        learned: what was taken for granted since a few calls showed it.
        further: where else answers differed.
        cut_short: whether shrinking ended before its time.
    """

    def __init__(self, plan: Plan, *, may_be_none: bool) -> None:
        self.plan = plan
        self.drawing: Any = None
        self.broken: Broken | None = None
        self._searching = _WITHOUT_END
        self._enough: float = math.inf
        self._shrinking = _WITHOUT_END
        self._may_be_none = may_be_none
        self.in_vain = True
        self.count = 0
        self.refusals: list[str] = []
        self.left_to_another_clause = False
        self.unevaluated: list[str] = []
        self.observed: dict[str, str] = {}
        self.learned = ""
        self.further = Further()
        self.cut_short = False
        self.held = 0
        self.left_out = 0

    def search(self, seconds: float) -> None:
        """Forget what broke, and give up where it is not found again in so many seconds of the processor."""
        self.broken, self._searching = None, Effort(seconds)

    def try_at_most(self, many: float) -> None:
        """Open no more than so many further examples, once one of them held and while none breaks."""
        self._enough = self.count + many

    @property
    def patience(self) -> float:
        """How many seconds of the processor a finding may take to be found again, and to become smaller."""
        return _SHRINKING if self.plan.deadline is None else _IN_HASTE

    @property
    def is_late(self) -> bool:
        """Whether the budget is used up, and a few examples held or many were tried."""
        if self.plan.deadline is None or self.broken is not None or time.monotonic() < self.plan.deadline:
            return False
        return self.held >= _AT_LEAST or self.count >= _TRIED

    def run(self, body: Callable[[Any], None], draw: Draw) -> None:
        """Run one example over an empty store.

        Raises:
            Broken: the clause does not hold in it.
            BaseException: it was set aside, or the whole run is to end; see the classes above.
        """
        self.drawing = None
        if self.broken is not None and self._shrinking.is_over():
            self.cut_short = True
            raise SmallEnough
        if self.broken is None and self._searching.is_over():
            raise GivenUp
        if self.is_late:
            raise OutOfTime
        scenario = self.plan.open_scenario(draw)
        self.count += 1
        try:
            body(scenario)
        except BaseException as error:
            scenario.abandon(error)
            self.refusals += scenario.refusals
            self.left_to_another_clause |= scenario.left_to_another_clause
            self.unevaluated += scenario.unevaluated
            self._end(error)
            raise
        self.in_vain = False
        self.held += 1
        self.observed |= scenario.observed
        self.learned = scenario.learned or self.learned
        scenario.disconnect()

    @property
    def is_broken(self) -> bool:
        """Whether any example broke the clause."""
        return self.broken is not None

    def _end(self, error: BaseException) -> None:
        """Note what ended an example, and stop the whole run where no other example would say more."""
        if isinstance(error, Broken):
            if self.broken is None:
                self._shrinking = Effort(self.patience)
            self.broken = error
            self.further.add(error.differences)
            self.in_vain = False  # a hundred examples may well be set aside while this one shrinks
            # Its frames hold the adapter, and with it a connection whose locks stop the next example.
            traceback.clear_frames(error.__traceback__)
        elif isinstance(error, ContractError):
            raise Unevaluable(error) from error
        elif isinstance(error, Exception) and not steers(error):
            raise Unevaluable(self.plan.explain(error, self.drawing)) from error
        elif self.in_vain and self._may_have_none and self.count >= self._tried_enough:
            raise NoCase from error
        elif self.held and self.broken is None and self.count >= self._enough:
            raise TriedEnough from error

    @property
    def _tried_enough(self) -> int:
        return _LEFT_TO_ANOTHER if self.left_to_another_clause else _IN_VAIN

    @property
    def _may_have_none(self) -> bool:
        """Whether it may be that no example says anything about the clause."""
        return self._may_be_none or self.left_to_another_clause or bool(self.unevaluated)


def noting_draw(draw: Draw, examples: Examples) -> Draw:
    """The same draw, which notes what it draws from while it does."""

    def noting(strategy: Any) -> Any:
        examples.drawing = strategy
        drawn = draw(strategy)
        examples.drawing = None
        return drawn

    return noting
