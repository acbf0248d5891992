"""Pantries of which one that nobody has filled is not what the contract makes of the household that asks."""

from __future__ import annotations

from copy import deepcopy

from correct.repositories.pantries import InMemoryPantries, PantriesContract, Pantry

contract = PantriesContract

_NOTHING: list[str] = []


class EmptyPantryOfNobody(InMemoryPantries):
    """REPO-02, REPO-11, REPO-18, REPO-24: who has none is given the empty pantry of nobody."""

    def made(self, household: str, shelf: int) -> Pantry:
        return Pantry("", 0)


class OneEmptyListForAll(InMemoryPantries):
    """REPO-02, REPO-11, REPO-18, REPO-24: all new pantries share one list, so that all have what one was given."""

    def made(self, household: str, shelf: int) -> Pantry:
        return Pantry(household, shelf, _NOTHING)


class AskingStoresIt(InMemoryPantries):
    """REPO-02, REPO-24: a pantry that was asked for is there from then on, and is counted."""

    def get(self, household: str, shelf: int) -> Pantry:
        return deepcopy(self.kept.setdefault((household, shelf), Pantry(household, shelf)))


class NoneOfTheShelf(InMemoryPantries):
    """REPO-12, REPO-26: what is deleted that was never there answers for another shelf."""

    def delete(self, household: str, shelf: int) -> Pantry:
        return self.kept.pop((household, shelf), None) or Pantry(household, 0)


class AnEmptiedOneIsNotSaved(InMemoryPantries):
    """REPO-07, REPO-24: an empty pantry is as good as none, so it is not written over the one that was full."""

    def save(self, pantry: Pantry) -> None:
        if pantry.jars:
            super().save(pantry)
