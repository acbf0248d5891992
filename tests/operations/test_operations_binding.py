"""What a contract on operations states and cannot mean is refused, with the line to write."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from dovetail import ContractError, OperationsContract
from dovetail.suites.kernel.outcome import Verdict
from dovetail.suites.kernel.suite import Suite

DOORS = "correct.operations.applications.doors:app"


def suite(**stated: Any) -> type[OperationsContract]:
    return type("TestDoors", (OperationsContract,), stated)


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"request": "GET /"}, "neither an application nor a command"),
        ({"request": "GET /", "application": DOORS, "command": ["doors"]}, "both an application and a command"),
        ({"request": "GET /", "application": "doors"}, "it runs in a process of its own"),
        ({"request": "GET /", "application": object()}, "it runs in a process of its own"),
        ({"application": DOORS}, "has no request"),
        ({"request": "GET /", "application": DOORS, "live": "live"}, 'write live = "/live"'),
        ({"request": "GET /", "application": DOORS, "logs": "file"}, 'write logs = "stdout" or "stderr"'),
        ({"request": "GET /", "application": DOORS, "dependencies": {"database": 5432}}, "cannot be taken down"),
        ({"request": "GET /", "application": DOORS, "environment": ["A=1"]}, "and no dictionary"),
    ],
)
def test_what_cannot_be_meant_is_refused(stated: dict[str, Any], said: str) -> None:
    with pytest.raises(ContractError) as refused:
        Suite(suite(**stated))

    assert said in str(refused.value)


def run(held: type[OperationsContract], clause: str) -> Any:
    return Suite(held).run(next(check for check in held.checks if check.clause == clause))


@pytest.mark.parametrize(
    ("stated", "clause", "said"),
    [
        ({"request": "doors"}, "OPS-01", "which is no request"),
        ({"request": "GET /lost"}, "OPS-01", "does not succeed"),
        ({"request": "GET /doors/a", "live": "/lost"}, "OPS-01", "GET /lost answers 404"),
        ({"request": "GET /doors/a", "dependencies": {"depot": "DEPOT"}}, "OPS-01", "nothing says what that is"),
        (
            {"request": "GET /doors/a", "dependencies": {"depot": "DEPOT"}, "environment": {"DEPOT": "a file"}},
            "OPS-01",
            "neither a URL nor HOST:PORT",
        ),
        ({"request": "GET /doors/a", "secrets": ["short"]}, "OPS-12", "has 5 characters"),
        ({"request": "GET /doors/a", "metrics": "/health", "counter": "doors"}, "OPS-18", "without a series"),
        ({"request": "GET /doors/a", "configuration": "doors.settings:Settings"}, "OPS-12", "cannot be made"),
    ],
)
def test_what_does_not_fit_the_application_is_told(stated: dict[str, Any], clause: str, said: str) -> None:
    with pytest.raises(ContractError) as refused:
        run(suite(application=DOORS, **stated), clause)

    assert said in str(refused.value)


def test_an_application_that_does_not_start_is_told_with_its_last_words() -> None:
    with pytest.raises(ContractError) as refused:
        run(suite(request="GET /", command=[sys.executable, "-c", "import doors_that_are_not", "{port}"]), "OPS-01")

    assert "ended with code 1" in str(refused.value)
    assert "ModuleNotFoundError" in str(refused.value)


def test_what_a_fixture_made_is_handed_to_the_functions_of_the_contract() -> None:
    """An operation prepares what it asks for where the application looks for it, and entries are read from there."""
    given: list[object] = []

    def request(unique: str, environment: dict[str, str]) -> str:
        given.append(environment["DEPOT"])
        return f"GET /doors/{unique}"

    def audit(environment: dict[str, str]) -> list[object]:
        return given if environment["DEPOT"] == "in a fixture" else []

    held = suite(application=DOORS, environment={"DEPOT": "in a fixture"}, request=request, audit=audit)

    assert run(held, "OPS-19").verdict is Verdict.HELD
    assert set(given) == {"in a fixture"}


def test_a_clause_of_which_nothing_is_stated_is_not_held() -> None:
    held = suite(application=DOORS, request="GET /doors/a")

    for check in held.checks:
        if check.clause not in {"OPS-01", "OPS-02", "OPS-03", "OPS-12", "OPS-24", "OPS-25", "OPS-26"}:
            outcome = run(held, check.clause)
            assert outcome.verdict is Verdict.NOT_APPLICABLE
            assert " = " in outcome.reason
