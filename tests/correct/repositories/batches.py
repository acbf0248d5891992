"""Stock as in "Architecture Patterns with Python": the domain, mapped imperatively; a unit of work commits."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy import orm

from correct.repositories.databases import engine
from dovetail import RepositoryContract
from dovetail.stores import SqlAlchemyStore


@dataclass(unsafe_hash=True)
class OrderLine:
    orderid: str
    sku: str
    qty: int


class Batch:
    def __init__(self, ref: str, sku: str, qty: int, eta: date | None = None) -> None:
        self.reference = ref
        self.sku = sku
        self.eta = eta
        self.purchased_quantity = qty
        self.allocations: list[OrderLine] = []

    def allocate(self, line: OrderLine) -> None:
        if line not in self.allocations:
            self.allocations.append(line)

    def deallocate_one(self) -> OrderLine:
        return self.allocations.pop()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Batch) and other.reference == self.reference

    def __hash__(self) -> int:
        return hash(self.reference)


class AbstractRepository(ABC):
    @abstractmethod
    def add(self, batch: Batch) -> None: ...

    @abstractmethod
    def get(self, reference: str) -> Batch | None: ...

    @abstractmethod
    def list(self) -> list[Batch]: ...

    @abstractmethod
    def remove(self, batch: Batch) -> None: ...


class SqlBatches(AbstractRepository):
    def __init__(self, session: orm.Session) -> None:
        self.session = session

    def add(self, batch: Batch) -> None:
        self.session.add(batch)

    def get(self, reference: str) -> Batch | None:
        return self.session.query(Batch).filter_by(reference=reference).one_or_none()

    def list(self) -> list[Batch]:
        return self.session.query(Batch).all()

    def remove(self, batch: Batch) -> None:
        self.session.delete(batch)


mapper_registry = orm.registry()
lines = sa.Table(
    "order_lines",
    mapper_registry.metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("batch_id", sa.ForeignKey("batches.id")),
    sa.Column("sku", sa.String(255)),
    sa.Column("qty", sa.Integer, nullable=False),
    sa.Column("orderid", sa.String(255)),
)
batches = sa.Table(
    "batches",
    mapper_registry.metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("reference", sa.String(255)),
    sa.Column("sku", sa.String(255)),
    sa.Column("purchased_quantity", sa.Integer, nullable=False),
    sa.Column("eta", sa.Date, nullable=True),
)
mapper_registry.map_imperatively(OrderLine, lines)
mapper_registry.map_imperatively(
    Batch,
    batches,
    properties={
        "allocations": orm.relationship(OrderLine, order_by=lines.c.id, cascade="all, delete-orphan", lazy="selectin")
    },
)


class BatchContract(RepositoryContract):
    port = AbstractRepository
    key = "reference"


class Mapped(BatchContract):
    @staticmethod
    def store() -> SqlAlchemyStore[SqlBatches]:
        return SqlAlchemyStore(engine(), metadata=mapper_registry.metadata, adapter=SqlBatches, commit=True)
