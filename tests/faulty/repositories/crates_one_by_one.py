"""Shipments that are right, and cost a statement for each row or crate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from correct.repositories.crates import (
    Crate,
    CrateRow,
    SelectinShipments,
    Shipment,
    ShipmentRow,
    ShipmentsContract,
    StampRow,
    store,
    to_shipment,
)

__all__ = ["contract", "store"]

contract = ShipmentsContract


class LoadsLazily(SelectinShipments):
    """REPO-34, REPO-33: the mapper touches a lazy relationship of each row."""

    def options(self) -> list[Any]:
        return []


class AsksForTheStampsOfEachCrate(SelectinShipments):
    """REPO-33: hand-written, with a query in the loop over the crates."""

    def get(self, shipment_id: str) -> Shipment | None:
        row = self._session.execute(
            sa.select(ShipmentRow.id, ShipmentRow.port).where(ShipmentRow.id == shipment_id)
        ).first()
        if row is None:
            return None
        crates = self._session.execute(
            sa.select(CrateRow.number, CrateRow.weight).where(CrateRow.shipment == row.id).order_by(CrateRow.number)
        )
        return Shipment(row.id, row.port, [Crate(weight, self._stamps(number)) for number, weight in crates.all()])

    def _stamps(self, crate: int) -> tuple[str, ...]:
        chosen = sa.select(StampRow.text).where(StampRow.crate == crate).order_by(StampRow.number)
        return tuple(self._session.scalars(chosen))


class GetsOneKeyAfterTheOther(SelectinShipments):
    """REPO-34: many keys are fetched one by one."""

    def get_many(self, shipment_ids: Sequence[str]) -> list[Shipment]:
        found = (self.get(each) for each in shipment_ids)
        return [each for each in found if each is not None]


class PicksKeysAndGetsEach(SelectinShipments):
    """REPO-34: a query that picks keys, and a get for each of them."""

    def find_by_port(self, port: str) -> list[Shipment]:
        keys = self._session.scalars(sa.select(ShipmentRow.id).where(ShipmentRow.port == port)).all()
        self._session.expunge_all()
        return [found for each in keys if (found := self.get(each)) is not None]


class RefreshesWhatItHas(SelectinShipments):
    """REPO-34: what the list has loaded is loaded again, row by row, to be sure."""

    def find_all(self) -> list[Shipment]:
        rows = self._session.scalars(sa.select(ShipmentRow).options(*self.options())).all()
        for row in rows:
            self._session.refresh(row)
        return [to_shipment(row) for row in rows]
