"""The port for orders, for callers that do not block."""

from __future__ import annotations

from typing import Protocol

from shop.domain.orders import CustomerId, Order, OrderId, OrderStatus


class AsyncOrderRepository(Protocol):
    """Where orders are kept: `OrderRepository`, promise for promise, awaited."""

    async def save(self, order: Order) -> None:
        """Keep the order as it is now, in place of what was kept under its id."""

    async def find_by_id(self, order_id: OrderId) -> Order:
        """Give the order under this id, or raise `OrderNotFound`."""

    async def find_by_customer_id(self, customer_id: CustomerId) -> list[Order]:
        """Give all orders of this customer, in no particular order."""

    async def find_by_status(self, status: OrderStatus) -> list[Order]:
        """Give all orders that have come this far, in no particular order."""

    async def exists(self, order_id: OrderId) -> bool:
        """Tell whether there is an order under this id."""

    async def delete(self, order_id: OrderId) -> None:
        """Forget the order under this id. To forget what is not there is no error."""
