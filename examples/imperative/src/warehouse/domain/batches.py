"""Batches of stock, and the order lines that they are promised to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

MAX_TEXT = 100
MAX_QUANTITY = 1_000_000


class OutOfStock(Exception):
    """The batch has not enough left for the line."""


@dataclass(frozen=True)
class Price:
    """What a piece costs, in whole cents.

    Raises:
        ValueError: the amount has no two decimal places, or the currency is no code of three letters.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not self.amount.is_finite() or self.amount.as_tuple().exponent != -2:
            raise ValueError(f"a price has two decimal places, not {self.amount}")
        if not 0 <= self.amount < 10**8 or self.amount.is_signed():
            raise ValueError(f"a price is between 0 and a hundred million, not {self.amount}")
        if len(self.currency) != 3:
            raise ValueError(f"a currency has three letters, not {self.currency!r}")


@dataclass(unsafe_hash=True)
class OrderLine:
    """So many pieces of one article, for one order.

    Raises:
        ValueError: a text is too long, or the quantity is not between 1 and a million.
    """

    order: str
    sku: str
    quantity: int

    def __post_init__(self) -> None:
        _check_texts(self.order, self.sku)
        _check_quantity(self.quantity)


class Batch:
    """Stock of one article that came, or will come, together. It is known by its reference.

    Raises:
        ValueError: a text is too long, or the quantity is not between 1 and a million.
    """

    def __init__(
        self,
        reference: str,
        sku: str,
        purchased: int,
        price: Price,
        eta: date | None = None,
        promised: set[OrderLine] | None = None,
    ) -> None:
        _check_texts(reference, sku)
        _check_quantity(purchased)
        self.reference = reference
        self.sku = sku
        self.price = price
        self.eta = eta
        self._purchased = purchased
        self._promised = promised or set()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Batch) and self.reference == other.reference

    def __hash__(self) -> int:
        return hash(self.reference)

    @property
    def purchased(self) -> int:
        """How many pieces there were at first."""
        return self._purchased

    @property
    def promised(self) -> frozenset[OrderLine]:
        """The lines that the batch is promised to."""
        return frozenset(self._promised)

    @property
    def available(self) -> int:
        """How many pieces are promised to nobody."""
        return self._purchased - sum(line.quantity for line in self._promised)

    def promise(self, line: OrderLine) -> None:
        """Promise a part of the batch to an order line.

        Raises:
            OutOfStock: it is another article, or there is not enough left.
        """
        if line.sku != self.sku or line.quantity > self.available:
            raise OutOfStock(f"{line.quantity} of {line.sku}")
        self._promised.add(line)


def _check_texts(*texts: str) -> None:
    if any(len(text) > MAX_TEXT for text in texts):
        raise ValueError(f"a text has at most {MAX_TEXT} characters")


def _check_quantity(quantity: int) -> None:
    if not 1 <= quantity <= MAX_QUANTITY:
        raise ValueError(f"a quantity is between 1 and {MAX_QUANTITY}, not {quantity}")
