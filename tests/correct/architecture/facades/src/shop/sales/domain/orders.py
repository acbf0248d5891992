from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Order:
    id: str


class OrderRepository(Protocol):
    def save(self, order: Order) -> None: ...
