"""Result classes that a team wrote itself, known by their shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

import pytest

from dovetail.policies import Failed, Returned
from dovetail.port import open_result, result_arguments

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


class SeatTaken(Exception):
    pass


@dataclass(frozen=True)
class Seat:
    row: int


@dataclass(frozen=True)
class Ok(Generic[T]):
    it: T


@dataclass(frozen=True)
class Err(Generic[T]):
    why: T


@dataclass(frozen=True)
class Booked(Generic[T]):
    seat: T


class Turned(Generic[T]):
    def __init__(self, away: T) -> None:
        self.away = away


@dataclass(frozen=True)
class Card(Generic[T]):
    number: T


@dataclass(frozen=True)
class Cash(Generic[T]):
    amount: T


@dataclass(frozen=True)
class NamedErr(Generic[T]):
    why: T
    code: int


Result = Ok[T] | Err[SeatTaken]


@pytest.mark.parametrize("hint", [Ok[Seat] | Err[SeatTaken], Err[SeatTaken] | Ok[Seat], Result[Seat]])  # type: ignore[misc]
def test_two_classes_of_a_teams_own_are_a_result_together(hint: object) -> None:
    """Neither has a flag; the annotation says that one of the two comes."""
    refusal = SeatTaken()

    assert result_arguments(hint) == (Seat, SeatTaken)
    assert open_result(Ok(Seat(1))) == Returned(Seat(1), opened=True)
    assert open_result(Err(refusal)) == Failed(refusal)


def test_where_the_class_names_say_nothing_the_error_does() -> None:
    assert result_arguments(Turned[SeatTaken] | Booked[Seat]) == (Seat, SeatTaken)
    assert open_result(Booked(Seat(1))) == Returned(Seat(1), opened=True)
    assert open_result(Turned("full")) == Failed("full")


@pytest.mark.parametrize("hint", [Card[str] | Cash[int], Seat | SeatTaken, Ok[Seat] | NamedErr[str], Ok[Seat] | None])
def test_any_two_classes_are_no_result(hint: object) -> None:
    assert result_arguments(hint) is None
