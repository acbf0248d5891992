"""Money: an exact amount in one currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Currency(StrEnum):
    """A currency the shop trades in, by its ISO 4217 code."""

    CHF = "CHF"
    EUR = "EUR"
    JPY = "JPY"
    USD = "USD"


@dataclass(frozen=True)
class Money:
    """An amount and its currency. The scale belongs to the amount: 1.50 is written 1.50, not 1.5.

    Raises:
        ValueError: the amount is infinite or not a number.
    """

    amount: Decimal
    currency: Currency

    def __post_init__(self) -> None:
        if not self.amount.is_finite():
            raise ValueError(f"an amount of money is a finite number, not {self.amount}")
