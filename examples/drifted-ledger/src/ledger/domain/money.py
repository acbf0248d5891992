"""Money."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Self

MOST = Decimal("999999999999.99")


class Currency(StrEnum):
    """What money is counted in here."""

    EUR = "EUR"
    USD = "USD"
    GBP = "GBP"


@dataclass(frozen=True)
class Money:
    """So much of one currency."""

    amount: Decimal
    currency: Currency

    def __post_init__(self) -> None:
        if not self.amount.is_finite() or abs(self.amount) > MOST:
            raise ValueError(f"an amount is between -{MOST} and {MOST}, not {self.amount}")

    @classmethod
    def nothing(cls, currency: Currency) -> Self:
        """Give zero of a currency."""
        return cls(Decimal(0), currency)

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._alike(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._alike(other), self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._alike(other)

    def _alike(self, other: Money) -> Decimal:
        if other.currency is not self.currency:
            raise ValueError(f"{self.currency.value} and {other.currency.value} do not add up")
        return other.amount
