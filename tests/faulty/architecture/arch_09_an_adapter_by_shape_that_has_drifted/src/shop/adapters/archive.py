from __future__ import annotations

from shop.domain.orders import Order


class Archive:
    """Neither inherits from the port nor bears its name; callers pass `order_id` by name."""

    def __init__(self) -> None:
        self._orders: dict[str, Order] = {}

    def save(self, order: Order) -> None:
        self._orders[order.id] = Order(order.id)

    def find_by_id(self, key: str) -> Order | None:
        return self._orders.get(key)
