"""Invoices with private state, invariants, events and factories; declarative models with columns of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, DateTime, ForeignKey, Numeric, String, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from dovetail import MapperContract, raises


class Stage(Enum):
    DRAFT = "draft"
    SENT = "sent"
    SETTLED = "settled"


@dataclass(frozen=True)
class Amount:
    """Euros and cents, never below zero."""

    value: Decimal

    def __post_init__(self) -> None:
        fine = self.value.is_finite() and self.value == self.value.quantize(Decimal("0.01"))
        if not fine or not 0 <= self.value < 10**8 or self.value.as_tuple().exponent != -2 or self.value.is_signed():
            raise ValueError("an amount has two decimal places")


@dataclass(frozen=True)
class Customer:
    name: str
    vat_id: str | None = None

    def __post_init__(self) -> None:
        if not 0 < len(self.name) <= 80:
            raise ValueError("a name has at most 80 characters")
        if self.vat_id is not None and len(self.vat_id) > 20:
            raise ValueError("a VAT id has at most 20 characters")


@dataclass(frozen=True)
class Item:
    text: str
    price: Amount

    def __post_init__(self) -> None:
        if len(self.text) > 200:
            raise ValueError("a text has at most 200 characters")


@dataclass(frozen=True)
class InvoiceOpened:
    number: UUID


class Invoice:
    """An entity of the textbook: private state, changed by methods alone, equal by its number."""

    def __init__(self, number: UUID, customer: Customer, opened_at: datetime) -> None:
        if opened_at.tzinfo is not UTC:
            raise ValueError("we count in UTC")
        self._number = number
        self._customer = customer
        self._opened_at = opened_at
        self._items: list[Item] = []
        self._stage = Stage.DRAFT
        self._events: list[object] = []

    @classmethod
    def open(cls, customer: Customer) -> Invoice:
        invoice = cls(uuid4(), customer, datetime.now(UTC))
        invoice._events.append(InvoiceOpened(invoice.number))
        return invoice

    @classmethod
    def reconstitute(
        cls, number: UUID, customer: Customer, opened_at: datetime, items: list[Item], stage: Stage
    ) -> Invoice:
        invoice = cls(number, customer, opened_at)
        invoice._items = list(items)
        invoice._stage = stage
        return invoice

    @property
    def number(self) -> UUID:
        return self._number

    @property
    def customer(self) -> Customer:
        return self._customer

    @property
    def opened_at(self) -> datetime:
        return self._opened_at

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(self._items)

    @property
    def stage(self) -> Stage:
        return self._stage

    @property
    def total(self) -> Decimal:
        return sum((item.price.value for item in self._items), Decimal("0.00"))

    def add(self, item: Item) -> None:
        self._items.append(item)

    def send(self) -> None:
        if self._stage is not Stage.DRAFT:
            raise ValueError("sent already")
        self._stage = Stage.SENT
        self._events.append(InvoiceOpened(self._number))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Invoice) and self._number == other._number

    def __hash__(self) -> int:
        return hash(self._number)


class Base(DeclarativeBase):
    pass


class InvoiceModel(Base):
    __tablename__ = "invoices"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    number: Mapped[str] = mapped_column(String(36), unique=True)
    customer_name: Mapped[str] = mapped_column(String(80))
    customer_vat_id: Mapped[str | None] = mapped_column(String(20))
    opened_at: Mapped[datetime] = mapped_column(DateTime())
    stage: Mapped[str] = mapped_column(String(10))
    total: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    changed_at: Mapped[datetime] = mapped_column(DateTime(), default=datetime.now)
    version: Mapped[int] = mapped_column(default=1)
    extra: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    items: Mapped[list[ItemModel]] = relationship(
        order_by="ItemModel.position", cascade="all, delete-orphan", back_populates="invoice"
    )


class ItemModel(Base):
    __tablename__ = "items"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoices.id"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(200))
    price: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    invoice: Mapped[InvoiceModel] = relationship(back_populates="items")


class CorruptInvoice(Exception):
    def __init__(self, column: str) -> None:
        super().__init__(f"cannot read {column}")


class InvoiceMapper:
    @staticmethod
    def to_orm(invoice: Invoice) -> InvoiceModel:
        return InvoiceModel(
            number=str(invoice.number),
            customer_name=invoice.customer.name,
            customer_vat_id=invoice.customer.vat_id,
            opened_at=invoice.opened_at.replace(tzinfo=None),
            stage=invoice.stage.value,
            total=invoice.total,
            changed_at=datetime.now(),
            items=[
                ItemModel(id=str(uuid4()), position=place, text=item.text, price=item.price.value)
                for place, item in enumerate(invoice.items)
            ],
        )

    @staticmethod
    def to_domain(model: InvoiceModel) -> Invoice:
        values: dict[str, Any] = {}
        for name, read in _READERS.items():
            try:
                values[name] = read(model)
            except (ValueError, TypeError, AttributeError, InvalidOperation) as error:
                raise CorruptInvoice(name) from error
        return Invoice.reconstitute(**values)


def _price(item: ItemModel) -> Amount:
    try:
        return Amount(Decimal(item.price))
    except (ValueError, TypeError, InvalidOperation) as error:
        raise CorruptInvoice("items.price") from error


_READERS: dict[str, Any] = {
    "number": lambda model: UUID(model.number),
    "customer": lambda model: Customer(model.customer_name, model.customer_vat_id),
    "opened_at": lambda model: model.opened_at.replace(tzinfo=UTC),
    "stage": lambda model: Stage(model.stage),
    "items": lambda model: [
        Item(item.text, _price(item)) for item in sorted(model.items, key=lambda item: item.position)
    ],
}


class Invoices(MapperContract):
    mapper = InvoiceMapper
    errors = raises(CorruptInvoice)
    store = staticmethod(lambda: create_engine("sqlite://"))
