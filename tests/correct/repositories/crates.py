"""Shipments in three tables (shipments, crates, stamps on crates), loaded in as many ways as people load."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy import orm

from correct.repositories.databases import engine
from dovetail import RepositoryContract
from dovetail.stores import SqlAlchemyStore


@dataclass(frozen=True)
class Crate:
    weight: int
    stamps: tuple[str, ...] = ()


@dataclass
class Shipment:
    id: str
    port: str
    crates: list[Crate] = field(default_factory=list)


class Shipments(Protocol):
    def save(self, shipment: Shipment) -> None: ...
    def get(self, shipment_id: str) -> Shipment | None: ...
    def get_many(self, shipment_ids: Sequence[str]) -> list[Shipment]: ...
    def find_by_port(self, port: str) -> list[Shipment]: ...
    def find_all(self) -> list[Shipment]: ...


class Base(orm.DeclarativeBase):
    pass


class StampRow(Base):
    __tablename__ = "stamps"
    number: orm.Mapped[int] = orm.mapped_column(primary_key=True)
    crate: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("crates.number"))
    text: orm.Mapped[str]


class CrateRow(Base):
    __tablename__ = "crates"
    number: orm.Mapped[int] = orm.mapped_column(primary_key=True)
    shipment: orm.Mapped[str] = orm.mapped_column(sa.ForeignKey("shipments.id"))
    weight: orm.Mapped[int] = orm.mapped_column(sa.BigInteger)
    stamps: orm.Mapped[list[StampRow]] = orm.relationship(cascade="all, delete-orphan", order_by=StampRow.number)


class ShipmentRow(Base):
    __tablename__ = "shipments"
    id: orm.Mapped[str] = orm.mapped_column(primary_key=True)
    port: orm.Mapped[str]
    crates: orm.Mapped[list[CrateRow]] = orm.relationship(cascade="all, delete-orphan", order_by=CrateRow.number)


def to_row(shipment: Shipment) -> ShipmentRow:
    crates = [
        CrateRow(weight=each.weight, stamps=[StampRow(text=text) for text in each.stamps]) for each in shipment.crates
    ]
    return ShipmentRow(id=shipment.id, port=shipment.port, crates=crates)


def to_crate(row: CrateRow) -> Crate:
    return Crate(row.weight, tuple(stamp.text for stamp in row.stamps))


def to_shipment(row: ShipmentRow) -> Shipment:
    return Shipment(row.id, row.port, [to_crate(each) for each in row.crates])


class SelectinShipments:
    """Two more statements load all crates and all stamps, of however many shipments."""

    loading: Callable[..., Any] = staticmethod(orm.selectinload)

    def __init__(self, session: orm.Session) -> None:
        self._session = session

    def save(self, shipment: Shipment) -> None:
        if (old := self._session.get(ShipmentRow, shipment.id)) is not None:
            self._session.delete(old)
            self._session.flush()
        self._session.add(to_row(shipment))
        self._session.commit()

    def get(self, shipment_id: str) -> Shipment | None:
        return next(iter(self._where(ShipmentRow.id == shipment_id)), None)

    def get_many(self, shipment_ids: Sequence[str]) -> list[Shipment]:
        return self._where(ShipmentRow.id.in_(shipment_ids))

    def find_by_port(self, port: str) -> list[Shipment]:
        return self._where(ShipmentRow.port == port)

    def find_all(self) -> list[Shipment]:
        return self._where(sa.true())

    def _where(self, condition: Any) -> list[Shipment]:
        chosen = sa.select(ShipmentRow).where(condition).options(*self.options())
        return [to_shipment(row) for row in self._session.scalars(chosen).unique()]

    def options(self) -> list[Any]:
        loading = type(self).loading
        crates = loading(ShipmentRow.crates)
        return [crates, getattr(crates, loading.__name__)(CrateRow.stamps)]


class JoinedShipments(SelectinShipments):
    """One statement joins the three tables."""

    loading = staticmethod(orm.joinedload)


class SubqueryShipments(SelectinShipments):
    """The way of old: the first statement again, as a subquery of the second."""

    loading = staticmethod(orm.subqueryload)


class ShipmentsOfOneSession(SelectinShipments):
    """What the session has loaded already is not asked for again: the identity map answers for it."""

    def get_many(self, shipment_ids: Sequence[str]) -> list[Shipment]:
        chosen = sa.select(ShipmentRow).where(ShipmentRow.id.in_(shipment_ids)).options(*self.options())
        held = self._session.scalars(chosen).unique().all()  # the session forgets what nobody holds
        assert len(held) <= len(shipment_ids)
        rows = (self._session.get(ShipmentRow, each) for each in shipment_ids)
        return [to_shipment(row) for row in rows if row is not None]


class PagedShipments(SelectinShipments):
    """Lists in pages of five, so that memory holds no more; each page costs the same."""

    def find_all(self) -> list[Shipment]:
        found: list[Shipment] = []
        pages = sa.select(ShipmentRow).order_by(ShipmentRow.id).options(*self.options()).limit(5)
        while page := [to_shipment(row) for row in self._session.scalars(pages.offset(len(found)))]:
            found += page
        return found


class ShipmentsContract(RepositoryContract):
    port = Shipments


def store(adapter: Any) -> SqlAlchemyStore[Any]:
    return SqlAlchemyStore(engine(), metadata=Base.metadata, adapter=adapter)


class TestSelectinShipments(ShipmentsContract):
    store = staticmethod(lambda: store(SelectinShipments))


class TestJoinedShipments(ShipmentsContract):
    store = staticmethod(lambda: store(JoinedShipments))


class TestSubqueryShipments(ShipmentsContract):
    store = staticmethod(lambda: store(SubqueryShipments))


class TestShipmentsOfOneSession(ShipmentsContract):
    store = staticmethod(lambda: store(ShipmentsOfOneSession))


class TestPagedShipments(ShipmentsContract):
    store = staticmethod(lambda: store(PagedShipments))
