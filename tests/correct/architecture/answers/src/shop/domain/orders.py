from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass
class Order:
    id: str


class OrderRepository(Protocol):
    def save(self, order: Order) -> None: ...

    def find_by_id(self, order_id: str) -> Order | None: ...
