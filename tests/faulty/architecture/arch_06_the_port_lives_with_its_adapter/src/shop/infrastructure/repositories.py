from __future__ import annotations

from abc import ABC, abstractmethod

from shop.domain.orders import Order


class OrderRepository(ABC):
    @abstractmethod
    def save(self, order: Order) -> None: ...


class InMemoryOrderRepository(OrderRepository):
    def __init__(self) -> None:
        self._orders: list[Order] = []

    def save(self, order: Order) -> None:
        self._orders.append(order)
