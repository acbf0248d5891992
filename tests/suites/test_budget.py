"""A budget of time: hostile values first, a few examples of every clause, and what was cut short is told."""

from __future__ import annotations

import re
import time
from itertools import count
from typing import Any

import pytest
from hypothesis import settings

from correct.repositories.library import InMemoryLoans, LoanContract
from dovetail import verify
from dovetail.errors import ContractError
from dovetail.suites.kernel.budget import Budget, seconds_of
from dovetail.suites.kernel.outcome import Verdict

_PROFILE = settings(max_examples=40, derandomize=True, database=None)


class Slow(InMemoryLoans):
    """Takes its time for each save."""

    def put(self, loan: Any) -> None:
        time.sleep(0.01)
        super().put(loan)


class TitlesTheUntitled(InMemoryLoans):
    """Faulty: an empty title is taken for none."""

    def put(self, loan: Any) -> None:
        super().put(loan)
        kept = self._loans[loan.loan_id]
        kept.title = kept.title or "untitled"


def suite(adapter: Any, **stated: Any) -> Any:
    """The suite of an adapter, with what a contract may state besides."""
    return type("TestLoans", (LoanContract,), {"adapter": adapter, "settings": _PROFILE, **stated})


def test_what_was_cut_short_is_not_called_held() -> None:
    """Each clause of which more examples were to come says how many it had, and at least a few."""
    report = verify(suite(Slow, budget="0.2s"))

    cut = [each for each in report if each.verdict is Verdict.CUT_SHORT]
    assert {"REPO-01", "REPO-07"} <= {each.clause for each in cut}
    for each in cut:
        assert each.examples >= 3
        assert re.match(r"held in \d+ of \d+ examples", each.reason)
    assert report.holds


def test_without_a_budget_nothing_is_cut_short() -> None:
    """As ever."""
    report = verify(suite(InMemoryLoans))

    assert report.count(Verdict.CUT_SHORT) == 0


def test_an_ample_budget_changes_no_verdict() -> None:
    """Only where time runs out is anything left out."""
    assert verify(suite(InMemoryLoans, budget=600)).count(Verdict.CUT_SHORT) == 0


def test_a_fault_is_found_within_a_budget_and_told_as_ever() -> None:
    """Hostile values come before any others."""
    report = verify(suite(TitlesTheUntitled, budget="60s"))  # more than it takes, also on a busy machine

    assert "REPO-01" in {each.clause for each in report.findings}


def test_time_may_run_out_at_any_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between any two looks at the clock."""
    looks = count()
    late = property(lambda examples: examples.held >= 3 and next(looks) % 2 == 1)
    monkeypatch.setattr("dovetail.suites.kernel.examples.Examples.is_late", late)

    assert verify(suite(InMemoryLoans, budget=600)).count(Verdict.CUT_SHORT) > 0


def test_what_one_clause_leaves_the_others_have() -> None:
    """A clause that is not applicable costs nothing."""
    budget = Budget(10.0, 5)
    budget.spend(0.0)

    before = time.monotonic()
    deadline = budget.deadline()

    assert before - 0.001 <= deadline - 2.5 <= time.monotonic() + 0.001


@pytest.mark.parametrize(
    ("written", "seconds"), [("5s", 5.0), ("5", 5.0), ("500ms", 0.5), ("2m", 120.0), (3, 3.0), ("0.5 s", 0.5)]
)
def test_times(written: object, seconds: float) -> None:
    """Written as people write them."""
    assert seconds_of(written, "it") == seconds


@pytest.mark.parametrize("written", ["", "soon", "-1s", "5h", 0, -3, True, "0s"])
def test_what_is_no_time_is_refused(written: object) -> None:
    """With the line to write."""
    with pytest.raises(ContractError, match=r"(?s)which is no time.*5s"):
        seconds_of(written, "the budget of TestLoans")
