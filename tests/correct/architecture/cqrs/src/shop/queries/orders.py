from __future__ import annotations

from typing import Protocol


class OrderList(Protocol):
    """The read model: rows for a screen, no domain objects."""

    def page(self, number: int) -> list[dict[str, str]]: ...


def first_page(orders: OrderList) -> list[dict[str, str]]:
    return orders.page(1)
