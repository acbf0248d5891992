"""Place an order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shop.domain.orders import CustomerId, Line, Order, OrderId, OrderRepository


@dataclass(frozen=True)
class PlaceOrder:
    """Take down what a customer asks for, under a new id, at the present time."""

    orders: OrderRepository
    new_id: Callable[[], OrderId]
    now: Callable[[], datetime]

    def __call__(self, customer_id: CustomerId, lines: Sequence[Line]) -> OrderId:
        """Keep the order and give its id."""
        order = Order(self.new_id(), customer_id, self.now(), tuple(lines))
        self.orders.save(order)
        return order.id
