from __future__ import annotations

from contracts.orders import OrderRepositoryContract
from shop.sales.adapters.memory import InMemoryOrderRepository


class TestInMemoryOrders(OrderRepositoryContract):
    adapter = InMemoryOrderRepository
