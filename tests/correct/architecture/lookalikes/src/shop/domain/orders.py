from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable
from importlib import import_module
from typing import Any, Generic, Protocol, TypeVar

from attrs import define

Entity = TypeVar("Entity")


@define
class Order:
    id: str

    def print(self) -> str:
        """Not the builtin."""
        return self.id


class Named(Protocol):
    """No port: it has no operation."""

    name: str


class Handler(Protocol):
    """No port: a callable by another name."""

    def __call__(self, order: Order) -> None: ...


class Repository(Protocol[Entity]):
    """No port of its own: the ports below are made of it."""

    def get(self, key: str) -> Entity | None: ...

    def save(self, entity: Entity) -> None: ...


class Countable(Protocol):
    def count(self) -> int: ...


class OrderRepository(Repository[Order], Countable, Protocol):
    """Composed and generic; fits are looked for in what it inherits too."""

    def all(self) -> AsyncIterator[Order]: ...


class Clock(Protocol):
    """Implemented by a module, `shop.adapters.clock`."""

    def now(self) -> str: ...


class Notifier(ABC, Generic[Entity]):
    """A template: `notify` is done here, `_send` by the adapters."""

    def notify(self, entity: Entity) -> None:
        self._send(entity)

    @abstractmethod
    def _send(self, entity: Entity) -> None: ...


class Logger(Protocol):
    """The standard library's logger fits."""

    def info(self, message: str) -> None: ...


class Session(Protocol):
    """SQLAlchemy's session fits."""

    def commit(self) -> None: ...

    def rollback(self) -> None: ...


class OrderReader(Protocol):
    def read_order(self, key: str) -> Order: ...


class AsyncOrderReader(Protocol):
    """The same for async code: `AsyncFileOrderReader` bears the name of the other one too."""

    async def read_order(self, key: str) -> Order: ...


class Sorter(Protocol):
    """One word: a class called like it need not be meant for it."""

    def sort(self, orders: list[Order]) -> list[Order]: ...

    def reverse(self, orders: list[Order]) -> list[Order]: ...


class Carrier(Protocol):
    def ship(self, order: Order, /, *parcels: str, insured: bool = False, **options: Any) -> str: ...


def plugin(name: str) -> object:
    """Loads what it is told, and names nothing itself."""
    return import_module("json") if name == "json" else import_module(name)


def open(order: Order, then: Callable[[Order], None]) -> None:
    """Not the builtin either."""
    then(order)


def reopen(order: Order) -> None:
    open(order, lambda _: None)
