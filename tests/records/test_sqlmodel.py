"""Tables of SQLModel whose rows belong to others: their class must not have its annotations as text."""

from typing import Any

import sqlmodel
from sqlalchemy import MetaData

from dovetail.records import constructor_of


class Chorale(sqlmodel.SQLModel):
    metadata = MetaData()


class Singer(Chorale, table=True):
    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    choir: str | None = sqlmodel.Field(default=None, foreign_key="choir.name")
    voice: str


class Choir(Chorale, table=True):
    name: str = sqlmodel.Field(primary_key=True)
    singers: list[Singer] = sqlmodel.Relationship()


def test_a_table_of_sqlmodel_takes_its_children() -> None:
    """Which are none of its fields; the database counts those up that nobody numbers."""
    assert [one.name for one in _parameters(Choir)] == ["name", "singers"]
    assert [one.name for one in _parameters(Singer)] == ["choir", "voice"]


def _parameters(cls: type) -> Any:
    construction = constructor_of(cls)
    assert construction is not None
    return construction.parameters
