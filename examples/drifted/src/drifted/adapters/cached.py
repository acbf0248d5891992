"""Orders that are asked for again and again, kept within the process: it stands before another repository."""

from __future__ import annotations

from copy import deepcopy

from drifted.domain.orders import CustomerId, Order, OrderId, OrderRepository, OrderStatus


class CachedOrders:
    """An `OrderRepository` before another one, with the orders that were found by their id."""

    def __init__(self, orders: OrderRepository, entries: dict[OrderId, Order | None]) -> None:
        self._orders = orders
        self.entries = entries

    def save(self, order: Order) -> None:
        self._orders.save(order)
        self.entries.pop(order.id, None)

    def find_by_id(self, order_id: OrderId) -> Order | None:
        if order_id not in self.entries:
            self.entries[order_id] = self._orders.find_by_id(order_id)
        return deepcopy(self.entries[order_id])

    def find_by_customer_id(self, customer_id: CustomerId) -> list[Order]:
        return self._orders.find_by_customer_id(customer_id)

    def find_by_status(self, status: OrderStatus) -> list[Order]:
        return self._orders.find_by_status(status)

    def exists(self, order_id: OrderId) -> bool:
        return self._orders.exists(order_id)

    def delete(self, order_id: OrderId) -> None:
        self._orders.delete(order_id)
