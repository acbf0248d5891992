"""Warrants: issued from data under a verb of the trade, numbered by the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from dovetail import RepositoryContract


@dataclass(frozen=True)
class NewWarrant:
    street: str
    rooms: int


@dataclass(frozen=True)
class Warrant:
    number: int
    street: str
    rooms: int


class Warrants(Protocol):
    def issue(self, data: NewWarrant) -> Warrant: ...
    def get(self, number: int) -> Warrant | None: ...
    def by_street(self, street: str) -> list[Warrant]: ...


class InMemoryWarrants:
    def __init__(self) -> None:
        self._warrants: dict[int, Warrant] = {}

    def issue(self, data: NewWarrant) -> Warrant:
        number = len(self._warrants) + 1
        self._warrants[number] = Warrant(number, data.street, data.rooms)
        return self._warrants[number]

    def get(self, number: int) -> Warrant | None:
        return self._warrants.get(number)

    def by_street(self, street: str) -> list[Warrant]:
        return [each for each in self._warrants.values() if each.street == street]


class WarrantsContract(RepositoryContract):
    port = Warrants
    operations = {"add": "issue"}


class TestInMemoryWarrants(WarrantsContract):
    adapter = InMemoryWarrants
