"""Running one check: what is found, what is by chance, and what the run leaves behind."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.database import InMemoryExampleDatabase

from dovetail.errors import ContractError
from dovetail.suites.kernel.check import Check, check
from dovetail.suites.kernel.driver import Driver
from dovetail.suites.kernel.examples import Plan
from dovetail.suites.kernel.outcome import Outcome, Verdict
from dovetail.suites.kernel.pool import Pool
from dovetail.suites.kernel.runner import run_check
from dovetail.suites.kernel.scenario import Scenario
from dovetail.suites.kernel.source import CallableSource


def run(held: Any, database: Any = None, key: str = "suite", shared: Any = None, **options: Any) -> Outcome:
    """Run a function as the check of a clause; `shared` is the strategy whose values all clauses share."""
    made: Check[Any] = check("REPO-01", **options)(held)
    source = CallableSource(SimpleNamespace, "SimpleNamespace")
    with Driver() as driver:
        profile = settings(max_examples=50, database=database)
        pool = None if shared is None else Pool(shared, profile, lambda error, _strategy: error)
        plan = Plan(lambda draw: Scenario(driver, source, draw), key, profile, lambda error, _strategy: error, pool)
        return run_check(made, plan)


def test_a_check_that_raises_nothing_holds() -> None:
    """In as many scenarios as the settings ask for."""
    outcome = run(lambda s: s.draw(st.integers()))

    assert outcome.verdict is Verdict.HELD
    assert outcome.examples >= 50
    assert outcome.finding is None


def test_the_smallest_scenario_is_found() -> None:
    """With its lines, as far as it came."""

    def small(s: Scenario) -> None:
        number = s.draw(st.integers(0, 1000))
        s.say(lambda: f"number = {number}")
        if number >= 7:
            s.broken("number < 7", f"number == {number}", "number")
        s.say("never said")

    finding = run(small).finding

    assert finding is not None
    assert (finding.scenario, finding.got, finding.path) == (("number = 7",), "number == 7", "number")


def test_a_finding_is_kept_while_shrinking_sets_a_hundred_scenarios_aside() -> None:
    """Where no scenario held before it, those do not say that none is a case."""

    def rare(s: Scenario) -> None:
        if sum(s.draw(st.lists(st.integers(), min_size=12, max_size=14, unique=True))) % 2 == 0:
            s.set_aside("even")
        s.broken("even", "odd")

    outcome = run(rare, needs_a_case=True)

    assert outcome.verdict is Verdict.BROKEN
    assert outcome.examples > 100


def test_a_clause_of_few_scenarios_is_not_tried_without_end() -> None:
    """Where nearly all are set aside, as those are that take more than Hypothesis draws at once."""

    def rare(s: Scenario) -> None:
        if s.draw(st.integers()) != 0:
            s.set_aside("one is enough")

    outcome = run(rare, needs_a_case=True, most=2)

    assert outcome.verdict is Verdict.HELD
    assert outcome.examples == 40


def test_a_check_without_random_scenarios_runs_once() -> None:
    """It has nothing to draw."""
    outcome = run(lambda s: None, random=False)

    assert (outcome.verdict, outcome.examples) == (Verdict.HELD, 1)


def test_a_finding_by_chance_says_so() -> None:
    """Its scenario need not show it again."""
    calls = iter(range(1000))

    def moody(s: Scenario) -> None:
        s.draw(st.integers())
        if next(calls) == 5:
            s.broken("calm", "a mood", hint="look out")

    finding = run(moody).finding

    assert finding is not None
    assert finding.got == "a mood"
    assert finding.hint.startswith("look out; the scenario does not repeat itself")


def test_scenarios_that_draw_by_chance_are_refused() -> None:
    """Where nothing was found, nothing was proved either."""
    tosses = iter(range(10_000))

    def wandering(s: Scenario) -> None:
        s.draw(st.integers() if next(tosses) % 2 else st.text())

    with pytest.raises(ContractError, match="the scenarios of REPO-01 do not repeat themselves"):
        run(wandering)


def test_an_error_of_no_adapter_ends_the_run_at_once() -> None:
    """It is not shrunk, and no finding."""
    calls: list[int] = []

    def mistaken(s: Scenario) -> None:
        calls.append(s.draw(st.integers()))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(mistaken)

    assert len(calls) == 1


@pytest.mark.usefixtures("unseeded")
def test_failures_are_saved_for_each_suite_apart() -> None:
    """One that holds now forgets its own, and no other's."""
    database = InMemoryExampleDatabase()

    def broken(s: Scenario) -> None:
        if s.draw(st.integers()) > 1000:
            s.broken("", "")

    def held(s: Scenario) -> None:
        s.draw(st.integers())

    def saved(suite: str) -> dict[bytes, set[bytes]]:
        return {key: set(values) for key, values in database.data.items() if key.startswith(suite.encode())}

    held.__name__ = broken.__name__
    run(broken, database, "one")
    run(broken, database, "two")
    (one, two) = saved("one"), saved("two")
    run(held, database, "one")

    assert one
    assert saved("one") != one
    assert saved("two") == two != {}


def test_a_saved_failure_that_is_no_case_any_more_ends_no_run() -> None:
    """The scenarios that are drawn already are run all the same."""
    database = InMemoryExampleDatabase()

    def drew(s: Scenario) -> None:
        if s.draw(st.integers(0, 100)) > 7:
            s.broken("small", "large")

    def small(s: Scenario) -> None:
        if s.draw(st.integers(0, 100)) > 7:
            s.set_aside("it is large")

    small.__name__ = drew.__name__
    assert run(drew, database, shared=st.integers(0, 100)).verdict is Verdict.BROKEN

    assert run(small, database, shared=st.integers(0, 100), needs_a_case=True).verdict is Verdict.HELD


def test_nothing_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever is found is told by the report."""
    run(lambda s: s.broken("", "") if s.draw(st.integers()) > 9 else None)

    assert capsys.readouterr() == ("", "")


def test_the_connection_of_every_example_is_closed() -> None:
    """Whether it held or broke."""
    opened: list[str] = []

    class Store:
        def __enter__(self) -> None:
            opened.append("in")

        def __exit__(self, *_: object) -> None:
            opened.append("out")

    def look(s: Scenario) -> None:
        s.source = SimpleNamespace(connect=Store, store=None, name="Store", named=True)
        assert s.adapter is None
        if s.draw(st.integers()) > 9:
            s.broken("", "")

    run(look)

    assert opened == ["in", "out"] * (len(opened) // 2)
