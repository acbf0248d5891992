"""What REPO-24 does between its questions, which an adapter must not be accused of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from hypothesis import settings

from dovetail import RepositoryContract, verify


@dataclass
class Horse:
    number: int
    is_lame: bool = False
    weight: int = 500


class Stable(Protocol):
    def save(self, horse: Horse) -> None: ...
    def get(self, number: int) -> Horse | None: ...
    def find_by_is_lame(self, is_lame: bool) -> Horse | None: ...


class InMemoryStable:
    def __init__(self) -> None:
        self._horses: dict[int, Horse] = {}

    def save(self, horse: Horse) -> None:
        self._horses[horse.number] = replace(horse)

    def get(self, number: int) -> Horse | None:
        return replace(self._horses[number]) if number in self._horses else None

    def find_by_is_lame(self, is_lame: bool) -> Horse | None:
        return next((replace(horse) for horse in self._horses.values() if horse.is_lame is is_lame), None)


class StableContract(RepositoryContract):
    port = Stable
    adapter = InMemoryStable
    settings = settings(max_examples=200, database=None, derandomize=True)


def test_a_query_that_may_give_another_aggregate_is_no_way_to_load_one() -> None:
    """Two lame horses: what is found is changed and saved, and the one that was in hand stays as it is."""
    assert not verify(StableContract).findings
