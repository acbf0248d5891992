from __future__ import annotations

from shop.domain.orders import Order


class InMemoryOrderRepository:
    def __init__(self) -> None:
        self._orders: dict[str, Order] = {}

    def save(self, order: Order) -> None:
        self._orders[order.id] = Order(order.id)

    def find_by_id(self, order_id: str) -> Order | None:
        return self._orders.get(order_id)
