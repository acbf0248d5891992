"""A copy that differs in one attribute, or none where its class does not allow that."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from dovetail.values.variants import variant


@dataclass
class Seat:
    row: str
    number: int = 1
    tags: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.row = self.row.upper()
        if self.number < 1:
            raise ValueError(self.number)


def test_the_copy_has_the_value_and_shares_nothing() -> None:
    seat, tags = Seat("A"), ["window"]

    other = variant(seat, "tags", tags)

    assert other == Seat("A", tags=["window"])
    assert other.tags is not tags
    assert seat.tags == []


def test_a_dictionary_has_another_item() -> None:
    assert variant({"row": "A", "number": 1}, "number", 2) == {"row": "A", "number": 2}


def test_the_value_that_is_there_already_makes_a_copy() -> None:
    seat = Seat("A")

    assert variant(seat, "row", "A") == seat
    assert variant(seat, "row", "A") is not seat


@pytest.mark.parametrize(("attribute", "value"), [("number", 0), ("row", 5)])
def test_what_the_class_refuses_has_no_variant(attribute: str, value: object) -> None:
    assert variant(Seat("A"), attribute, value) is None


def test_what_the_class_makes_the_same_again_has_no_variant() -> None:
    """Another value that it makes its own of is one."""
    assert variant(Seat("A"), "row", "a") is None
    assert variant(Seat("A"), "row", "b") == Seat("B")
