"""Consignments that are stored by hold: what goes wrong takes two pallets that agree."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from correct.repositories.consignments import Consignment, ConsignmentsContract, Hold, Pallet

contract = ConsignmentsContract


class OnePalletAHold:
    """REPO-01, REPO-09: of the pallets in a hold the last one stays."""

    def __init__(self) -> None:
        self._consignments: dict[UUID, tuple[Consignment, dict[Hold, Pallet]]] = {}

    def save(self, consignment: Consignment) -> None:
        by_hold = {pallet.hold: pallet for pallet in consignment.pallets}
        self._consignments[consignment.number] = replace(consignment, pallets=()), by_hold

    def get(self, number: UUID) -> Consignment | None:
        if number not in self._consignments:
            return None
        consignment, by_hold = self._consignments[number]
        return replace(consignment, pallets=tuple(by_hold.values()))
