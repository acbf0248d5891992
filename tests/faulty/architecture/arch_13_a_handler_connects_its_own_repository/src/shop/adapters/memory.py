from __future__ import annotations

from shop.domain.orders import Order, OrderRepository


class InMemoryOrderRepository(OrderRepository):
    def __init__(self, orders: dict[str, Order]) -> None:
        self._orders = orders

    @classmethod
    def connect(cls) -> InMemoryOrderRepository:
        return cls({})

    def save(self, order: Order) -> None:
        self._orders[order.id] = Order(order.id)

    def find_by_id(self, order_id: str) -> Order | None:
        return self._orders.get(order_id)
