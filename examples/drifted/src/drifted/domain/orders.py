"""Orders: what a customer asked for, how far it has come, and where orders are kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NewType, Protocol

from sqlalchemy.exc import NoResultFound

OrderId = NewType("OrderId", str)
CustomerId = NewType("CustomerId", str)

MAX_QUANTITY = 1_000_000


class OrdersUnavailable(Exception):
    """Orders cannot be reached now; whether there are any is not known."""


class NotAllowed(Exception):
    """The order is not, or no longer, in a state that permits this."""


class OrderStatus(StrEnum):
    """How far an order has come."""

    PLACED = "placed"
    PAID = "paid"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Line:
    """So many of one article, at a price each."""

    sku: str
    quantity: int
    price: Decimal

    def __post_init__(self) -> None:
        if self.quantity not in range(1, MAX_QUANTITY + 1):
            raise ValueError(f"a quantity is between 1 and {MAX_QUANTITY}, not {self.quantity}")
        if not self.price.is_finite():
            raise ValueError(f"a price is a finite number, not {self.price}")


@dataclass(eq=False)
class Order:
    """One order of one customer. It stays the same order, whatever becomes of it."""

    id: OrderId
    customer_id: CustomerId
    lines: list[Line] = field(default_factory=list)
    note: str = ""
    status: OrderStatus = OrderStatus.PLACED

    @classmethod
    def place(cls, order_id: OrderId, customer_id: CustomerId, lines: list[Line], note: str = "") -> Order:
        """Take down what a customer asks for."""
        return cls(order_id, customer_id, lines, note)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Order) and self.id == other.id

    def __hash__(self) -> int:
        return hash(self.id)

    def line_for(self, sku: str) -> Line:
        """Give the first line that asks for this article."""
        for line in self.lines:
            if line.sku == sku:
                return line
        raise NoResultFound(f"order {self.id!r} has no line for {sku!r}")

    def add_line(self, line: Line) -> None:
        """Put one more line at the end."""
        self._require(OrderStatus.PLACED)
        self.lines.append(line)

    def remove_line(self, position: int) -> None:
        """Take out the line at this position, counted from 0."""
        self._require(OrderStatus.PLACED)
        if position not in range(len(self.lines)):
            raise NotAllowed(f"order {self.id!r} has no line at position {position}")
        del self.lines[position]

    def write_note(self, note: str) -> None:
        """Replace what the customer wants us to know."""
        self.note = note

    def pay(self) -> None:
        """Record that the customer has paid."""
        self._require(OrderStatus.PLACED)
        self.status = OrderStatus.PAID

    def ship(self) -> None:
        """Record that the parcel has left."""
        self._require(OrderStatus.PAID)
        self.status = OrderStatus.SHIPPED

    def cancel(self) -> None:
        """Give the order up, as long as it has not been shipped."""
        self._require(OrderStatus.PLACED, OrderStatus.PAID)
        self.status = OrderStatus.CANCELLED

    def _require(self, *permitted: OrderStatus) -> None:
        if self.status not in permitted:
            raise NotAllowed(f"order {self.id!r} is {self.status}")


class OrderRepository(Protocol):
    """Where orders are kept. An operation that cannot be done raises `OrdersUnavailable`."""

    def save(self, order: Order) -> None:
        """Keep the order as it is now, in place of what was kept under its id."""

    def find_by_id(self, order_id: OrderId) -> Order | None:
        """Give the order under this id, if there is one."""

    def find_by_customer_id(self, customer_id: CustomerId) -> list[Order]:
        """Give all orders of this customer, in no particular order."""

    def find_by_status(self, status: OrderStatus) -> list[Order]:
        """Give all orders that have come this far, in no particular order."""

    def exists(self, order_id: OrderId) -> bool:
        """Tell whether there is an order under this id."""

    def delete(self, order_id: OrderId) -> None:
        """Forget the order under this id. To forget what is not there is no error."""
