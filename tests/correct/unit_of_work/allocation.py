"""Stock that is allocated, in the manner of the book on architecture patterns: mapped classes, a unit per use case."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Self

from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table
from sqlalchemy.orm import Session, registry, relationship, sessionmaker

from correct.unit_of_work.lending_in_sql import engine
from dovetail import RepositoryContract, UnitOfWorkContract
from dovetail.stores import SqlAlchemyStore

metadata = MetaData()
products = Table("products", metadata, Column("sku", String, primary_key=True), Column("version", Integer))
batches = Table(
    "batches",
    metadata,
    Column("reference", String, primary_key=True),
    Column("sku", ForeignKey("products.sku")),
    Column("quantity", Integer, nullable=False),
)


class Batch:
    def __init__(self, reference: str, quantity: int) -> None:
        self.reference = reference
        self.quantity = quantity


class Product:
    def __init__(self, sku: str, batches: list[Batch], version: int = 0) -> None:
        self.sku = sku
        self.batches = batches
        self.version = version

    def restock(self, quantity: int) -> None:
        for batch in self.batches:
            batch.quantity = quantity
        self.version += 1


mapping = registry()
mapping.map_imperatively(Batch, batches)
mapping.map_imperatively(Product, products, properties={"batches": relationship(Batch)})


class AbstractRepository(ABC):
    @abstractmethod
    def add(self, product: Product) -> None: ...

    @abstractmethod
    def get(self, sku: str) -> Product | None: ...


class SqlAlchemyRepository(AbstractRepository):
    def __init__(self, session: Session) -> None:
        self.session = session

    def add(self, product: Product) -> None:
        self.session.add(product)

    def get(self, sku: str) -> Product | None:
        return self.session.query(Product).filter_by(sku=sku).first()


class AbstractUnitOfWork(ABC):
    products: AbstractRepository

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *args: object) -> None:
        self.rollback()

    @abstractmethod
    def commit(self) -> None: ...

    @abstractmethod
    def rollback(self) -> None: ...


class SqlAlchemyUnitOfWork(AbstractUnitOfWork):
    def __init__(self, session_factory: Callable[[], Session]) -> None:
        self.session_factory = session_factory

    def __enter__(self) -> Self:
        self.session = self.session_factory()
        self.products = SqlAlchemyRepository(self.session)
        return super().__enter__()

    def __exit__(self, *args: object) -> None:
        super().__exit__(*args)
        self.session.close()

    def commit(self) -> None:
        self.session.commit()

    def rollback(self) -> None:
        self.session.rollback()


class ProductsContract(RepositoryContract):
    port = AbstractRepository


class AllocationContract(UnitOfWorkContract):
    port = AbstractUnitOfWork


class TestSqlAlchemyUnitOfWork(AllocationContract):
    store = staticmethod(
        lambda: SqlAlchemyStore(
            engine(),
            metadata=metadata,
            adapter=SqlAlchemyUnitOfWork,
            sessions=sessionmaker(expire_on_commit=False),
        )
    )
