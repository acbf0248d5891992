"""Seats of a theatre, whose rows refer to a row of their hall by a foreign key that the database enforces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, ForeignKey, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from dovetail import MapperContract


@dataclass(frozen=True)
class Seat:
    number: int
    hall: str
    row: str = ""


class Base(DeclarativeBase):
    pass


class HallRow(Base):
    __tablename__ = "halls"
    name: Mapped[str] = mapped_column(primary_key=True)


class SeatRow(Base):
    __tablename__ = "seats"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hall: Mapped[str] = mapped_column(ForeignKey("halls.name"))
    row: Mapped[str]


class SeatMapper:
    @staticmethod
    def to_row(seat: Seat) -> SeatRow:
        return SeatRow(number=seat.number, hall=seat.hall, row=seat.row)

    @staticmethod
    def to_seat(row: SeatRow) -> Seat:
        return Seat(row.number, row.hall, row.row)


def enforcing() -> Engine:
    engine = create_engine("sqlite://")

    @event.listens_for(engine, "connect")
    def enforce(connection: Any, _: object) -> None:
        connection.execute("PRAGMA foreign_keys = ON")

    return engine


def with_its_hall(session: Session, seat: Seat) -> None:
    session.merge(HallRow(name=seat.hall))


class SeatContract(MapperContract):
    mapper = SeatMapper
    store = staticmethod(enforcing)
    prepare = with_its_hall
