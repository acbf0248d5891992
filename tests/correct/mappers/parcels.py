"""Parcels on their way, equal by their number alone; dataclass rows of an old schema, with text in most columns."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import NewType

from dovetail import MapperContract, raises

ParcelNo = NewType("ParcelNo", str)


class State(Enum):
    PACKED = 1
    ON_THE_ROAD = 2
    LEFT_WITH_A_NEIGHBOUR = 3


@dataclass(frozen=True)
class Stop:
    place: str
    on: date


@dataclass(frozen=True)
class Size:
    length: int
    weight: Decimal

    def __post_init__(self) -> None:
        if not self.weight.is_finite():
            raise ValueError("a parcel weighs something")


@dataclass(frozen=True)
class Cash:
    amount: Decimal


@dataclass(frozen=True)
class Insurance:
    policy: str


@dataclass(eq=False)
class Parcel:
    number: ParcelNo
    sent_at: datetime
    size: Size
    state: State = State.PACKED
    insured: bool = True
    attempts: int = 1
    note: str | None = None
    allowed: timedelta = timedelta(days=3)
    cover: Cash | Insurance = Insurance("none")
    stops: list[Stop] = field(default_factory=list)
    marks: dict[str, int] = field(default_factory=dict)
    _secret: str = "unset"

    def __post_init__(self) -> None:
        offset = self.sent_at.utcoffset()
        if offset is None or offset.microseconds:
            raise ValueError("sent somewhere on earth")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Parcel) and self.number == other.number

    def __hash__(self) -> int:
        return hash(self.number)


@dataclass
class StopRow:
    place: str
    on_day: str


@dataclass
class ParcelRow:
    number: str
    sent_at: str
    length: int
    weight: str
    state: int
    insured: bool
    attempts: int
    note: str | None
    allowed_days: int
    allowed_micros: int
    cover_kind: str
    cover_value: str
    stops: list[StopRow]
    marks: str
    secret: str


class CorruptParcel(Exception):
    """A row that is no parcel."""


class ParcelMapper:
    """Between parcels and their rows; each step is a method, so that a fault can take its place."""

    def to_row(self, parcel: Parcel) -> ParcelRow:
        kind, value = self.cover_out(parcel.cover)
        return ParcelRow(
            number=parcel.number,
            sent_at=self.time_out(parcel.sent_at),
            length=parcel.size.length,
            weight=self.weight_out(parcel.size.weight),
            state=self.state_out(parcel.state),
            insured=parcel.insured,
            attempts=parcel.attempts,
            note=parcel.note,
            allowed_days=parcel.allowed.days,
            allowed_micros=parcel.allowed.seconds * 1_000_000 + parcel.allowed.microseconds,
            cover_kind=kind,
            cover_value=value,
            stops=[StopRow(stop.place, stop.on.isoformat()) for stop in parcel.stops],
            marks=self.marks_out(parcel.marks),
            secret=parcel._secret,
        )

    def from_row(self, row: ParcelRow) -> Parcel:
        values = {}
        for name in ("sent_at", "size", "state", "allowed", "cover", "stops", "marks"):
            try:
                values[name] = getattr(self, f"{name}_back")(row)
            except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation, OverflowError) as error:
                raise CorruptParcel(f"parcel {row.number!r} has a corrupt {name}") from error
        return Parcel(
            ParcelNo(row.number),
            insured=row.insured,
            attempts=self.attempts_back(row),
            note=self.note_back(row),
            _secret=row.secret,
            **values,
        )

    def time_out(self, moment: datetime) -> str:
        return moment.isoformat()

    def weight_out(self, weight: Decimal) -> str:
        return str(weight)

    def state_out(self, state: State) -> int:
        return state.value

    def marks_out(self, marks: dict[str, int]) -> str:
        return json.dumps(marks)

    def cover_out(self, cover: Cash | Insurance) -> tuple[str, str]:
        return ("cash", str(cover.amount)) if isinstance(cover, Cash) else ("insurance", cover.policy)

    def sent_at_back(self, row: ParcelRow) -> datetime:
        return datetime.fromisoformat(row.sent_at)

    def size_back(self, row: ParcelRow) -> Size:
        return Size(row.length, Decimal(row.weight))

    def state_back(self, row: ParcelRow) -> State:
        return State(row.state)

    def attempts_back(self, row: ParcelRow) -> int:
        return row.attempts

    def note_back(self, row: ParcelRow) -> str | None:
        return row.note

    def allowed_back(self, row: ParcelRow) -> timedelta:
        return timedelta(days=row.allowed_days, microseconds=row.allowed_micros)

    def cover_back(self, row: ParcelRow) -> Cash | Insurance:
        kinds: dict[str, Callable[[str], Cash | Insurance]]
        kinds = {"cash": lambda value: Cash(Decimal(value)), "insurance": Insurance}
        return kinds[row.cover_kind](row.cover_value)

    def stops_back(self, row: ParcelRow) -> list[Stop]:
        return [Stop(stop.place, date.fromisoformat(stop.on_day)) for stop in row.stops]

    def marks_back(self, row: ParcelRow) -> dict[str, int]:
        marks = json.loads(row.marks)
        if not isinstance(marks, dict):
            raise TypeError("marks are a mapping")
        return marks


class Parcels(MapperContract):
    mapper = ParcelMapper
    errors = raises(CorruptParcel)
