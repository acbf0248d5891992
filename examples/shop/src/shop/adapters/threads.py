"""Orders for callers that do not block, by a repository that does."""

from __future__ import annotations

from asyncio import to_thread

from shop.domain.orders import CustomerId, Order, OrderId, OrderRepository, OrderStatus


class OrdersInThreads:
    """An `AsyncOrderRepository` before an `OrderRepository`, which has to bear several threads."""

    def __init__(self, orders: OrderRepository) -> None:
        self._orders = orders

    async def save(self, order: Order) -> None:
        await to_thread(self._orders.save, order)

    async def find_by_id(self, order_id: OrderId) -> Order:
        return await to_thread(self._orders.find_by_id, order_id)

    async def find_by_customer_id(self, customer_id: CustomerId) -> list[Order]:
        return await to_thread(self._orders.find_by_customer_id, customer_id)

    async def find_by_status(self, status: OrderStatus) -> list[Order]:
        return await to_thread(self._orders.find_by_status, status)

    async def exists(self, order_id: OrderId) -> bool:
        return await to_thread(self._orders.exists, order_id)

    async def delete(self, order_id: OrderId) -> None:
        await to_thread(self._orders.delete, order_id)
