from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Generic, TypeVar

Entity = TypeVar("Entity")


@dataclass(frozen=True)
class Order:
    id: str


class Repository(ABC, Generic[Entity]):
    @abstractmethod
    def get(self, key: str) -> Entity | None: ...

    @abstractmethod
    def save(self, entity: Entity) -> None: ...


class OrderRepository(Repository[Order]):
    """A port, though it says nothing of its own."""
