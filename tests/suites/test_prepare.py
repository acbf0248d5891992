"""What an aggregate refers to is there before it is saved, each time."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from hypothesis import Phase, settings

from dovetail import RepositoryContract, verify


@dataclass
class Order:
    id: str
    customer_id: int


class OrderRepository(Protocol):
    def save(self, order: Order) -> None: ...
    def get(self, order_id: str) -> Order | None: ...


class Orders:
    """Takes orders of known customers only."""

    def __init__(self, orders: dict[str, Order], customers: set[int]) -> None:
        self._orders, self._customers = orders, customers

    def save(self, order: Order) -> None:
        if order.customer_id not in self._customers:
            raise ValueError("FOREIGN KEY constraint failed")
        self._orders[order.id] = copy.copy(order)

    def get(self, order_id: str) -> Order | None:
        return copy.copy(self._orders.get(order_id))


class Store:
    def __init__(self) -> None:
        self._orders: dict[str, Order] = {}
        self._customers: set[int] = set()

    @contextmanager
    def connect(self) -> Iterator[Orders]:
        yield Orders(self._orders, self._customers)

    def clear(self) -> None:
        self._orders.clear()
        self._customers.clear()

    def prepare(self, order: Order) -> None:
        self._customers.add(order.customer_id)


def test_a_change_may_refer_to_something_else() -> None:
    """An order that goes over to another customer is saved again once that customer is there."""

    class SavedOrders(RepositoryContract):
        port = OrderRepository
        store = Store
        settings = settings(max_examples=20, derandomize=True, phases=[Phase.generate])

    report = verify(SavedOrders)
    assert not report.findings
    assert {report.outcomes[clause].verdict.value for clause in ("REPO-07", "REPO-24")} == {"held"}
