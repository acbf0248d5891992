"""Anglers, each at a peg of the bank that is nobody else's: those at the weir are few, and often taken."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Literal, Protocol
from uuid import UUID

from dovetail import RepositoryContract, raises


@dataclass
class Angler:
    licence: UUID
    peg: int
    name: str = ""

    def move_to_the_weir(self, peg: Literal[1, 2, 3]) -> None:
        self.peg = peg


class PegTaken(Exception):
    pass


class Anglers(Protocol):
    def save(self, angler: Angler) -> None: ...
    def get(self, licence: UUID) -> Angler | None: ...
    def get_by_peg(self, peg: int) -> Angler | None: ...


class InMemoryAnglers:
    def __init__(self) -> None:
        self._anglers: dict[UUID, Angler] = {}

    def save(self, angler: Angler) -> None:
        if any(each.peg == angler.peg and each.licence != angler.licence for each in self._anglers.values()):
            raise PegTaken(angler.peg)
        self._anglers[angler.licence] = deepcopy(angler)

    def get(self, licence: UUID) -> Angler | None:
        return deepcopy(self._anglers.get(licence))

    def get_by_peg(self, peg: int) -> Angler | None:
        return next((deepcopy(each) for each in self._anglers.values() if each.peg == peg), None)


class AnglersContract(RepositoryContract):
    port = Anglers
    unique = {"peg": raises(PegTaken)}


class TestInMemoryAnglers(AnglersContract):
    adapter = InMemoryAnglers
