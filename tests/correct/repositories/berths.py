"""Berths of a harbour, behind a port that takes what a new berth is to have, and what of one is to change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID, uuid4

from pydantic import BaseModel

from dovetail import RepositoryContract


@dataclass(frozen=True)
class Berth:
    id: UUID
    pier: str
    length: int
    boat: str | None
    buoys: tuple[str, ...]
    opened_at: datetime


class NewBerth(BaseModel):
    pier: str
    length: int
    boat: str | None = None
    buoys: tuple[str, ...] = ()


class BerthPatch(BaseModel):
    length: int | None = None
    boat: str | None = None
    buoys: tuple[str, ...] | None = None


class Berths(Protocol):
    def create(self, data: NewBerth) -> Berth: ...
    def get(self, berth_id: UUID) -> Berth | None: ...
    def update(self, berth_id: UUID, data: BerthPatch) -> Berth | None: ...
    def delete(self, berth_id: UUID) -> bool: ...
    def list_by_pier(self, pier: str) -> list[Berth]: ...


class MemoryBerths:
    def __init__(self) -> None:
        self._berths: dict[UUID, Berth] = {}

    def create(self, data: NewBerth) -> Berth:
        berth = Berth(id=uuid4(), opened_at=datetime.now(UTC), **self._values(data))
        self._berths[berth.id] = berth
        return berth

    def get(self, berth_id: UUID) -> Berth | None:
        return self._berths.get(berth_id)

    def update(self, berth_id: UUID, data: BerthPatch) -> Berth | None:
        berth = self._berths.get(berth_id)
        if berth is not None:
            self._berths[berth_id] = berth = replace(berth, **self._changes(data))
        return berth

    def delete(self, berth_id: UUID) -> bool:
        return self._berths.pop(berth_id, None) is not None

    def list_by_pier(self, pier: str) -> list[Berth]:
        return [each for each in self._berths.values() if each.pier == pier]

    def _values(self, data: NewBerth) -> dict[str, Any]:
        return dict(data)

    def _changes(self, patch: BerthPatch) -> dict[str, Any]:
        return patch.model_dump(exclude_unset=True)


class TakesNothingForUnsaid(MemoryBerths):
    """None means that nothing is said, whether it was given or left out."""

    def _changes(self, patch: BerthPatch) -> dict[str, Any]:
        return patch.model_dump(exclude_none=True)


class BerthContract(RepositoryContract):
    port = Berths


class Unset(BerthContract):
    adapter = MemoryBerths


class Unsaid(BerthContract):
    adapter = TakesNothingForUnsaid


class Mooring(BaseModel):
    """An aggregate whose class refuses to be without a key, and so is never seen without one."""

    id: int
    owner: str
    depth: float = 2.0


@dataclass
class MooringData:
    depth: float


class Moorings(Protocol):
    """Whose a mooring is is told beside the data."""

    async def add(self, owner: str, data: MooringData) -> int: ...
    async def get(self, owner: str, mooring_id: int) -> Mooring | None: ...
    async def all(self, owner: str) -> list[Mooring]: ...


class MemoryMoorings:
    def __init__(self) -> None:
        self._moorings: list[Mooring] = []

    async def add(self, owner: str, data: MooringData) -> int:
        mooring = Mooring(id=len(self._moorings) + 1, owner=owner, depth=data.depth)
        self._moorings.append(mooring)
        return mooring.id

    async def get(self, owner: str, mooring_id: int) -> Mooring | None:
        return next((each for each in await self.all(owner) if each.id == mooring_id), None)

    async def all(self, owner: str) -> list[Mooring]:
        return [each.model_copy() for each in self._moorings if each.owner == owner]


class MooringContract(RepositoryContract):
    port = Moorings


class InMemory(MooringContract):
    adapter = MemoryMoorings
