"""What an adapter inherits from its port is as the port wants it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import pytest

from dovetail import RepositoryContract, verify


@dataclass
class Entity:
    id: int


@dataclass
class Order(Entity):
    note: str


E = TypeVar("E", bound=Entity)


class Repository(ABC, Generic[E]):
    @abstractmethod
    def save(self, entity: E) -> None: ...

    @abstractmethod
    def get(self, key: int) -> E | None: ...

    def __getitem__(self, key: int) -> E | None:
        return self.get(key)


class OrderRepository(Repository[Order]):
    """The port."""


class InMemory(Repository[Entity]):
    """An adapter of all ports, that is bound to none."""

    def __init__(self) -> None:
        self._kept: dict[int, Entity] = {}

    def save(self, entity: Any) -> None:
        self._kept[entity.id] = entity

    def get(self, key: int) -> Any:
        return self._kept.get(key)


class Orders(InMemory, OrderRepository):
    """Inherits `__getitem__` of the port's base, by way of one that is bound to any entity."""


class AnyOrders(InMemory, OrderRepository):
    def __getitem__(self, key: int) -> Entity | None:
        found: Entity | None = self.get(key)
        return found


@pytest.mark.parametrize(("adapter", "verdict"), [(Orders, "held"), (AnyOrders, "broken")], ids=["inherited", "own"])
def test_annotations_are_those_of_the_adapters_own_operations(adapter: type, verdict: str) -> None:
    """PORT-04 accuses nobody of what the port's own class says."""
    held: Any = type("Held", (RepositoryContract,), {"port": OrderRepository, "adapter": adapter})
    held.checks = tuple(check for check in RepositoryContract.checks if check.clause == "PORT-04")
    assert verify(held).outcomes["PORT-04"].verdict.value == verdict
