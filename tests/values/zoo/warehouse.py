"""A warehouse: SQLAlchemy in both styles, Results of libraries, classes that hold each other."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Optional

import sqlalchemy as sa
from result import Err, Ok
from result import Result as ResultOfResult
from returns.result import Failure, Result, Success
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry, relationship


class OrderLine:
    def __init__(self, order: str, sku: str, quantity: int) -> None:
        self.order = order
        self.sku = sku
        self.quantity = quantity


class Batch:
    """Of `cosmicpython/code`, mapped imperatively."""

    def __init__(self, reference: str, sku: str, quantity: int, eta: Optional[date]) -> None:  # noqa: UP045
        self.reference = reference
        self.sku = sku
        self.eta = eta
        self._quantity = quantity
        self._allocations: set[OrderLine] = set()

    def allocate(self, line: OrderLine) -> None:
        if self.can_allocate(line):
            self._allocations.add(line)

    def can_allocate(self, line: OrderLine) -> bool:
        return self.sku == line.sku


_tables = registry()
_lines = sa.Table(
    "lines",
    _tables.metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("order", sa.String),
    sa.Column("sku", sa.String),
    sa.Column("quantity", sa.Integer),
    sa.Column("batch", sa.ForeignKey("batches.id")),
)
_batches = sa.Table(
    "batches",
    _tables.metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("reference", sa.String),
    sa.Column("sku", sa.String),
    sa.Column("_quantity", sa.Integer),
    sa.Column("eta", sa.Date),
)
_line_mapper = _tables.map_imperatively(OrderLine, _lines)
_tables.map_imperatively(Batch, _batches, properties={"_allocations": relationship(_line_mapper, collection_class=set)})


class Base(DeclarativeBase):
    pass


class Bin(Base):
    __tablename__ = "bins"

    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column(sa.String(10))
    note: Mapped[Optional[str]]  # noqa: UP045
    volume: Mapped[Decimal] = mapped_column(sa.Numeric(6, 2))
    items: Mapped[list[Item]] = relationship(back_populates="bin")


class Item(Base):
    __tablename__ = "items"

    id: Mapped[int] = mapped_column(primary_key=True)
    bin_id: Mapped[int] = mapped_column(sa.ForeignKey("bins.id"))
    bin: Mapped[Bin] = relationship(back_populates="items")


@dataclass
class Pallet:
    code: str


@dataclass
class ColdPallet(Pallet):
    degrees: int = 4


@dataclass
class Guest:
    name: str
    host: Host | None


@dataclass
class Host:
    name: str
    guests: list[Guest] = field(default_factory=list)


class Token:
    def __init__(self, text: str, _made_by_create: object) -> None:
        self.text = text

    @staticmethod
    def is_valid(text: str) -> bool:
        return re.fullmatch(r"[A-Z]{2}-\d{3}", text) is not None

    @classmethod
    def create(cls, text: str) -> Result[Token, str]:
        return Success(cls(text, None)) if cls.is_valid(text) else Failure("no token")


class Licence:
    def __init__(self, text: str, _made_by_parse: object) -> None:
        self.text = text

    @staticmethod
    def is_valid(text: str) -> bool:
        return text.isdigit()

    @staticmethod
    def parse(text: str) -> ResultOfResult[Licence, str]:
        return Ok(Licence(text, None)) if Licence.is_valid(text) else Err("no licence")
