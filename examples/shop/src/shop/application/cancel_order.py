"""Cancel an order."""

from __future__ import annotations

from dataclasses import dataclass

from shop.domain.orders import OrderId, OrderRepository


@dataclass(frozen=True)
class CancelOrder:
    """Give up an order that has not been shipped."""

    orders: OrderRepository

    def __call__(self, order_id: OrderId) -> None:
        """Cancel the order, or raise `OrderNotFound` or `NotAllowed` and leave everything as it was."""
        order = self.orders.find_by_id(order_id)
        order.cancel()
        self.orders.save(order)
