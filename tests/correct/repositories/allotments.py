"""Allotments by colony and number: beds that only methods of the domain dig, many added at once, an iterator of all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import sqlalchemy as sa

from correct.repositories.databases import engine
from dovetail import RepositoryContract, raises
from dovetail.stores import MemoryStore, SqlAlchemyStore


@dataclass(frozen=True)
class Bed:
    plant: str
    metres: int


class Allotment:
    def __init__(self, colony: str, number: int, tenant: str) -> None:
        self.colony = colony
        self.number = number
        self.tenant = tenant
        self.beds: list[Bed] = []

    def dig(self, bed: Bed) -> None:
        self.beds.append(bed)

    def turn_under(self) -> None:
        if self.beds:
            self.beds.pop(0)

    def let_to(self, tenant: str) -> None:
        self.tenant = tenant


class AllotmentTaken(Exception):
    pass


class Allotments(Protocol):
    def add(self, allotment: Allotment) -> None: ...
    def add_all(self, allotments: Iterable[Allotment]) -> None: ...
    def update(self, allotment: Allotment) -> None: ...
    def get(self, colony: str, number: int) -> Allotment | None: ...
    def iter_all(self) -> Iterator[Allotment]: ...
    def starting_with(self, prefix: str) -> list[Allotment]: ...
    def by_tenant(self, after: Allotment | None = None, limit: int = 10) -> list[Allotment]: ...


def by_tenant(allotment: Allotment) -> tuple[str, str, int]:
    return allotment.tenant, allotment.colony, allotment.number


class AllotmentsContract(RepositoryContract):
    port = Allotments
    order = {"by_tenant": by_tenant}
    duplicate = raises(AllotmentTaken)
    queries = {"starting_with": lambda allotment, prefix: allotment.tenant.startswith(prefix)}


class AllotmentDocuments:
    """One JSON text for each, under a text that says both parts of its key."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._texts = texts

    def add(self, allotment: Allotment) -> None:
        self.add_all([allotment])

    def add_all(self, allotments: Iterable[Allotment]) -> None:
        new = {self.key(each.colony, each.number): self.text(each) for each in allotments}
        if taken := new.keys() & self._texts.keys():
            raise AllotmentTaken(taken)
        self._texts |= new

    def update(self, allotment: Allotment) -> None:
        self._texts[self.key(allotment.colony, allotment.number)] = self.text(allotment)

    def get(self, colony: str, number: int) -> Allotment | None:
        text = self._texts.get(self.key(colony, number))
        return None if text is None else self.allotment(text)

    def iter_all(self) -> Iterator[Allotment]:
        yield from map(self.allotment, list(self._texts.values()))

    def starting_with(self, prefix: str) -> list[Allotment]:
        return [each for each in self.iter_all() if each.tenant.startswith(prefix)]

    def by_tenant(self, after: Allotment | None = None, limit: int = 10) -> list[Allotment]:
        every = sorted(self.iter_all(), key=by_tenant)
        return [each for each in every if after is None or self.is_after(each, after)][:limit]

    def is_after(self, one: Allotment, other: Allotment) -> bool:
        return by_tenant(one) > by_tenant(other)

    def key(self, colony: str, number: int) -> str:
        return json.dumps([colony, number])

    def text(self, allotment: Allotment) -> str:
        beds = [[bed.plant, bed.metres] for bed in allotment.beds]
        return json.dumps([allotment.colony, allotment.number, allotment.tenant, beds])

    def allotment(self, text: str) -> Allotment:
        colony, number, tenant, beds = json.loads(text)
        found = Allotment(colony, number, tenant)
        found.beds = [Bed(plant, metres) for plant, metres in beds]
        return found


metadata = sa.MetaData()
rows = sa.Table(
    "allotments",
    metadata,
    sa.Column("colony", sa.Text, primary_key=True),
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("beds", sa.JSON, nullable=False),
)


class SqlAllotments:
    """A key beyond 64 bits and a prefix with NUL are more than SQLite can be asked for."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def add(self, allotment: Allotment) -> None:
        self.add_all([allotment])

    def add_all(self, allotments: Iterable[Allotment]) -> None:
        new = [self._row(each) for each in allotments]
        try:
            with self._engine.begin() as connection:
                if new:
                    connection.execute(rows.insert(), new)
        except sa.exc.IntegrityError as error:
            raise AllotmentTaken(new) from error

    def update(self, allotment: Allotment) -> None:
        with self._engine.begin() as connection:
            connection.execute(rows.update().where(self._is(allotment)).values(self._row(allotment)))

    def get(self, colony: str, number: int) -> Allotment | None:
        with self._engine.connect() as connection:
            found = connection.execute(rows.select().where(rows.c.colony == colony, rows.c.number == number)).first()
        return None if found is None else self._allotment(found)

    def iter_all(self) -> Iterator[Allotment]:
        with self._engine.connect() as connection:
            yield from [self._allotment(row) for row in connection.execute(rows.select())]

    def starting_with(self, prefix: str) -> list[Allotment]:
        with self._engine.connect() as connection:
            head = sa.func.substr(rows.c.tenant, 1, len(prefix))
            return [self._allotment(row) for row in connection.execute(rows.select().where(head == prefix))]

    def by_tenant(self, after: Allotment | None = None, limit: int = 10) -> list[Allotment]:
        every = sorted(self.iter_all(), key=by_tenant)
        return [each for each in every if after is None or by_tenant(each) > by_tenant(after)][:limit]

    def _is(self, allotment: Allotment) -> Any:
        return sa.and_(rows.c.colony == allotment.colony, rows.c.number == allotment.number)

    def _row(self, allotment: Allotment) -> dict[str, Any]:
        beds = [[bed.plant, bed.metres] for bed in allotment.beds]
        return {
            "colony": allotment.colony,
            "number": allotment.number,
            "tenant": allotment.tenant,
            "beds": beds,
        }

    def _allotment(self, row: Any) -> Allotment:
        found = Allotment(row.colony, row.number, row.tenant)
        found.beds = [Bed(plant, metres) for plant, metres in row.beds]
        return found


class TestAllotmentDocuments(AllotmentsContract):
    store = staticmethod(lambda: MemoryStore(AllotmentDocuments))


class TestSqlAllotments(AllotmentsContract):
    store = staticmethod(lambda: SqlAlchemyStore(engine(), metadata=metadata, adapter=SqlAllotments))
