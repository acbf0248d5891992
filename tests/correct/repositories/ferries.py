"""Ferries that record what happens to them: a save writes it to an outbox, and clears it once that is committed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import orm

from correct.repositories.databases import engine
from dovetail import RepositoryContract
from dovetail.stores import SqlAlchemyStore


@dataclass(frozen=True)
class Departed:
    ferry: str


@dataclass
class Ferry:
    name: str
    at_sea: bool = False
    _pending_events: list[Departed] = field(default_factory=list, repr=False)

    def depart(self) -> None:
        self.at_sea = True
        self._pending_events.append(Departed(self.name))

    def moor(self) -> None:
        self.at_sea = False

    def pending_events(self) -> list[Departed]:
        return list(self._pending_events)

    def clear_events(self) -> None:
        self._pending_events.clear()


class Ferries(Protocol):
    def save(self, ferry: Ferry) -> None: ...
    def get(self, name: str) -> Ferry | None: ...


class FerriesContract(RepositoryContract):
    port = Ferries


class Base(orm.DeclarativeBase):
    pass


class FerryRow(Base):
    __tablename__ = "ferries"
    name: orm.Mapped[str] = orm.mapped_column(primary_key=True)
    at_sea: orm.Mapped[bool]


class OutboxRow(Base):
    __tablename__ = "outbox"
    number: orm.Mapped[int] = orm.mapped_column(primary_key=True)
    ferry: orm.Mapped[str]


class SqlFerries:
    def __init__(self, sessions: orm.sessionmaker[orm.Session]) -> None:
        self.sessions = sessions

    def save(self, ferry: Ferry) -> None:
        with self.sessions.begin() as session:
            session.merge(FerryRow(name=ferry.name, at_sea=ferry.at_sea))
            session.add_all([OutboxRow(ferry=each.ferry) for each in ferry.pending_events()])
        ferry.clear_events()

    def get(self, name: str) -> Ferry | None:
        with self.sessions() as session:
            row = session.get(FerryRow, name)
            return None if row is None else Ferry(row.name, row.at_sea)


class TestSqlFerries(FerriesContract):
    store = staticmethod(lambda: SqlAlchemyStore(engine(), metadata=Base.metadata, adapter=SqlFerries))
