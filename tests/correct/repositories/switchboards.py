"""Switchboards of a museum, each client with a session that stays open for the day."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

from correct.repositories.databases import file_engine
from dovetail import RepositoryContract
from dovetail.stores import SqlAlchemyStore


@dataclass(frozen=True)
class Circuit:
    number: int
    room: str
    amperes: int = field(default=16)

    def rated(self, amperes: int) -> Circuit:
        return replace(self, amperes=amperes)


class Switchboards(Protocol):
    def put(self, circuit: Circuit) -> None: ...
    def get(self, number: int) -> Circuit | None: ...


class SwitchboardContract(RepositoryContract):
    port = Switchboards
    operations = {"save": "put"}


class StrictContract(SwitchboardContract):
    rereads = "fresh"


class Base(DeclarativeBase):
    pass


class CircuitRow(Base):
    __tablename__ = "circuits"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    room: Mapped[str]
    amperes: Mapped[int]


class SqlSwitchboards:
    def __init__(self, session: Session) -> None:
        self._session = session
        self.held: list[Any] = []

    def put(self, circuit: Circuit) -> None:
        row = CircuitRow(number=circuit.number, room=circuit.room, amperes=circuit.amperes)
        self.held.append(self._session.merge(row))
        self._session.commit()

    def get(self, number: int) -> Circuit | None:
        row = self._session.get(CircuitRow, number)
        return None if row is None else Circuit(row.number, row.room, row.amperes)


def store(adapter: type[SqlSwitchboards], *, expires: bool) -> SqlAlchemyStore[SqlSwitchboards]:
    """Whether what a session has loaded expires with its commit."""
    engine = file_engine()
    sessions = sessionmaker(engine, expire_on_commit=expires)
    return SqlAlchemyStore(engine, metadata=Base.metadata, adapter=adapter, sessions=sessions)


class TestSwitchboards(StrictContract):
    store = staticmethod(lambda: store(SqlSwitchboards, expires=True))


class TestSwitchboardsThatKeepWhatTheyRead(SwitchboardContract):
    """Nobody here promises more: what another client has saved is seen on the next day."""

    rereads = "kept"
    store = staticmethod(lambda: store(SqlSwitchboards, expires=False))


contract = StrictContract
