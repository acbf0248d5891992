"""Aggregates of other makes, behind ports that are put together from others."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

import attrs
import msgspec
import pydantic
from result import Result

from dovetail import RepositoryContract, fails, ignores, raises, replaces


@dataclass(frozen=True)
class OrderId:
    value: UUID


@dataclass
class Order:
    id: OrderId
    customer_id: str
    total: Decimal

    def pay(self, amount: int) -> None:
        self.total += amount


class Reader(Protocol):
    def find_by_id(self, order_id: OrderId) -> Order | None: ...
    def get(self, order_id: OrderId) -> Order: ...
    def get_or_none(self, order_id: OrderId) -> Order | None: ...


class Writer(Protocol):
    def save(self, order: Order) -> OrderId: ...
    def delete(self, order: Order) -> None: ...
    def delete_by_id(self, order_id: OrderId) -> bool: ...


class Orders(Reader, Writer, Protocol):
    """Two ports in one, with more than one method for a word."""


class OrderContract(RepositoryContract):
    port = Orders
    missing_delete = ignores()


@dataclass(frozen=True)
class Missing:
    order_id: OrderId


@dataclass(frozen=True)
class Unreadable:
    reason: str


FoundOrder = Result[Order, Missing | Unreadable]


class AliasedOrders(Protocol):
    async def save(self, order: Order) -> Result[None, Unreadable]: ...
    async def get(self, order_id: OrderId) -> FoundOrder: ...


class AliasedContract(RepositoryContract):
    port = AliasedOrders
    missing = fails(Missing)


T = TypeVar("T")
K = TypeVar("K")


class Base(ABC, Generic[T, K]):
    """What many a project starts with: a generic repository over a session."""

    def __init__(self, session: Any) -> None:
        self.session = session

    @abstractmethod
    def add(self, entity: T) -> T: ...

    @abstractmethod
    def get(self, id: K) -> T | None: ...

    @abstractmethod
    def update(self, entity: T) -> T | None: ...

    @abstractmethod
    def delete(self, id: K) -> bool: ...

    @abstractmethod
    def list(self, skip: int = 0, limit: int = 100) -> list[T]: ...

    @property
    @abstractmethod
    def table(self) -> str: ...

    def exists(self, id: K) -> bool:
        return self.get(id) is not None

    def count(self) -> int:
        return len(self._rows())

    def _rows(self) -> Any:
        return self.session.rows


class User(pydantic.BaseModel):
    id: int | None = None
    email: str
    tags: list[str] = []


class Users(Base[User, int]):
    @abstractmethod
    def get_by_email(self, email: str) -> User | None: ...


class UserContract(RepositoryContract):
    port = Users
    duplicate = replaces()


@attrs.define
class Part:
    key: str
    weight: int


class Parts(Protocol):
    def put(self, part: Part) -> None: ...
    def get_part(self, key: str) -> Part: ...
    def get_parts(self, keys: set[str]) -> dict[str, Part]: ...
    def remove(self, key: str) -> Part: ...
    def contains(self, key: str) -> bool: ...


class PartContract(RepositoryContract):
    port = Parts
    missing = raises(KeyError)
    missing_delete = raises(KeyError)


class Reading(msgspec.Struct):
    id: str
    when: datetime


class Readings(Protocol):
    def upsert(self, reading: Reading) -> None: ...
    def by_id(self, id: str) -> Reading | None: ...
    def all(self) -> tuple[Reading, ...]: ...
    def since(self, when: datetime) -> Iterable[Reading]: ...


class ReadingContract(RepositoryContract):
    port = Readings
    queries = {"since": lambda reading, when: reading.when >= when}
    order = {"since": lambda reading: reading.id}


class ProfileNotFound(Exception):
    def __init__(self, resource: str, id: OrderId) -> None:
        super().__init__(resource, id)


@dataclass
class Profile:
    name: str
    id: OrderId | None = None
    created_at: datetime | None = None


class Profiles(Protocol):
    def create(self, profile: Profile) -> OrderId: ...
    def update(self, profile: Profile) -> bool: ...
    def get(self, id: OrderId) -> Profile: ...


class ProfileContract(RepositoryContract):
    port = Profiles
    generated = ("id", "created_at")
    missing = raises(ProfileNotFound)


CONTRACTS: list[type[RepositoryContract]] = [
    each for each in vars().values() if isinstance(each, type) and issubclass(each, RepositoryContract)
]
CONTRACTS.remove(RepositoryContract)
