"""Faulty repositories of societies, of which no two have one name."""

from __future__ import annotations

from typing import Any

from correct.repositories.databases import engine
from correct.repositories.societies import Base, Society, SocietyContract, SqlSocieties
from dovetail.stores import SqlAlchemyStore

contract = SocietyContract


def store(adapter: type[SqlSocieties]) -> Any:
    return SqlAlchemyStore(engine(), metadata=Base.metadata, adapter=adapter, commit=True)


class ListsWhoHasASeat(SqlSocieties):
    """REPO-16: a society without a seat is not listed."""

    def all(self) -> list[Society]:
        return [each for each in super().all() if each.seat]
