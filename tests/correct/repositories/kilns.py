"""Kilns of a pottery: a collection of mapped objects, whose changes a unit of work commits; SQLAlchemy counts saves."""

from __future__ import annotations

from typing import Protocol

import sqlalchemy as sa
from sqlalchemy import orm

from correct.repositories.databases import file_engine
from dovetail import RepositoryContract, raises
from dovetail.stores import SqlAlchemyStore


class Firing:
    def __init__(self, degrees: int) -> None:
        self.degrees = degrees


class Kiln:
    def __init__(self, name: str, fuel: str = "wood") -> None:
        self.name = name
        self.fuel = fuel
        self.version = 1
        self.firings: list[Firing] = []

    def convert(self, fuel: str) -> None:
        self.fuel = fuel

    def fire(self, degrees: int) -> None:
        self.firings.append(Firing(degrees))


class Kilns(Protocol):
    def add(self, kiln: Kiln) -> None: ...
    def get(self, name: str) -> Kiln | None: ...


mappers = orm.registry()
kilns = sa.Table(
    "kilns",
    mappers.metadata,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("fuel", sa.String, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)
firings = sa.Table(
    "firings",
    mappers.metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("kiln", sa.ForeignKey("kilns.name")),
    sa.Column("degrees", sa.Integer, nullable=False),
)
mappers.map_imperatively(Firing, firings)
mappers.map_imperatively(
    Kiln,
    kilns,
    version_id_col=kilns.c.version,
    properties={
        "firings": orm.relationship(Firing, order_by=firings.c.id, cascade="all, delete-orphan", lazy="selectin")
    },
)


class SqlKilns:
    def __init__(self, session: orm.Session) -> None:
        self._session = session

    def add(self, kiln: Kiln) -> None:
        self._session.add(kiln)

    def get(self, name: str) -> Kiln | None:
        return self._session.get(Kiln, name)


class KilnContract(RepositoryContract):
    port = Kilns
    version = "version"
    stale = raises(orm.exc.StaleDataError)


class Suite(KilnContract):
    @staticmethod
    def store() -> SqlAlchemyStore[SqlKilns]:
        return SqlAlchemyStore(file_engine(), metadata=mappers.metadata, adapter=SqlKilns, commit=True)
