"""Faulty repositories of classes that are mapped without annotations; each is broken by one line."""

from __future__ import annotations

from sqlalchemy import select

from correct.repositories.databases import file_engine
from correct.repositories.galleries import Base, Exhibition, ExhibitionContract, Galleries
from dovetail.stores import SqlAlchemyStore

contract = ExhibitionContract


def store(adapter: type[Galleries]) -> SqlAlchemyStore[Galleries]:
    return SqlAlchemyStore(file_engine(), metadata=Base.metadata, adapter=adapter)


class UninsuredGalleries(Galleries):
    """REPO-01: what a work is insured for is never stored."""

    def save(self, exhibition: Exhibition) -> None:
        for each in exhibition.works:
            each.insured_for = None
        super().save(exhibition)


class FirstOnlyGalleries(Galleries):
    """REPO-17: gives one exhibition of a curator, and not all."""

    def find_by_curator(self, curator: str) -> list[Exhibition]:
        return list(self._session.scalars(select(Exhibition).where(Exhibition.curator == curator).limit(1)))
