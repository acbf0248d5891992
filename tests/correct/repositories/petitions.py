"""Petitions, listed page by page, each page with how many there are in all, whatever holds the two."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, Protocol, TypedDict, TypeVar

import pydantic

from dovetail import RepositoryContract

T = TypeVar("T")


@dataclass
class Petition:
    number: int
    town: str
    signatures: int = 0


@dataclass
class Page(Generic[T]):
    items: list[T]
    total: int
    size: int = 0  # of this page


class PetitionPage(NamedTuple):
    petitions: list[Petition]
    total_count: int


class PetitionDocument(TypedDict):
    results: list[Petition]
    total: int


class Listing(pydantic.BaseModel, Generic[T]):
    items: list[T]
    total: pydantic.NonNegativeInt


class Petitions(Protocol):
    def save(self, petition: Petition) -> None: ...
    def get(self, number: int) -> Petition | None: ...
    def delete(self, number: int) -> None: ...
    def list(self, limit: int = 10, offset: int = 0) -> Page[Petition]: ...
    def by_town(self, town: str, limit: int = 10, offset: int = 0) -> tuple[Sequence[Petition], int]: ...


class InMemoryPetitions:
    def __init__(self) -> None:
        self._petitions: dict[int, Petition] = {}

    def save(self, petition: Petition) -> None:
        self._petitions[petition.number] = deepcopy(petition)

    def get(self, number: int) -> Petition | None:
        return deepcopy(self._petitions.get(number))

    def delete(self, number: int) -> None:
        self._petitions.pop(number, None)

    def list(self, limit: int = 10, offset: int = 0) -> Page[Petition]:
        part = self._in(None)[offset : offset + limit]
        return Page(part, len(self._petitions), len(part))

    def by_town(self, town: str, limit: int = 10, offset: int = 0) -> tuple[Sequence[Petition], int]:
        every = self._in(town)
        return every[offset : offset + limit], len(every)

    def _in(self, town: str | None) -> Any:
        return [deepcopy(each) for each in self._petitions.values() if town in (None, each.town)]


class PetitionsContract(RepositoryContract):
    port = Petitions


class TestInMemoryPetitions(PetitionsContract):
    adapter = InMemoryPetitions


class TestFakePetitions(PetitionsContract):
    adapter = PetitionsContract.fake


class PetitionsInOneTuple(Protocol):
    def save(self, petition: Petition) -> None: ...
    def get(self, number: int) -> Petition | None: ...
    def list(self, limit: int = 10, offset: int = 0) -> PetitionPage: ...


class NamedPages(InMemoryPetitions):
    def list(self, limit: int = 10, offset: int = 0) -> Any:
        page = super().list(limit, offset)
        return PetitionPage(page.items, page.total)


class TestNamedPages(RepositoryContract):
    port = PetitionsInOneTuple
    adapter = NamedPages


class PetitionsInADocument(Protocol):
    def save(self, petition: Petition) -> None: ...
    def get(self, number: int) -> Petition | None: ...
    def list(self, limit: int = 10, offset: int = 0) -> PetitionDocument: ...


class Documents(InMemoryPetitions):
    def list(self, limit: int = 10, offset: int = 0) -> Any:
        page = super().list(limit, offset)
        return PetitionDocument(results=page.items, total=page.total)


class TestDocuments(RepositoryContract):
    port = PetitionsInADocument
    adapter = Documents


class PetitionsInAModel(Protocol):
    def save(self, petition: Petition) -> None: ...
    def get(self, number: int) -> Petition | None: ...
    def list(self, page: int = 1, size: int = 10) -> Listing[Petition]: ...


class Models(InMemoryPetitions):
    def list(self, page: int = 1, size: int = 10) -> Any:
        found = super().list(size, (page - 1) * size)
        return Listing[Petition](items=found.items, total=found.total)


class TestModels(RepositoryContract):
    port = PetitionsInAModel
    adapter = Models
