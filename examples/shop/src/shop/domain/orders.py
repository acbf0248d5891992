"""Orders: what a customer asked for, how far it has come, and where orders are kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timezone
from enum import StrEnum
from typing import NewType, Protocol

from shop.domain.money import Money

OrderId = NewType("OrderId", str)
CustomerId = NewType("CustomerId", str)

MAX_QUANTITY = 1_000_000


class OrderError(Exception):
    """Something about an order that the caller may want to handle."""


class OrderNotFound(OrderError):
    """There is no order under this id."""


class OrdersUnavailable(OrderError):
    """Orders cannot be reached now; whether there are any is not known."""


class CorruptOrder(OrderError):
    """What is stored under this id is not an order."""


class NotAllowed(OrderError):
    """The order is not, or no longer, in a state that permits this."""


class OrderStatus(StrEnum):
    """How far an order has come."""

    PLACED = "placed"
    PAID = "paid"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"


NEXT: dict[OrderStatus, frozenset[OrderStatus]] = {
    OrderStatus.PLACED: frozenset({OrderStatus.PAID, OrderStatus.CANCELLED}),
    OrderStatus.PAID: frozenset({OrderStatus.SHIPPED, OrderStatus.CANCELLED}),
    OrderStatus.SHIPPED: frozenset(),
    OrderStatus.CANCELLED: frozenset(),
}


@dataclass(frozen=True)
class Line:
    """So many of one article, at a price each.

    Raises:
        ValueError: the quantity is not between 1 and a million.
    """

    sku: str
    quantity: int
    price: Money

    def __post_init__(self) -> None:
        if self.quantity not in range(1, MAX_QUANTITY + 1):
            raise ValueError(f"a quantity is between 1 and {MAX_QUANTITY}, not {self.quantity}")


@dataclass(eq=False)
class Order:
    """One order of one customer. It stays the same order, whatever becomes of it.

    Lines keep the order in which they were added, and two equal lines are two lines.

    Raises:
        ValueError: `placed_at` has no offset from UTC, or one in fractions of a second.
    """

    id: OrderId
    customer_id: CustomerId
    placed_at: datetime
    lines: tuple[Line, ...] = ()
    status: OrderStatus = OrderStatus.PLACED
    note: str = ""

    def __post_init__(self) -> None:
        offset = self.placed_at.utcoffset()
        if offset is None or offset.microseconds:
            raise ValueError(f"an order is placed at an offset of whole seconds, not at {self.placed_at}")
        # The offset of that moment is a fact; the rules of a zone may change under a stored order.
        self.placed_at = self.placed_at.replace(tzinfo=timezone(offset), fold=0)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Order) and self.id == other.id

    def __hash__(self) -> int:
        return hash(self.id)

    def add_line(self, line: Line) -> None:
        """Put one more line at the end."""
        self._require_open()
        self.lines = (*self.lines, line)

    def remove_line(self, position: int) -> None:
        """Take out the line at this position, counted from 0."""
        self._require_line(position)
        self.lines = self.lines[:position] + self.lines[position + 1 :]

    def change_quantity(self, position: int, quantity: int) -> None:
        """Order another quantity of what the line at this position asks for."""
        self._require_line(position)
        changed = replace(self.lines[position], quantity=quantity)
        self.lines = (*self.lines[:position], changed, *self.lines[position + 1 :])

    def write_note(self, note: str) -> None:
        """Replace what the customer wants us to know."""
        self._require_open()
        self.note = note

    def pay(self) -> None:
        """Record that the customer has paid."""
        self._become(OrderStatus.PAID)

    def ship(self) -> None:
        """Record that the parcel has left."""
        self._become(OrderStatus.SHIPPED)

    def cancel(self) -> None:
        """Give the order up, as long as it has not been shipped."""
        self._become(OrderStatus.CANCELLED)

    def _become(self, status: OrderStatus) -> None:
        if status not in NEXT[self.status]:
            raise NotAllowed(f"order {self.id!r} is {self.status} and cannot become {status}")
        self.status = status

    def _require_open(self) -> None:
        if self.status is not OrderStatus.PLACED:
            raise NotAllowed(f"order {self.id!r} is {self.status}: it can no longer be edited")

    def _require_line(self, position: int) -> None:
        self._require_open()
        if position not in range(len(self.lines)):
            raise NotAllowed(f"order {self.id!r} has no line at position {position}")


class OrderRepository(Protocol):
    """Where orders are kept.

    Every operation is complete when it returns, and raises `OrdersUnavailable` when it could not be done.
    What is handed in or out is a copy: it changes nothing here until it is saved.
    """

    def save(self, order: Order) -> None:
        """Keep the order as it is now, in place of what was kept under its id."""

    def find_by_id(self, order_id: OrderId) -> Order:
        """Give the order under this id, or raise `OrderNotFound`."""

    def find_by_customer_id(self, customer_id: CustomerId) -> list[Order]:
        """Give all orders of this customer, in no particular order."""

    def find_by_status(self, status: OrderStatus) -> list[Order]:
        """Give all orders that have come this far, in no particular order."""

    def exists(self, order_id: OrderId) -> bool:
        """Tell whether there is an order under this id."""

    def delete(self, order_id: OrderId) -> None:
        """Forget the order under this id. To forget what is not there is no error."""
