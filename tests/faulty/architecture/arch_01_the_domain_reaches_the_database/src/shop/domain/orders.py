from __future__ import annotations

from shop.clock import now


class Order:
    def __init__(self) -> None:
        self.placed_at = now()
