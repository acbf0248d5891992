"""Anglers found by an index of pegs."""

from __future__ import annotations

from uuid import UUID

from correct.repositories.anglers import Angler, AnglersContract, InMemoryAnglers

contract = AnglersContract


class KeepsThePegThatWasLeft(InMemoryAnglers):
    """REPO-24, REPO-17, REPO-11: the index gets the new peg, and keeps the old one."""

    def __init__(self) -> None:
        super().__init__()
        self._at: dict[int, UUID] = {}

    def save(self, angler: Angler) -> None:
        super().save(angler)
        self._at[angler.peg] = angler.licence

    def get_by_peg(self, peg: int) -> Angler | None:
        return self.get(self._at[peg]) if peg in self._at else None
