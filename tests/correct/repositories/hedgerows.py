"""Hedgerows, found by what nests in them: an argument that is no attribute, but stands somewhere in one."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Protocol

from dovetail import RepositoryContract


@dataclass
class Nest:
    bird: str
    eggs: int = 0


@dataclass
class Hedgerow:
    id: int
    farm: str
    nests: list[Nest] = field(default_factory=list)

    def nest(self, bird: str) -> None:
        self.nests.append(Nest(bird))

    def leave(self, bird: str) -> None:
        self.nests = [each for each in self.nests if each.bird != bird]


class Hedgerows(Protocol):
    def save(self, hedgerow: Hedgerow) -> None: ...
    def get(self, hedgerow_id: int) -> Hedgerow | None: ...
    def where(self, bird: str) -> list[Hedgerow]: ...
    def delete_many(self, hedgerow_ids: list[int]) -> int: ...


class IndexedHedgerows:
    def __init__(self) -> None:
        self.hedgerows: dict[int, Hedgerow] = {}
        self.index: dict[str, set[int]] = {}

    def save(self, hedgerow: Hedgerow) -> None:
        self.take_out(hedgerow.id)
        self.hedgerows[hedgerow.id] = deepcopy(hedgerow)
        for nest in hedgerow.nests:
            self.index.setdefault(nest.bird, set()).add(hedgerow.id)

    def get(self, hedgerow_id: int) -> Hedgerow | None:
        return deepcopy(self.hedgerows.get(hedgerow_id))

    def where(self, bird: str) -> list[Hedgerow]:
        return [deepcopy(self.hedgerows[each]) for each in sorted(self.index.get(bird, ()))]

    def delete_many(self, hedgerow_ids: list[int]) -> int:
        there = self.hedgerows.keys() & set(hedgerow_ids)
        for each in there:
            self.take_out(each)
            del self.hedgerows[each]
        return len(there)

    def take_out(self, hedgerow_id: int) -> None:
        for each in self.index.values():
            each.discard(hedgerow_id)


class HedgerowsContract(RepositoryContract):
    port = Hedgerows
    queries = {"where": lambda hedgerow, bird: any(nest.bird == bird for nest in hedgerow.nests)}


contract = HedgerowsContract


class TestIndexedHedgerows(HedgerowsContract):
    adapter = IndexedHedgerows
