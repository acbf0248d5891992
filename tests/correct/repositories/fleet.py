"""A fleet: vehicles of several kinds in one repository, msgspec structs, recursive parts; single table inheritance."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any, Literal

import msgspec
import sqlalchemy as sa

from correct.repositories.databases import engine
from dovetail import RepositoryContract, ignores, raises, strategies
from dovetail.stores import MemoryStore, SqlAlchemyStore


class Part(msgspec.Struct, frozen=True):
    name: str
    pieces: tuple[Part, ...] = ()


class Vehicle(msgspec.Struct, kw_only=True):
    plate: str
    mileage: int = 0
    price: Decimal = Decimal(0)
    parts: list[Part] = msgspec.field(default_factory=list)
    status: Literal["idle", "rented", "broken"] = "idle"

    def drive(self, kilometres: int) -> None:
        if kilometres < 0:
            raise ValueError("vehicles drive forward")
        self.mileage += kilometres

    def fit(self, part: Part) -> None:
        self.parts.append(part)

    def strip(self) -> None:
        self.parts.clear()


class Car(Vehicle, tag=True, kw_only=True):
    seats: int


class Truck(Vehicle, tag=True, kw_only=True):
    tons: Annotated[float, msgspec.Meta(ge=0, le=500)]
    trailer: bool = False


class NoSuchVehicle(KeyError):
    """Nobody knows that plate."""


class VehicleRepository(ABC):
    @abstractmethod
    def upsert(self, vehicle: Vehicle) -> None: ...

    @abstractmethod
    def fetch(self, plate: str) -> Vehicle: ...

    @abstractmethod
    def fetch_all(self) -> Sequence[Vehicle]: ...

    @abstractmethod
    def find_with_status(self, status: Literal["idle", "rented", "broken"]) -> Sequence[Vehicle]: ...

    @abstractmethod
    def find_cheaper_than(self, price: Decimal) -> Sequence[Vehicle]: ...

    @abstractmethod
    def find_many(self, plates: Sequence[str]) -> Sequence[Vehicle]: ...

    @abstractmethod
    def drop(self, plate: str) -> None: ...

    def __len__(self) -> int:
        return len(self.fetch_all())


_codec = msgspec.json.Encoder(), msgspec.json.Decoder(Car | Truck)


class JsonVehicles(VehicleRepository):
    """One document a vehicle."""

    def __init__(self, documents: dict[str, bytes]) -> None:
        self._documents = documents

    def upsert(self, vehicle: Vehicle) -> None:
        self._documents[vehicle.plate] = _codec[0].encode(vehicle)

    def fetch(self, plate: str) -> Vehicle:
        if plate not in self._documents:
            raise NoSuchVehicle(plate)
        vehicle: Vehicle = _codec[1].decode(self._documents[plate])
        return vehicle

    def fetch_all(self) -> Sequence[Vehicle]:
        return [_codec[1].decode(each) for each in self._documents.values()]

    def find_with_status(self, status: Literal["idle", "rented", "broken"]) -> Sequence[Vehicle]:
        return [each for each in self.fetch_all() if each.status == status]

    def find_cheaper_than(self, price: Decimal) -> Sequence[Vehicle]:
        return [each for each in self.fetch_all() if each.price < price]

    def find_many(self, plates: Sequence[str]) -> Sequence[Vehicle]:
        return [each for each in self.fetch_all() if each.plate in plates]

    def drop(self, plate: str) -> None:
        self._documents.pop(plate, None)


metadata = sa.MetaData()
vehicles = sa.Table(
    "vehicles",
    metadata,
    sa.Column("plate", sa.Text, primary_key=True),
    sa.Column("kind", sa.String(5), nullable=False),
    sa.Column("mileage", sa.Integer, nullable=False),
    sa.Column("price", sa.Text, nullable=False),
    sa.Column("parts", sa.JSON, nullable=False),
    sa.Column("status", sa.String(6), nullable=False),
    sa.Column("seats", sa.Integer),
    sa.Column("tons", sa.Float),
    sa.Column("trailer", sa.Boolean),
)


class TableOfVehicles(VehicleRepository):
    """One table for all kinds."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def upsert(self, vehicle: Vehicle) -> None:
        self._connection.execute(sa.delete(vehicles).where(vehicles.c.plate == vehicle.plate))
        row = msgspec.structs.asdict(vehicle)
        row |= {
            "kind": type(vehicle).__name__,
            "price": str(vehicle.price),
            "parts": json.loads(msgspec.json.encode(vehicle.parts)),
        }
        self._connection.execute(sa.insert(vehicles).values(**row))
        self._connection.commit()

    def fetch(self, plate: str) -> Vehicle:
        found = self._where(vehicles.c.plate == plate)
        if not found:
            raise NoSuchVehicle(plate)
        return found[0]

    def fetch_all(self) -> Sequence[Vehicle]:
        return self._where(sa.true())

    def find_with_status(self, status: Literal["idle", "rented", "broken"]) -> Sequence[Vehicle]:
        return self._where(vehicles.c.status == status)

    def find_cheaper_than(self, price: Decimal) -> Sequence[Vehicle]:
        return [each for each in self.fetch_all() if each.price < price]

    def find_many(self, plates: Sequence[str]) -> Sequence[Vehicle]:
        return self._where(vehicles.c.plate.in_(plates))

    def drop(self, plate: str) -> None:
        self._connection.execute(sa.delete(vehicles).where(vehicles.c.plate == plate))
        self._connection.commit()

    def _where(self, condition: sa.ColumnElement[bool]) -> list[Vehicle]:
        rows = self._connection.execute(sa.select(vehicles).where(condition)).mappings()
        return [self._vehicle(dict(row)) for row in rows]

    def _vehicle(self, row: dict[str, Any]) -> Vehicle:
        cls = Car if row.pop("kind") == "Car" else Truck
        row["price"] = Decimal(str(row["price"]))
        row["parts"] = msgspec.convert(row["parts"], list[Part])
        return cls(**{name: row[name] for name in cls.__struct_fields__})


class VehicleContract(RepositoryContract):
    port = VehicleRepository
    missing = raises(NoSuchVehicle)
    missing_delete = ignores()
    operations = {"delete": "drop"}
    aggregates = strategies.for_type(Car | Truck)


class Documents(VehicleContract):
    store = MemoryStore(JsonVehicles)


class OneTable(VehicleContract):
    @staticmethod
    def store() -> SqlAlchemyStore[TableOfVehicles]:
        return SqlAlchemyStore(engine(), metadata=metadata, adapter=TableOfVehicles)
