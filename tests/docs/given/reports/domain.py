"""The reader of orders."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol


@dataclass(frozen=True)
class OrderSummary:
    order_id: str
    status: str
    total: Decimal


class OrderReader(Protocol):
    def summaries(self) -> list[OrderSummary]: ...
