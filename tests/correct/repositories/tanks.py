"""Tanks of a fish farm: what is drained of one is written by an operation of its own; in a SQLite file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Protocol

from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from correct.repositories.databases import file_engine
from dovetail import RepositoryContract, raises
from dovetail.stores import SqlAlchemyStore


@dataclass(frozen=True)
class Tank:
    name: str
    farm: str
    litres: int
    drained: int = 0


class Tanks(Protocol):
    def save(self, farm: str, tank: Tank) -> None: ...
    def get(self, farm: str, name: str) -> Tank | None: ...
    def drain(self, farm: str, name: str, litres: int) -> None: ...
    def list_by_litres(self, farm: str, litres: int) -> list[Tank]: ...


class Base(DeclarativeBase):
    pass


class TankRow(Base):
    __tablename__ = "tanks"
    name: Mapped[str] = mapped_column(primary_key=True)
    farm: Mapped[str]
    litres: Mapped[int]
    drained: Mapped[int]


class SqlTanks:
    def __init__(self, session: Session) -> None:
        self._session = session

    def save(self, farm: str, tank: Tank) -> None:
        self._session.merge(TankRow(name=tank.name, farm=farm, litres=tank.litres, drained=tank.drained))
        self._session.commit()

    def get(self, farm: str, name: str) -> Tank | None:
        return next(iter(self._where(TankRow.name == name, TankRow.farm == farm)), None)

    def drain(self, farm: str, name: str, litres: int) -> None:
        less = {"litres": TankRow.litres - litres, "drained": TankRow.drained + 1}
        self._session.execute(update(TankRow).where(*self._meant(farm, name)).values(less))
        self._session.commit()

    def list_by_litres(self, farm: str, litres: int) -> list[Tank]:
        return self._where(TankRow.farm == farm, TankRow.litres == litres)

    def _meant(self, farm: str, name: str) -> tuple[Any, ...]:
        return TankRow.name == name, TankRow.farm == farm

    def _where(self, *conditions: Any) -> list[Tank]:
        rows = self._session.execute(select(TankRow.__table__).where(*conditions)).all()
        return [Tank(*row) for row in rows]


def drained(tank: Tank, litres: int) -> Tank:
    if not 0 < litres < 1_000_000:
        raise ValueError(litres)
    return replace(tank, litres=tank.litres - litres, drained=tank.drained + 1)


class TanksUnavailable(Exception):
    """The tanks cannot be asked."""


class DeclaringTanks(SqlTanks):
    """What fails in the database is the port's own error."""

    def save(self, farm: str, tank: Tank) -> None:
        with told():
            super().save(farm, tank)

    def get(self, farm: str, name: str) -> Tank | None:
        with told():
            return super().get(farm, name)

    def drain(self, farm: str, name: str, litres: int) -> None:
        with told():
            super().drain(farm, name, litres)

    def list_by_litres(self, farm: str, litres: int) -> list[Tank]:
        with told():
            return super().list_by_litres(farm, litres)


@contextmanager
def told() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise TanksUnavailable from error


class TankContract(RepositoryContract):
    port = Tanks
    scope = "farm"
    effects = {"drain": drained}


class DeclaredTankContract(TankContract):
    failure = raises(TanksUnavailable)


class ByFarmAndName(RepositoryContract):
    """The same port, where nobody says that a farm owns its tanks: then it is part of their key."""

    port = Tanks
    effects = {"drain": drained}


class Suite(TankContract):
    store = staticmethod(lambda: SqlAlchemyStore(file_engine(), metadata=Base.metadata, adapter=SqlTanks))


class DeclaringSuite(DeclaredTankContract):
    store = staticmethod(lambda: SqlAlchemyStore(file_engine(), metadata=Base.metadata, adapter=DeclaringTanks))


class TanksByNameAlone(ByFarmAndName):
    adapter = ByFarmAndName.fake
