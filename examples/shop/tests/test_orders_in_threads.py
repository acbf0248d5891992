"""Who does not block is promised the same, by a repository that does."""

from __future__ import annotations

from contracts.orders import AsyncOrderRepositoryContract
from shop.adapters.memory import InMemoryOrders
from shop.adapters.threads import OrdersInThreads


def orders_in_threads() -> OrdersInThreads:
    return OrdersInThreads(InMemoryOrders())


class TestOrdersInThreads(AsyncOrderRepositoryContract):
    adapter = staticmethod(orders_in_threads)
