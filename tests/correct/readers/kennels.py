"""Dogs of several shelters: what a reader gives is of one shelter, under a key too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from correct.repositories.databases import engine
from dovetail import ReaderContract, RepositoryContract, beside
from dovetail.stores import SqlAlchemyStore


@dataclass
class Dog:
    id: int
    shelter: str
    name: str
    walks: int = 0

    def walk(self) -> None:
        self.walks += 1


class Dogs(Protocol):
    def save(self, dog: Dog) -> None: ...
    def get(self, dog_id: int) -> Dog | None: ...
    def delete(self, dog_id: int) -> None: ...


@dataclass(frozen=True)
class DogCard:
    id: int
    name: str
    walks: int


class Cards(Protocol):
    def get_card(self, shelter: str, dog_id: int) -> DogCard | None: ...
    def list_dogs(self, shelter: str, limit: int = 20, offset: int = 0) -> list[DogCard]: ...


metadata = sa.MetaData()
dogs = sa.Table(
    "dogs",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("shelter", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("walks", sa.BigInteger, nullable=False),
)
looks = sa.Table("looks", metadata, sa.Column("number", sa.Integer, primary_key=True), sa.Column("dog_id", sa.Text))


class SqlDogs:
    def __init__(self, session: Session) -> None:
        self._session = session

    def save(self, dog: Dog) -> None:
        self._session.execute(dogs.delete().where(dogs.c.id == dog.id))
        self._session.execute(dogs.insert().values(id=dog.id, shelter=dog.shelter, name=dog.name, walks=dog.walks))
        self._session.commit()

    def get(self, dog_id: int) -> Dog | None:
        row = self._session.execute(dogs.select().where(dogs.c.id == dog_id)).one_or_none()
        return None if row is None else Dog(*row)

    def delete(self, dog_id: int) -> None:
        self._session.execute(dogs.delete().where(dogs.c.id == dog_id))
        self._session.commit()


class SqlCards:
    def __init__(self, session: Session) -> None:
        self.session = session

    def get_card(self, shelter: str, dog_id: int) -> DogCard | None:
        row = self.session.execute(self.dog(shelter, dog_id)).one_or_none()
        return None if row is None else DogCard(row.id, row.name, row.walks)

    def dog(self, shelter: str, dog_id: int) -> Any:
        return dogs.select().where(dogs.c.id == dog_id, dogs.c.shelter == shelter)

    def list_dogs(self, shelter: str, limit: int = 20, offset: int = 0) -> list[DogCard]:
        found = dogs.select().where(dogs.c.shelter == shelter).order_by(dogs.c.id).limit(limit).offset(offset)
        return [DogCard(row.id, row.name, row.walks) for row in self.session.execute(found)]


class DogsContract(RepositoryContract):
    port = Dogs


class CardsContract(ReaderContract):
    port = Cards
    commands = {"dogs": DogsContract}


contract = CardsContract


def store(reader: Any) -> SqlAlchemyStore[Any]:
    return SqlAlchemyStore(engine(), metadata=metadata, adapter=beside(reader, dogs=SqlDogs))


class Suite(CardsContract):
    store = staticmethod(lambda: store(SqlCards))
