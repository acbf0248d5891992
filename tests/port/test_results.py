"""Result classes that a team wrote itself, known by their shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

import pytest

from dovetail.policies import Failed, Returned
from dovetail.port import open_result

T = TypeVar("T")


@dataclass(frozen=True)
class Outcome(Generic[T]):
    value: T | None = None
    problem: str | None = None

    @property
    def is_success(self) -> bool:
        return self.problem is None


@dataclass(frozen=True)
class Answered(Generic[T]):
    is_ok: bool
    found: T | None = None
    error: str = ""


class Either(Generic[T]):
    def __init__(self, value: T, *, is_success: bool) -> None:
        self.value = value
        self._is_success = is_success

    @property
    def is_success(self) -> bool:
        return self._is_success


@pytest.mark.parametrize("problem", ["unknown", ""])
def test_an_error_under_a_name_of_the_teams_own(problem: str) -> None:
    """It is the one field that is neither a flag nor the value."""
    assert open_result(Outcome(problem=problem)) == Failed(problem)


def test_a_value_under_a_name_of_the_teams_own() -> None:
    """Likewise, where only the error has a usual name."""
    assert open_result(Answered(True, "it")) == Returned("it", opened=True)
    assert open_result(Answered(False, error="gone")) == Failed("gone")


def test_a_failure_that_keeps_its_error_as_its_value() -> None:
    """`meiga` has one name for what either side holds."""
    assert open_result(Either("gone", is_success=False)) == Failed("gone")
    assert open_result(Either("it", is_success=True)) == Returned("it", opened=True)
