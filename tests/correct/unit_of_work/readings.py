"""Readings of meters, whose keys the database gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from correct.unit_of_work.lending_in_sql import SqlUnit, engine
from dovetail import RepositoryContract, UnitOfWorkContract
from dovetail.stores import SqlAlchemyStore


@dataclass
class Reading:
    meter: str
    id: int | None = None

    def belongs_to(self, meter: str) -> None:
        self.meter = meter


class Readings(Protocol):
    def add(self, reading: Reading) -> int: ...
    def update(self, reading: Reading) -> None: ...
    def get(self, reading_id: int) -> Reading | None: ...


class Base(DeclarativeBase):
    pass


class ReadingRow(Base):
    __tablename__ = "readings"
    id: Mapped[int] = mapped_column(primary_key=True)
    meter: Mapped[str]


class SqlReadings:
    def __init__(self, session: Session) -> None:
        self.session = session

    def add(self, reading: Reading) -> int:
        row = ReadingRow(meter=reading.meter)
        self.session.add(row)
        self.session.flush()
        return row.id

    def update(self, reading: Reading) -> None:
        row = self.session.get_one(ReadingRow, reading.id)
        row.meter = reading.meter

    def get(self, reading_id: int) -> Reading | None:
        row = self.session.get(ReadingRow, reading_id)
        return None if row is None else Reading(row.meter, row.id)


class ReadingsContract(RepositoryContract):
    port = Readings
    generated = ["id"]


class ReadingUnit(SqlUnit):
    @property
    def readings(self) -> SqlReadings:
        return SqlReadings(self.session)


class TestReadingUnit(UnitOfWorkContract):
    repositories = {"readings": ReadingsContract}
    store = staticmethod(lambda: SqlAlchemyStore(engine(), metadata=Base.metadata, adapter=ReadingUnit))
