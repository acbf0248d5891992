"""Coats that are walked past once too often, or not to the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy

from correct.repositories.tokens import Coat, CoatsContract, InMemoryCoats

contract = CoatsContract


class LooksFirst(InMemoryCoats):
    """REPO-30: many are walked through twice, and a stream is empty the second time."""

    def add_all(self, coats: Iterable[Coat]) -> None:
        if all(coat.colour is not None for coat in coats):
            super().add_all(coats)


class HasOneCursor(InMemoryCoats):
    """REPO-16: what is asked for meanwhile ends the list."""

    def __init__(self) -> None:
        super().__init__()
        self.cursor: Iterator[Coat] = iter(())

    def get(self, peg: int) -> Coat | None:
        self.cursor = iter(())
        return super().get(peg)

    def all(self) -> Iterator[Coat]:
        self.cursor = iter(deepcopy(list(self.coats.values())))
        while (coat := next(self.cursor, None)) is not None:
            yield coat


class ReopensAtTheEnd(InMemoryCoats):
    """REPO-16: a list that its caller leaves half-way keeps the cloakroom closed."""

    def __init__(self) -> None:
        super().__init__()
        self.closed = False

    def add_all(self, coats: Iterable[Coat]) -> None:
        if self.closed:
            raise RuntimeError("closed")
        super().add_all(coats)

    def all(self) -> Iterator[Coat]:
        self.closed = True
        yield from super().all()
        self.closed = False
