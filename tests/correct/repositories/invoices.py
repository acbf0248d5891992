"""Invoices: made by a factory that has rules, derived totals, lines in a dict; a write-through cache and ORM models."""

from __future__ import annotations

from collections import OrderedDict
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import orm

from correct.repositories.databases import engine
from dovetail import RepositoryContract, ignores
from dovetail.stores import SqlAlchemyStore


@dataclass(frozen=True)
class Money:
    amount: Decimal
    currency: str = "EUR"

    def __post_init__(self) -> None:
        if self.currency not in {"EUR", "USD", "CHF"}:
            raise ValueError(self.currency)
        if self.amount != self.amount.quantize(Decimal("0.01")) or abs(self.amount) >= 10**9:
            raise ValueError("cents, and less than a billion")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Money) and (self.amount, self.currency) == (other.amount, other.currency)

    def __hash__(self) -> int:
        return hash((self.amount, self.currency))


@dataclass
class Line:
    text: str
    price: Money
    quantity: int = 1


class Invoice:
    """Drafted, filled, issued; never built by hand."""

    def __init__(self, id: UUID, customer: str, issued_on: date | None, lines: dict[int, Line]) -> None:
        self.__id = id
        self.__customer = customer
        self.__issued_on = issued_on
        self.__lines = lines

    @classmethod
    def draft(cls, id: UUID, customer: str) -> Invoice:
        return cls(id, customer, None, {})

    @property
    def id(self) -> UUID:
        return self.__id

    @property
    def customer(self) -> str:
        return self.__customer

    @property
    def issued_on(self) -> date | None:
        return self.__issued_on

    @property
    def lines(self) -> dict[int, Line]:
        return dict(self.__lines)

    @property
    def average(self) -> Decimal:
        """Fails on an empty invoice, as its rules say."""
        return sum((each.price.amount for each in self.__lines.values()), Decimal(0)) / len(self.__lines)

    def add_line(self, text: str, price: Money) -> None:
        if self.__issued_on:
            raise RuntimeError("issued already")
        self.__lines[max(self.__lines, default=0) + 1] = Line(text, price)

    def remove_line(self, number: int) -> None:
        del self.__lines[number]

    def issue(self, on: date) -> None:
        if not self.__lines:
            raise RuntimeError("nothing to issue")
        self.__issued_on = on


class InvoiceBook(Protocol):
    def persist(self, invoice: Invoice) -> Invoice: ...

    def load(self, invoice_id: UUID) -> Invoice | None: ...

    def retrieve_all(self, limit: int | None = None) -> list[Invoice]: ...

    def by_customer(self, customer: str) -> list[Invoice]: ...

    def overdue(self, today: date) -> list[Invoice]: ...

    def remove(self, invoice: Invoice) -> None: ...


class Base(orm.DeclarativeBase):
    """The tables of the book."""


class InvoiceRow(Base):
    __tablename__ = "invoices"
    id = orm.mapped_column(sa.Uuid, primary_key=True)
    customer = orm.mapped_column(sa.Text, nullable=False)
    issued_on = orm.mapped_column(sa.Date)


class LineRow(Base):
    __tablename__ = "invoice_lines"
    invoice_id = orm.mapped_column(sa.ForeignKey("invoices.id", ondelete="CASCADE"), primary_key=True)
    number = orm.mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    text = orm.mapped_column(sa.Text, nullable=False)
    amount = orm.mapped_column(sa.String, nullable=False)
    currency = orm.mapped_column(sa.String(3), nullable=False)
    quantity = orm.mapped_column(sa.BigInteger, nullable=False)


class SqlBook:
    """Bulk statements; a savepoint a save."""

    def __init__(self, session: orm.Session) -> None:
        self.session = session

    def persist(self, invoice: Invoice) -> Invoice:
        session = self.session
        session.merge(InvoiceRow(id=invoice.id, customer=invoice.customer, issued_on=invoice.issued_on))
        session.flush()
        session.execute(sa.delete(LineRow).where(LineRow.invoice_id == invoice.id))
        rows = [
            {
                "invoice_id": invoice.id,
                "number": number,
                "text": line.text,
                "amount": str(line.price.amount),
                "currency": line.price.currency,
                "quantity": line.quantity,
            }
            for number, line in invoice.lines.items()
        ]
        if rows:
            session.execute(sa.insert(LineRow), rows)
        session.commit()
        return invoice

    def load(self, invoice_id: UUID) -> Invoice | None:
        row = self.session.get(InvoiceRow, invoice_id, populate_existing=True)
        return self._invoice(row) if row else None

    def retrieve_all(self, limit: int | None = None) -> list[Invoice]:
        return [self._invoice(row) for row in self.session.scalars(sa.select(InvoiceRow).limit(limit))]

    def by_customer(self, customer: str) -> list[Invoice]:
        found = self.session.scalars(sa.select(InvoiceRow).where(InvoiceRow.customer == customer))
        return [self._invoice(row) for row in found]

    def overdue(self, today: date) -> list[Invoice]:
        limit = today - timedelta(days=14)
        return [
            self._invoice(each)
            for each in self.session.scalars(sa.select(InvoiceRow))
            if (each.issued_on or today) < limit
        ]

    def remove(self, invoice: Invoice) -> None:
        self.session.execute(sa.delete(InvoiceRow).where(InvoiceRow.id == invoice.id))
        self.session.commit()

    def _invoice(self, row: InvoiceRow) -> Invoice:
        lines = self.session.scalars(sa.select(LineRow).where(LineRow.invoice_id == row.id)).all()
        return Invoice(
            row.id,
            row.customer,
            row.issued_on,
            {x.number: Line(x.text, Money(Decimal(x.amount), x.currency), x.quantity) for x in lines},
        )


class CachedBook:
    """A least-recently-used cache before another book; writes go through."""

    def __init__(self, book: SqlBook, size: int = 2) -> None:
        self._book = book
        self._cache: OrderedDict[UUID, Invoice] = OrderedDict()
        self._size = size

    def persist(self, invoice: Invoice) -> Invoice:
        saved = self._book.persist(invoice)
        self._keep(saved)
        return saved

    def load(self, invoice_id: UUID) -> Invoice | None:
        if invoice_id not in self._cache:
            found = self._book.load(invoice_id)
            if found is None:
                return None
            self._keep(found)
        self._cache.move_to_end(invoice_id)
        return deepcopy(self._cache[invoice_id])

    def remove(self, invoice: Invoice) -> None:
        self._cache.pop(invoice.id, None)
        self._book.remove(invoice)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._book, name)

    def _keep(self, invoice: Invoice) -> None:
        self._cache[invoice.id] = deepcopy(invoice)
        while len(self._cache) > self._size:
            self._cache.popitem(last=False)


class InvoiceContract(RepositoryContract):
    port = InvoiceBook
    missing_delete = ignores()
    queries = {"overdue": lambda invoice, today: (invoice.issued_on or today) < today - timedelta(days=14)}
    statements_per_row = {"retrieve_all": 1, "by_customer": 1, "overdue": 1}  # the lines of each invoice


class InTables(InvoiceContract):
    @staticmethod
    def store() -> SqlAlchemyStore[SqlBook]:
        return SqlAlchemyStore(engine(), metadata=Base.metadata, adapter=SqlBook)


class BehindACache(InvoiceContract):
    @staticmethod
    def store() -> SqlAlchemyStore[CachedBook]:
        return SqlAlchemyStore(engine(), metadata=Base.metadata, adapter=lambda session: CachedBook(SqlBook(session)))
