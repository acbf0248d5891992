from __future__ import annotations

from shop.domain.orders import Order, OrderRepository


class InMemoryOrderRepository(OrderRepository):
    def get(self, key: str) -> Order | None:
        return Order(key)
