"""Orders, and the port that keeps them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass
class Order:
    id: str
    lines: list[str] = field(default_factory=list)

    def add(self, sku: str) -> None:
        self.lines.append(sku)


class OrderRepository(Protocol):
    def save(self, order: Order) -> None: ...

    def find_by_id(self, order_id: str) -> Order | None: ...
