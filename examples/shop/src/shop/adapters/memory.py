"""Orders in a dict, for tests and for trying things out."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

from shop.domain.orders import CustomerId, Order, OrderId, OrderNotFound, OrderStatus


class InMemoryOrders:
    """An `OrderRepository` that lives as long as this object. It copies what it takes and what it gives."""

    def __init__(self) -> None:
        self._orders: dict[OrderId, Order] = {}

    def save(self, order: Order) -> None:
        self._orders[order.id] = deepcopy(order)

    def find_by_id(self, order_id: OrderId) -> Order:
        if order_id not in self._orders:
            raise OrderNotFound(order_id)
        return deepcopy(self._orders[order_id])

    def find_by_customer_id(self, customer_id: CustomerId) -> list[Order]:
        return self._where(lambda order: order.customer_id == customer_id)

    def find_by_status(self, status: OrderStatus) -> list[Order]:
        return self._where(lambda order: order.status is status)

    def exists(self, order_id: OrderId) -> bool:
        return order_id in self._orders

    def delete(self, order_id: OrderId) -> None:
        self._orders.pop(order_id, None)

    def _where(self, matches: Callable[[Order], bool]) -> list[Order]:
        return [deepcopy(order) for order in self._orders.values() if matches(order)]
