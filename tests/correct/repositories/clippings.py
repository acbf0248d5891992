"""Clippings out of newspapers, looked through page by page: whoever asks must say which page, and how long it is."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Protocol

from dovetail import RepositoryContract


@dataclass
class Clipping:
    number: int
    headline: str


class Clippings(Protocol):
    def save(self, clipping: Clipping) -> None: ...
    def get(self, number: int) -> Clipping | None: ...
    def list_all(self, page: int, page_size: int) -> list[Clipping]: ...
    def search(self, text: str, page: int, size: int) -> list[Clipping]: ...


class PagesFromOne:
    first = 1

    def __init__(self) -> None:
        self.clippings: dict[int, Clipping] = {}

    def save(self, clipping: Clipping) -> None:
        self.clippings[clipping.number] = deepcopy(clipping)

    def get(self, number: int) -> Clipping | None:
        return deepcopy(self.clippings.get(number))

    def list_all(self, page: int, page_size: int) -> list[Clipping]:
        return self.search("", page, page_size)

    def search(self, text: str, page: int, size: int) -> list[Clipping]:
        return self.part([each for each in self.in_order() if text in each.headline], page, size)

    def in_order(self) -> list[Clipping]:
        return [deepcopy(self.clippings[number]) for number in sorted(self.clippings)]

    def part(self, found: list[Clipping], page: int, size: int) -> list[Clipping]:
        if page < self.first:
            raise ValueError(f"there is no page {page}")
        return found[(page - self.first) * size : (page - self.first + 1) * size]


class PagesFromZero(PagesFromOne):
    first = 0


class ClippingsContract(RepositoryContract):
    port = Clippings
    queries = {"search": lambda clipping, text: text in clipping.headline}


class TestPagesFromOne(ClippingsContract):
    adapter = PagesFromOne


class TestPagesFromZero(ClippingsContract):
    adapter = PagesFromZero
