from __future__ import annotations

from typing import Protocol

from shop.domain.orders import Order


class Archive(Protocol):
    """The domain's orders are kept and found by it, whatever it is called."""

    def keep(self, order: Order) -> None: ...

    def find(self, order_id: str) -> Order | None: ...
