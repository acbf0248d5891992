"""A theatre: invariants between fields, generics, recursion, immutability, factories that answer with a Result."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any, Generic, Protocol, Self, TypeVar
from uuid import UUID

K = TypeVar("K")
T = TypeVar("T")


@dataclass(frozen=True)
class Ok(Generic[T]):
    value: T

    def is_ok(self) -> bool:
        return True


@dataclass(frozen=True)
class Err:
    error: str

    def is_ok(self) -> bool:
        return False


@dataclass(frozen=True)
class Email:
    """Its constructor takes all; `create` checks."""

    address: str

    @classmethod
    def create(cls, address: str) -> Ok[Email] | Err:
        name, at, host = address.partition("@")
        return Ok(cls(address)) if name and at and "." in host and " " not in address else Err("no address")


@dataclass(frozen=True)
class Seat:
    row: str
    number: int

    def __post_init__(self) -> None:
        if self.number < 1 or len(self.row) != 1 or not "A" <= self.row <= "Z":
            raise ValueError("no such seat")


@dataclass(frozen=True)
class Slot:
    day: date
    start: time
    end: time

    def __post_init__(self) -> None:
        if not self.start < self.end:
            raise ValueError("ends before it starts")


@dataclass(frozen=True)
class Booking:
    """Frozen, changed by methods that give a changed copy."""

    id: UUID
    slot: Slot
    seats: tuple[Seat, ...]
    email: Email
    paid: bool = False
    paid_at: datetime | None = None
    created_on: date = date(2024, 1, 1)

    def __post_init__(self) -> None:
        if not self.seats:
            raise ValueError("no seats")
        if len(set(self.seats)) != len(self.seats):
            raise ValueError("a seat is booked once")
        if self.paid != (self.paid_at is not None):
            raise ValueError("paid when?")

    def pay(self, at: datetime) -> Self:
        if self.paid:
            raise ValueError("paid already")
        return replace(self, paid=True, paid_at=at)

    def add(self, seat: Seat) -> Booking:
        return replace(self, seats=(*self.seats, seat))

    def without(self, seat: Seat) -> Booking:
        return replace(self, seats=tuple(one for one in self.seats if one != seat))

    def price(self) -> int:
        return len(self.seats) * 20


@dataclass
class Entity(Generic[K]):
    id: K


@dataclass
class Scene(Entity[int]):
    title: str
    scenes: list[Scene] = field(default_factory=list)
    next: Scene | None = None


class Discount(Protocol):
    def off(self, price: int) -> int: ...


@dataclass(frozen=True)
class Flat(Discount):
    amount: int

    def off(self, price: int) -> int:
        return price - self.amount


@dataclass(frozen=True)
class Percent(Discount):
    percent: int

    def __post_init__(self) -> None:
        if not 0 < self.percent <= 100:
            raise ValueError("percent")

    def off(self, price: int) -> int:
        return price * (100 - self.percent) // 100


@dataclass
class Show(Entity[UUID]):
    title: str
    discounts: list[Discount]
    cast: dict[str, list[str]]
    reviews: set[int]
    poster: bytes | None


@dataclass
class Prop:
    name: str
    extra: Any


@dataclass
class Stage:
    props: list[Prop]


@dataclass
class Marked:
    """`Any` with a default: the default is left."""

    name: str
    extra: Any = None
    tags: list = field(default_factory=list)  # type: ignore[type-arg]
