"""Consignments, whose pallets all go in the hold that the consignment is booked for: the constructor sees to it."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from enum import Enum
from typing import Protocol
from uuid import UUID

from dovetail import RepositoryContract


class Hold(Enum):
    DRY = "dry"
    CHILLED = "chilled"
    DANGEROUS = "dangerous"


@dataclass(frozen=True)
class Pallet:
    kilos: int
    hold: Hold


@dataclass(frozen=True)
class Consignment:
    number: UUID
    hold: Hold
    pallets: tuple[Pallet, ...]

    def __post_init__(self) -> None:
        if any(pallet.hold is not self.hold for pallet in self.pallets):
            raise ValueError("all pallets of a consignment go in one hold")


class Consignments(Protocol):
    def save(self, consignment: Consignment) -> None: ...
    def get(self, number: UUID) -> Consignment | None: ...


class InMemoryConsignments:
    def __init__(self) -> None:
        self._consignments: dict[UUID, Consignment] = {}

    def save(self, consignment: Consignment) -> None:
        self._consignments[consignment.number] = deepcopy(consignment)

    def get(self, number: UUID) -> Consignment | None:
        return deepcopy(self._consignments.get(number))


class ConsignmentsContract(RepositoryContract):
    port = Consignments


class TestInMemoryConsignments(ConsignmentsContract):
    adapter = InMemoryConsignments
