from __future__ import annotations

from abc import ABC
from collections.abc import AsyncIterator

from shop.adapters.drivers import Connection
from shop.domain.orders import Order, OrderRepository


class BaseOrderRepository(OrderRepository, ABC):
    """For others to complete."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self) -> int:
        return len(self._connection.execute("select id from orders"))


class SqlOrderRepository(BaseOrderRepository):
    def get(self, key: str) -> Order | None:
        return next((Order(str(row[0])) for row in self._connection.execute(f"-- {key}")), None)

    def save(self, entity: Order, *, flush: bool = True) -> None:
        self._connection.execute(f"-- {entity.id} {flush}")

    async def all(self) -> AsyncIterator[Order]:
        for row in self._connection.execute("select id from orders"):
            yield Order(str(row[0]))


class CachedOrderRepository:
    """Has its operations through `__getattr__`."""

    def __init__(self, inner: OrderRepository) -> None:
        self._inner = inner

    def get(self, key: str) -> Order | None:
        return self._inner.get(key)

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)
