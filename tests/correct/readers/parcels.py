"""Parcels: a command side on SQLite, and readers of it that a competent author wrote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dovetail import ReaderContract, RepositoryContract, beside
from dovetail.stores import SqlAlchemyStore


class Status(Enum):
    ANNOUNCED = "announced"
    MOVING = "moving"
    DELIVERED = "delivered"


@dataclass(frozen=True)
class Stop:
    place: str
    on: date


@dataclass
class Parcel:
    id: int
    sender: str
    status: Status
    grams: int
    note: str | None = None
    stops: list[Stop] = field(default_factory=list)

    def hand_over(self, stop: Stop) -> None:
        self.status = Status.MOVING
        self.stops.append(stop)

    def deliver(self) -> None:
        self.status = Status.DELIVERED

    def relabel(self, note: str | None) -> None:
        self.note = note


class ParcelRepository(Protocol):
    def save(self, parcel: Parcel) -> None: ...
    def get(self, parcel_id: int) -> Parcel | None: ...
    def delete(self, parcel_id: int) -> None: ...


@dataclass(frozen=True)
class ParcelRow:
    id: int
    sender: str
    status: str
    grams: int
    note: str | None
    stop_count: int


@dataclass(frozen=True)
class Page:
    items: Sequence[ParcelRow]
    total: int


class ParcelReader(Protocol):
    def find(self, parcel_id: int) -> ParcelRow | None: ...
    def page(
        self, *, sender: str | None = None, grams: int | None = None, limit: int = 20, offset: int = 0
    ) -> Page: ...
    def search(self, text: str, limit: int = 20) -> list[ParcelRow]: ...
    def count(self, sender: str | None = None) -> int: ...
    def heavy(self, above: int) -> list[ParcelRow]: ...


metadata = sa.MetaData()
parcels = sa.Table(
    "parcels",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("sender", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("grams", sa.BigInteger, nullable=False),
    sa.Column("note", sa.Text),
)
stops = sa.Table(
    "stops",
    metadata,
    sa.Column("parcel_id", sa.ForeignKey("parcels.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("on", sa.Date, nullable=False),
)


class SqlParcels:
    def __init__(self, session: Session) -> None:
        self._session = session

    def save(self, parcel: Parcel) -> None:
        self.delete_rows(parcel.id)
        row = {"id": parcel.id, "sender": parcel.sender, "grams": parcel.grams, "note": parcel.note}
        self._session.execute(parcels.insert().values(row | {"status": parcel.status.value}))
        for number, stop in enumerate(parcel.stops):
            stored = {"parcel_id": parcel.id, "number": number, "place": stop.place, "on": stop.on}
            self._session.execute(stops.insert().values(stored))
        self._session.commit()

    def get(self, parcel_id: int) -> Parcel | None:
        row = self._session.execute(parcels.select().where(parcels.c.id == parcel_id)).one_or_none()
        if row is None:
            return None
        found = stops.select().where(stops.c.parcel_id == parcel_id).order_by(stops.c.number)
        visited = [Stop(each.place, each.on) for each in self._session.execute(found)]
        return Parcel(row.id, row.sender, Status(row.status), row.grams, row.note, visited)

    def delete(self, parcel_id: int) -> None:
        self.delete_rows(parcel_id)
        self._session.commit()

    def delete_rows(self, parcel_id: int) -> None:
        self._session.execute(stops.delete().where(stops.c.parcel_id == parcel_id))
        self._session.execute(parcels.delete().where(parcels.c.id == parcel_id))


class SqlParcelReader:
    """One statement a question, sorted by sender and, among equal ones, by id."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def rows(self, condition: Any = None, limit: int | None = None, offset: int = 0) -> list[ParcelRow]:
        visited = sa.select(sa.func.count()).where(stops.c.parcel_id == parcels.c.id).scalar_subquery()
        query = sa.select(parcels, visited.label("stop_count")).order_by(parcels.c.sender, parcels.c.id)
        query = query.limit(limit).offset(offset)
        found = self.session.execute(query if condition is None else query.where(condition))
        return [self.row(each) for each in found]

    def row(self, row: Any) -> ParcelRow:
        return ParcelRow(row.id, row.sender, row.status, row.grams, row.note, row.stop_count)

    def total(self, condition: Any = None) -> int:
        query = sa.select(sa.func.count()).select_from(parcels)
        return self.session.execute(query if condition is None else query.where(condition)).scalar_one()

    def condition(self, sender: str | None, grams: int | None) -> Any:
        asked = [] if sender is None else [parcels.c.sender == sender]
        return sa.and_(sa.true(), *asked, *([] if grams is None else [parcels.c.grams == grams]))

    def find(self, parcel_id: int) -> ParcelRow | None:
        return next(iter(self.rows(parcels.c.id == parcel_id)), None)

    def page(self, *, sender: str | None = None, grams: int | None = None, limit: int = 20, offset: int = 0) -> Page:
        condition = self.condition(sender, grams)
        return Page(self.rows(condition, limit, offset), self.total(condition))

    def search(self, text: str, limit: int = 20) -> list[ParcelRow]:
        inside = (parcels.c.sender.contains(text, autoescape=True), parcels.c.note.contains(text, autoescape=True))
        return self.rows(sa.or_(*inside), limit)

    def count(self, sender: str | None = None) -> int:
        return self.total(self.condition(sender, None))

    def heavy(self, above: int) -> list[ParcelRow]:
        return self.rows(parcels.c.grams > above)


class ParcelRepositoryContract(RepositoryContract):
    port = ParcelRepository


class ParcelReaderContract(ReaderContract):
    port = ParcelReader
    commands = {"parcels": ParcelRepositoryContract}
    queries = {"heavy": lambda parcel, above: parcel.grams > above}


contract = ParcelReaderContract


def store(reader: Any) -> SqlAlchemyStore[Any]:
    """A store whose connections have a reader beside the command side."""
    engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool, connect_args={"check_same_thread": False})
    return SqlAlchemyStore(engine, metadata=metadata, adapter=beside(reader, parcels=SqlParcels))


class Suite(ParcelReaderContract):
    """The reader of SQLite."""

    store = staticmethod(lambda: store(SqlParcelReader))


class Shelf:
    """What the in-memory repository keeps, and its reader reads."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[int, str, Status, int, str | None, tuple[Stop, ...]]] = {}
        self.parcels = self
        self.reader = ShelfReader(self)

    def save(self, parcel: Parcel) -> None:
        held = (parcel.id, parcel.sender, parcel.status, parcel.grams, parcel.note, tuple(parcel.stops))
        self._kept[parcel.id] = held

    def get(self, parcel_id: int) -> Parcel | None:
        held = self._kept.get(parcel_id)
        return None if held is None else self._made(*held)

    def delete(self, parcel_id: int) -> None:
        self._kept.pop(parcel_id, None)

    def every(self) -> list[Parcel]:
        return [self._made(*held) for held in self._kept.values()]

    @staticmethod
    def _made(
        number: int, sender: str, status: Status, grams: int, note: str | None, visited: tuple[Stop, ...]
    ) -> Parcel:
        return Parcel(number, sender, status, grams, note, list(visited))


class ShelfReader:
    """Reads what a shelf keeps, in the order of the ids, and refuses a limit of zero."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def rows(self) -> list[ParcelRow]:
        every = sorted(self._shelf.every(), key=lambda each: each.id)
        return [ParcelRow(p.id, p.sender, p.status.value, p.grams, p.note, len(p.stops)) for p in every]

    def find(self, parcel_id: int) -> ParcelRow | None:
        return next((each for each in self.rows() if each.id == parcel_id), None)

    def page(self, *, sender: str | None = None, grams: int | None = None, limit: int = 20, offset: int = 0) -> Page:
        if limit < 1:
            raise ValueError("a page holds at least one parcel")
        found = [each for each in self.rows() if sender in (None, each.sender) and grams in (None, each.grams)]
        return Page(found[offset : offset + limit], len(found))

    def search(self, text: str, limit: int = 20) -> list[ParcelRow]:
        return [each for each in self.rows() if text in each.sender or text in (each.note or "")][:limit]

    def count(self, sender: str | None = None) -> int:
        return len([each for each in self.rows() if sender in (None, each.sender)])

    def heavy(self, above: int) -> list[ParcelRow]:
        return [each for each in self.rows() if each.grams > above]


class OnAShelf(ParcelReaderContract):
    """The reader of what is in memory."""

    adapter = Shelf
