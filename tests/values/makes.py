"""One order in each make of object that Python knows, hostile ones included."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum, IntFlag, StrEnum
from typing import Any, NamedTuple, NoReturn

import attrs
import msgspec
import pydantic

PLACED_AT = datetime(2020, 1, 1, 12, 30, tzinfo=UTC)


class Status(Enum):
    NEW = "new"
    PAID = "paid"


class Colour(StrEnum):
    RED = "red"


class Permission(IntFlag):
    READ = 1
    WRITE = 2


class OrderId(str):
    """A typed id, as domains have them."""


@dataclass(frozen=True)
class Money:
    amount: Decimal
    currency: str = "EUR"


@dataclass
class Line:
    sku: str
    quantity: int
    price: Money = Money(Decimal("1.50"))


@dataclass
class DataclassOrder:
    id: OrderId
    placed_at: datetime
    status: Status = Status.NEW
    lines: list[Line] = field(default_factory=list)
    _events: list[str] = field(default_factory=list, init=False)


@dataclass(slots=True)
class SlotsDataclassOrder:
    id: OrderId
    placed_at: datetime
    status: Status = Status.NEW
    lines: list[Line] = field(default_factory=list)
    _events: list[str] = field(default_factory=list, init=False)


@attrs.define
class AttrsOrder:
    id: OrderId
    placed_at: datetime
    status: Status = Status.NEW
    _lines: list[Line] = attrs.Factory(list)


@attrs.define(slots=False)
class DictAttrsOrder:
    id: OrderId
    placed_at: datetime
    status: Status = Status.NEW
    _lines: list[Line] = attrs.Factory(list)


class PydanticOrder(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(arbitrary_types_allowed=True, extra="allow")

    id: Any
    placed_at: datetime
    status: Status = Status.NEW
    lines: list[Line] = []
    _events: list[str] = pydantic.PrivateAttr(default_factory=list)


class MsgspecOrder(msgspec.Struct):
    id: Any
    placed_at: datetime
    status: Status = Status.NEW
    lines: list[Line] = []


class TupleOrder(NamedTuple):
    id: OrderId
    placed_at: datetime
    status: Status = Status.NEW
    lines: list[Line] | tuple[()] = ()


class PlainOrder:
    def __init__(
        self, id: OrderId, placed_at: datetime, status: Status = Status.NEW, lines: list[Line] | None = None
    ) -> None:
        self._id = id
        self.__placed_at = placed_at
        self.status = status
        self._lines = list(lines or [])
        self._version = 0


class SlotsBase:
    __slots__ = ("id", "placed_at")

    def __init__(self, id: OrderId, placed_at: datetime) -> None:
        self.id, self.placed_at = id, placed_at


class SlotsOrder(SlotsBase):
    __slots__ = ("__dict__", "__lines", "status", "unset")

    def __init__(
        self, id: OrderId, placed_at: datetime, status: Status = Status.NEW, lines: list[Line] | None = None
    ) -> None:
        super().__init__(id, placed_at)
        self.status, self.__lines = status, list(lines or [])


class EntityOrder(PlainOrder):
    """Equal by its id alone, as entities are."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, EntityOrder) and other._id == self._id

    def __hash__(self) -> int:
        return hash(self._id)


def _refuse(*_: object) -> NoReturn:
    raise AssertionError("a comparison by structure runs no code of the class")


class HostileOrder(PlainOrder):
    """Any special method of it that is called fails the test."""

    __eq__ = __ne__ = __hash__ = __repr__ = __str__ = __format__ = _refuse
    __copy__ = __deepcopy__ = __reduce__ = __reduce_ex__ = __getstate__ = _refuse
    __bool__ = __len__ = __iter__ = __getattr__ = __sizeof__ = _refuse

    @property
    def lines(self) -> NoReturn:
        _refuse()


MAKES: list[Any] = [
    DataclassOrder,
    SlotsDataclassOrder,
    AttrsOrder,
    DictAttrsOrder,
    PydanticOrder,
    MsgspecOrder,
    TupleOrder,
    PlainOrder,
    SlotsOrder,
    EntityOrder,
    HostileOrder,
]


def order(make: Any, **changes: Any) -> Any:
    """An order of one make with two lines, or as the changes say."""
    state = {"id": OrderId("a"), "placed_at": PLACED_AT, "lines": [Line("s", 1), Line("t", 2)]} | changes
    return make(**state)
