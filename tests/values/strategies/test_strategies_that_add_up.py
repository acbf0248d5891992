"""Constructors whose values must fit each other: totals, positions, shares, flags, references."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

import pydantic
import pytest
from drawing import many

from dovetail.values.strategies import for_type


@dataclass
class Charge:
    text: str
    cents: int
    times: int


@dataclass
class Bill:
    number: UUID
    charges: list[Charge]
    cents: int

    def __post_init__(self) -> None:
        if self.cents != sum(charge.cents * charge.times for charge in self.charges):
            raise ValueError("the charges make another sum")


@dataclass(frozen=True)
class Weight:
    """Of a kind that is added, and not a number."""

    grams: int

    def __add__(self, other: Weight) -> Weight:
        return Weight(self.grams + other.grams)


@dataclass(frozen=True)
class Item:
    weight: Weight
    fragile: bool


@dataclass
class Load:
    id: str
    items: tuple[Item, ...]
    weight: Weight

    def __post_init__(self) -> None:
        if not self.items or self.weight != sum((item.weight for item in self.items), Weight(0)):
            raise ValueError("weigh it again")


@dataclass
class Verse:
    position: int
    text: str


@dataclass
class Song:
    id: str
    verses: list[Verse]

    def __post_init__(self) -> None:
        if [verse.position for verse in self.verses] != list(range(1, len(self.verses) + 1)):
            raise ValueError("verses are numbered from one")


@dataclass
class Stake:
    holder: str
    percent: int


@dataclass
class Company:
    id: str
    stakes: list[Stake]

    def __post_init__(self) -> None:
        if sum(stake.percent for stake in self.stakes) != 100 or any(stake.percent <= 0 for stake in self.stakes):
            raise ValueError("all of it is somebody's")


@dataclass
class Phone:
    digits: str
    preferred: bool


@dataclass
class Client:
    id: str
    phones: list[Phone]

    def __post_init__(self) -> None:
        if sum(phone.preferred for phone in self.phones) != 1:
            raise ValueError("one is called first")


@dataclass
class Answer:
    question_id: UUID
    text: str


@dataclass
class Question:
    id: UUID
    answers: list[Answer]

    def __post_init__(self) -> None:
        if any(answer.question_id != self.id for answer in self.answers):
            raise ValueError("an answer to another question")


@dataclass
class Rack:
    id: str
    bottles: list[Weight]

    def __post_init__(self) -> None:
        if len(self.bottles) > 3:
            raise ValueError("full")


class Row(pydantic.BaseModel):
    price: Decimal
    count: int


class Receipt(pydantic.BaseModel):
    """Two checks in one validator."""

    id: UUID
    rows: list[Row]
    total: Decimal
    lines: int

    @pydantic.model_validator(mode="after")
    def agrees(self) -> Receipt:
        if self.total != sum(row.price * row.count for row in self.rows):
            raise ValueError("another total")
        if self.lines != len(self.rows):
            raise ValueError("another number of lines")
        return self


@dataclass(frozen=True)
class Watch:
    begins: int
    ends: int

    def __post_init__(self) -> None:
        if not 0 <= self.begins < self.ends:
            raise ValueError("a watch ends after it begins")


@dataclass
class Lookout:
    id: str
    watches: list[Watch] = field(default_factory=list)

    def __post_init__(self) -> None:
        kept = sorted(self.watches, key=lambda watch: watch.begins)
        if any(later.begins < watch.ends for watch, later in pairwise(kept)):
            raise ValueError("two watches at a time")


@dataclass(frozen=True)
class Nights:
    arrival: date
    departure: date

    def __post_init__(self) -> None:
        if self.arrival > self.departure:
            raise ValueError("gone before they came")


@dataclass
class Guest:
    name: str
    nights: Nights


@dataclass
class Cabin:
    id: str
    guests: tuple[Guest, ...] = ()

    def __post_init__(self) -> None:
        if any(after.nights.arrival <= guest.nights.departure for guest, after in pairwise(self.guests)):
            raise ValueError("the next one comes when the last one has gone, and is written below")


@dataclass(frozen=True)
class Dive:
    minute: int
    minutes: int

    def __post_init__(self) -> None:
        if self.minutes <= 0:
            raise ValueError("a dive takes time")


@dataclass
class Diver:
    id: str
    dives: list[Dive] = field(default_factory=list)

    def __post_init__(self) -> None:
        kept = sorted(self.dives, key=lambda dive: dive.minute)
        if any(dive.minute + dive.minutes > later.minute for dive, later in pairwise(kept)):
            raise ValueError("in the water already")


@dataclass
class Trip:
    """Three values, of which any two tell the third."""

    leaves: date
    returns: date
    nights: int

    def __post_init__(self) -> None:
        if self.nights < 1 or (self.returns - self.leaves).days != self.nights:
            raise ValueError("nights")


@pytest.mark.parametrize(
    ("kind", "children"),
    [
        (Bill, "charges"),
        (Load, "items"),
        (Song, "verses"),
        (Company, "stakes"),
        (Client, "phones"),
        (Question, "answers"),
        (Rack, "bottles"),
        (Receipt, "rows"),
        pytest.param(Lookout, "watches", marks=pytest.mark.long),  # two seconds
        (Cabin, "guests"),
        (Diver, "dives"),
    ],
)
def test_aggregates_whose_children_must_fit_have_several(kind: type, children: str) -> None:
    """Without it, each has none or one: what goes wrong with the second child would never come up."""
    drawn = many(for_type(kind), 50)

    assert sum(len(getattr(each, children)) > 1 for each in drawn) >= 10


def test_what_two_values_make_is_found() -> None:
    assert len({repr(each) for each in many(for_type(Trip), 50)}) > 8  # without it one or two
