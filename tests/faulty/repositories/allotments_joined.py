"""Allotments whose key is joined to one text, and which take many in a way of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from correct.repositories.allotments import Allotment, AllotmentDocuments, AllotmentsContract
from dovetail.stores import MemoryStore

contract = AllotmentsContract


def store(adapter: Any) -> MemoryStore[Any]:
    return MemoryStore(adapter)


class JoinsThePartsOfItsKey(AllotmentDocuments):
    """REPO-18, REPO-24: "Hill 1" and 2 come to the same as "Hill " and 12."""

    def key(self, colony: str, number: int) -> str:
        return f"{colony}{number}"


class AsksForItsColonyInAnyCase(AllotmentDocuments):
    """REPO-18: one part of the key is folded, the other one is exact."""

    def key(self, colony: str, number: int) -> str:
        return super().key(colony.lower(), number)


class PassesOverThoseThatItHas(AllotmentDocuments):
    """REPO-30: `INSERT OR IGNORE` for many, where one alone is refused."""

    def add_all(self, allotments: Iterable[Allotment]) -> None:
        given = list(allotments)
        if len(given) > 1:
            given = [each for each in given if self.get(each.colony, each.number) is None]
        super().add_all(given)


class AddsOneAfterTheOther(AllotmentDocuments):
    """REPO-30: those before the one that is refused stay."""

    def add_all(self, allotments: Iterable[Allotment]) -> None:
        for each in allotments:
            super().add_all([each])


class SkipsTheFirstOfAll(AllotmentDocuments):
    """REPO-16: whether there is any was asked of the iterator itself."""

    def iter_all(self) -> Iterator[Allotment]:
        every = super().iter_all()
        if next(every, None) is not None:
            yield from every


class KeepsItsBedsInOrderOfPlants(AllotmentDocuments):
    """REPO-08, REPO-01, REPO-07, REPO-24: children have no position of their own."""

    def allotment(self, text: str) -> Allotment:
        found = super().allotment(text)
        found.beds.sort(key=lambda bed: (bed.plant, bed.metres))
        return found


class GoesOnAfterTheWholeTenant(AllotmentDocuments):
    """REPO-31: the next page begins after all who are alike in the first thing that it is sorted by."""

    def is_after(self, one: Allotment, other: Allotment) -> bool:
        return one.tenant > other.tenant
