from __future__ import annotations

from typing import Generic

from shop.domain.orders import Entity, Order, OrderRepository, Repository


class InMemoryRepository(Repository[Entity], Generic[Entity]):
    def __init__(self) -> None:
        self._entities: dict[str, Entity] = {}

    def get(self, entity_id: str) -> Entity | None:
        return self._entities.get(entity_id)

    def save(self, entity: Entity) -> None:
        self._entities[str(entity)] = entity


class InMemoryOrderRepository(InMemoryRepository[Order], OrderRepository):
    """All that it does is inherited."""
