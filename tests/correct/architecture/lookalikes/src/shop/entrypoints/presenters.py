from __future__ import annotations

from typing import Protocol

from shop.domain.orders import Order


class OrderPresenter(Protocol):
    """Speaks of the core's types, and belongs to those who show them."""

    def present(self, order: Order) -> str: ...
