from __future__ import annotations

from shop.adapters.memory import InMemoryOrderRepository
from shop.domain.orders import OrderRepository


def orders() -> OrderRepository:
    return InMemoryOrderRepository()
