"""Parcels: Results of two libraries, async and sync, over the same port in spirit."""

from __future__ import annotations

import asyncio
import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Protocol

from result import Err, Ok, Result
from returns.maybe import Maybe, Nothing, Some
from returns.result import Failure, Success
from returns.result import Result as Returned

from dovetail import RepositoryContract, fails


class Stage(str, Enum):  # noqa: UP042 - as older code has it
    PACKED = "packed"
    SENT = "sent"
    DELIVERED = "delivered"


@dataclass(frozen=True)
class TrackingNumber:
    value: str

    def __post_init__(self) -> None:
        if not self.value.strip():
            raise ValueError("a tracking number is not blank")


@dataclass(frozen=True)
class NotFound:
    number: TrackingNumber


@dataclass
class Parcel:
    tracking_number: TrackingNumber
    recipient: str
    grams: int
    stage: Stage = Stage.PACKED
    scans: list[tuple[datetime, str]] = field(default_factory=list)

    def scan(self, place: str) -> None:
        self.scans.append((datetime.now(UTC), place))

    def advance(self, stage: Stage) -> None:
        self.stage = stage


class Parcels(Protocol):
    async def save(self, parcel: Parcel) -> Result[None, NotFound]: ...

    async def get(self, number: TrackingNumber) -> Result[Parcel, NotFound]: ...

    async def remove(self, number: TrackingNumber) -> Result[None, NotFound]: ...

    async def find_by_recipient(self, recipient: str) -> Result[list[Parcel], NotFound]: ...

    async def exists(self, number: TrackingNumber) -> bool: ...


class AsyncDict:
    """Awaits between its steps, as network clients do."""

    def __init__(self) -> None:
        self._parcels: dict[str, Parcel] = {}

    async def save(self, parcel: Parcel) -> Result[None, NotFound]:
        await asyncio.sleep(0)
        self._parcels[parcel.tracking_number.value] = copy.deepcopy(parcel)
        return Ok(None)

    async def get(self, number: TrackingNumber) -> Result[Parcel, NotFound]:
        await asyncio.sleep(0)
        found = self._parcels.get(number.value)
        return Ok(copy.deepcopy(found)) if found else Err(NotFound(number))

    async def remove(self, number: TrackingNumber) -> Result[None, NotFound]:
        if number.value not in self._parcels:
            return Err(NotFound(number))
        del self._parcels[number.value]
        return Ok(None)

    async def find_by_recipient(self, recipient: str) -> Result[list[Parcel], NotFound]:
        return Ok([copy.deepcopy(each) for each in self._parcels.values() if each.recipient == recipient])

    async def exists(self, number: TrackingNumber) -> bool:
        return number.value in self._parcels


class ParcelShelf(Protocol):
    def put(self, parcel: Parcel) -> Returned[Parcel, Exception]: ...

    def find(self, number: TrackingNumber) -> Returned[Parcel, LookupError]: ...

    def discard(self, number: TrackingNumber) -> Returned[bool, Exception]: ...

    def all(self) -> Returned[tuple[Parcel, ...], Exception]: ...


class Shelf:
    def __init__(self) -> None:
        self._parcels: dict[TrackingNumber, Parcel] = {}

    def put(self, parcel: Parcel) -> Returned[Parcel, Exception]:
        self._parcels[parcel.tracking_number] = copy.deepcopy(parcel)
        return Success(parcel)

    def find(self, number: TrackingNumber) -> Returned[Parcel, LookupError]:
        if number in self._parcels:
            return Success(copy.deepcopy(self._parcels[number]))
        return Failure(LookupError(number))

    def discard(self, number: TrackingNumber) -> Returned[bool, Exception]:
        return Success(self._parcels.pop(number, None) is not None)

    def all(self) -> Returned[tuple[Parcel, ...], Exception]:
        return Success(tuple(copy.deepcopy(list(self._parcels.values()))))


class MaybeParcels(Protocol):
    def store(self, parcel: Parcel) -> None: ...

    def get_by_tracking_number(self, number: TrackingNumber) -> Maybe[Parcel]: ...


class MaybeShelf:
    def __init__(self) -> None:
        self._parcels: dict[TrackingNumber, Parcel] = {}

    def store(self, parcel: Parcel) -> None:
        self._parcels[parcel.tracking_number] = copy.deepcopy(parcel)

    def get_by_tracking_number(self, number: TrackingNumber) -> Maybe[Parcel]:
        found = self._parcels.get(number)
        return Nothing if found is None else Some(copy.deepcopy(found))


class OfResult(RepositoryContract):
    port = Parcels
    missing = fails(NotFound)
    missing_delete = fails(NotFound)
    adapter = AsyncDict


class OfReturns(RepositoryContract):
    port = ParcelShelf
    missing = fails(LookupError)
    adapter = Shelf


class OfMaybe(RepositoryContract):
    port = MaybeParcels
    adapter = MaybeShelf
