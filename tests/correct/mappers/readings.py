"""Meter readings as documents of pydantic and of msgspec; a tagged union, and a Result for what cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import msgspec
from pydantic import BaseModel

from dovetail import MapperContract, fails

T = TypeVar("T")


@dataclass(frozen=True)
class Water:
    litres: int


@dataclass(frozen=True)
class Power:
    day: float
    night: float


@dataclass(frozen=True)
class Reading:
    meter: str
    taken: datetime
    value: Water | Power
    tags: frozenset[str] = frozenset()
    previous: Reading | None = None

    def __post_init__(self) -> None:
        if self.taken.tzinfo is not UTC:
            raise ValueError("UTC")


@dataclass(frozen=True)
class Result(Generic[T]):
    value: T | None = None
    error: Any = None

    @property
    def is_ok(self) -> bool:
        return self.error is None


class ReadingDocument(BaseModel):
    meter: str
    taken: datetime
    kind: str
    numbers: list[float]
    litres: int = 0
    tags: list[str]
    previous: ReadingDocument | None = None


class PydanticReadings:
    def to_document(self, reading: Reading) -> ReadingDocument:
        value = reading.value
        return ReadingDocument(
            meter=reading.meter,
            taken=reading.taken,
            kind="water" if isinstance(value, Water) else "power",
            numbers=[value.day, value.night] if isinstance(value, Power) else [],
            litres=value.litres if isinstance(value, Water) else 0,
            tags=sorted(reading.tags),
            previous=self.to_document(reading.previous) if reading.previous else None,
        )

    def from_document(self, document: ReadingDocument) -> Result[Reading]:
        if document.kind not in {"water", "power"}:
            return Result(error=f"kind is {document.kind!r}")
        if document.kind == "power" and len(document.numbers) != 2:
            return Result(error="numbers are a pair")
        previous = self.from_document(document.previous) if document.previous else Result()
        if not previous.is_ok:
            return previous
        value = Water(document.litres) if document.kind == "water" else Power(*document.numbers)
        taken = document.taken.astimezone(UTC)
        return Result(Reading(document.meter, taken, value, frozenset(document.tags), previous.value))


class ReadingStruct(msgspec.Struct):
    meter: str
    taken: str
    litres: int | None = None
    power: tuple[float, float] | None = None
    tags: list[str] = []
    previous: ReadingStruct | None = None


def encode(reading: Reading) -> ReadingStruct:
    value = reading.value
    return ReadingStruct(
        meter=reading.meter,
        taken=reading.taken.isoformat(),
        litres=value.litres if isinstance(value, Water) else None,
        power=(value.day, value.night) if isinstance(value, Power) else None,
        tags=sorted(reading.tags),
        previous=encode(reading.previous) if reading.previous else None,
    )


def decode(struct: ReadingStruct) -> Reading:
    value = Power(*struct.power) if struct.power is not None else Water(struct.litres or 0)
    previous = decode(struct.previous) if struct.previous else None
    taken = datetime.fromisoformat(struct.taken).astimezone(UTC)
    return Reading(struct.meter, taken, value, frozenset(struct.tags), previous)


class PydanticDocuments(MapperContract):
    mapper = PydanticReadings
    errors = fails()


class Structs(MapperContract):
    to_model = encode
    to_domain = decode
