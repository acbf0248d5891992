"""Prizes of a tombola, by the number of their ticket: what a donor brings is put in one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from typing import Protocol

from dovetail import RepositoryContract, raises


@dataclass
class Prize:
    ticket: int
    name: str


class TicketTaken(Exception):
    pass


class Prizes(Protocol):
    def add(self, prize: Prize) -> None: ...
    def add_all(self, prizes: Iterable[Prize]) -> None: ...
    def get(self, ticket: int) -> Prize | None: ...


class OneAfterTheOther:
    def __init__(self) -> None:
        self._prizes: dict[int, Prize] = {}

    def add(self, prize: Prize) -> None:
        if prize.ticket in self._prizes:
            raise TicketTaken(prize.ticket)
        self._prizes[prize.ticket] = deepcopy(prize)

    def add_all(self, prizes: Iterable[Prize]) -> None:
        for each in prizes:
            self.add(each)

    def get(self, ticket: int) -> Prize | None:
        return deepcopy(self._prizes.get(ticket))


class PrizesContract(RepositoryContract):
    port = Prizes
    duplicate = raises(TicketTaken)
    partial = ("add_all",)


class TestOneAfterTheOther(PrizesContract):
    adapter = OneAfterTheOther
