"""`duplicate` gives what `copy.deepcopy` gives, whatever the class says about copying."""

from __future__ import annotations

import copy
import datetime as dt
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import attrs
import pydantic
import pytest

from dovetail.values import identical
from dovetail.values.duplicate import duplicate


class Grade(Enum):
    FINE = "fine"


class Depth(NamedTuple):
    metres: int
    marks: list[str]


@dataclass(frozen=True)
class Sounding:
    depth: Decimal
    at: dt.datetime


@dataclass
class Chart:
    name: str
    soundings: list[Sounding] = field(default_factory=list)
    places: dict[tuple[int, int], Sounding] = field(default_factory=dict)
    over: Chart | None = None


@dataclass(slots=True)
class Buoy:
    lights: list[str]


@attrs.define
class Beacon:
    lights: list[str]


class Log(pydantic.BaseModel):
    lines: list[str]


class Register(dict[str, list[int]]):
    def __init__(self, port: str) -> None:
        self.port = [port]


class Counted:
    """Says itself how it is copied."""

    def __init__(self, copies: int = 0) -> None:
        self.copies = copies

    def __deepcopy__(self, memo: dict[int, Any]) -> Counted:
        return Counted(self.copies + 1)


class Stateful:
    """Says what its state is."""

    def __init__(self) -> None:
        self.kept, self.dropped = [1], [2]

    def __getstate__(self) -> dict[str, Any]:
        return {"kept": self.kept}


class Uncopied:
    def __reduce__(self) -> str:
        raise TypeError("it stays where it is")


_AT = dt.datetime(2020, 2, 29, 23, 59, tzinfo=ZoneInfo("Europe/Oslo"))
_SOUNDING = Sounding(Decimal("1.50"), _AT)
_VALUES = [
    None, 1, "a", b"a", 1.5, Decimal("-0"), UUID(int=7), Grade.FINE, int, _AT, dt.time(1, tzinfo=dt.UTC),
    (1, "a"), (1, ["a"]), [_SOUNDING, _SOUNDING], {"a": [1], 2: (3, [4])}, {1, 2}, frozenset({1}), deque([[1]]),
    OrderedDict(a=[1]), Depth(3, ["a"]), Chart("a", [_SOUNDING], {(1, 2): _SOUNDING}, Chart("b")), Buoy(["a"]),
    Beacon(["a"]), Log(lines=["a"]), Register("Bergen"), Counted(), Stateful(), [Counted(), Buoy(["b"])],
]  # fmt: skip


@pytest.mark.parametrize("value", _VALUES, ids=lambda value: type(value).__name__)
def test_it_is_the_copy_that_the_standard_library_makes(value: Any) -> None:
    """In its types, its attributes and its items."""
    assert identical(duplicate(value), copy.deepcopy(value))


def test_nothing_that_can_change_is_shared() -> None:
    """Neither the object nor what it holds at any depth, in a tuple neither."""
    chart = Chart("a", [_SOUNDING], {(1, 2): _SOUNDING}, Chart("b"))
    twin, (_, held) = duplicate((chart, (1, chart.soundings)))

    twin.name = "c"
    twin.over.soundings.append(_SOUNDING)
    twin.soundings.clear()

    assert held is twin.soundings
    assert chart == Chart("a", [_SOUNDING], {(1, 2): _SOUNDING}, Chart("b"))


def test_what_is_one_object_stays_one() -> None:
    """Met twice in a list, or holding itself, directly and within a tuple."""
    chart = Chart("a")
    chart.over = chart
    ring: list[Any] = [chart, chart]
    ring.append((ring,))

    twin = duplicate(ring)

    assert twin[0] is twin[1]
    assert twin[0].over is twin[0]
    assert twin[2][0] is twin


def test_what_cannot_be_copied_says_so() -> None:
    """With the error that its class raises."""
    with pytest.raises(TypeError, match="stays where it is"):
        duplicate([Chart("a"), Uncopied()])
