"""Levels of a river, by weir: the last one that was read is asked for."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Protocol

from dovetail import RepositoryContract


@dataclass
class Level:
    number: int
    weir: str
    minute: int


class Levels(Protocol):
    def save(self, level: Level) -> None: ...
    def get(self, number: int) -> Level | None: ...
    def latest_by_weir(self, weir: str) -> Level | None: ...


class InMemoryLevels:
    def __init__(self) -> None:
        self.levels: dict[int, Level] = {}

    def save(self, level: Level) -> None:
        self.levels[level.number] = deepcopy(level)

    def get(self, number: int) -> Level | None:
        return deepcopy(self.levels.get(number))

    def latest_by_weir(self, weir: str) -> Level | None:
        return deepcopy(max(self.at(weir), key=lambda level: level.minute, default=None))

    def at(self, weir: str) -> list[Level]:
        return [level for level in self.levels.values() if level.weir == weir]


class LevelsContract(RepositoryContract):
    port = Levels
    queries = {"latest_by_weir": lambda level, weir: level.weir == weir}
    order = {"latest_by_weir": lambda level: -level.minute}


class TestInMemoryLevels(LevelsContract):
    adapter = InMemoryLevels
