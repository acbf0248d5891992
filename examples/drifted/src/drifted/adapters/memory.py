"""Orders in a dict, for tests."""

from __future__ import annotations

from drifted.domain.orders import CustomerId, Order, OrderId, OrderStatus


class InMemoryOrders:
    """An `OrderRepository` that lives as long as this object."""

    def __init__(self) -> None:
        self._orders: dict[OrderId, Order] = {}

    def save(self, order: Order) -> None:
        self._orders[order.id] = order

    def find_by_id(self, order_id: OrderId) -> Order | None:
        return self._orders.get(order_id)

    def find_by_customer_id(self, customer_id: CustomerId) -> list[Order]:
        return [order for order in self._orders.values() if order.customer_id == customer_id]

    def find_by_status(self, status: OrderStatus) -> list[Order]:
        return [order for order in self._orders.values() if order.status is status]

    def exists(self, order_id: OrderId) -> bool:
        return order_id in self._orders

    def delete(self, order_id: OrderId) -> None:
        self._orders.pop(order_id, None)
