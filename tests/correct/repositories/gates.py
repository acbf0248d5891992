"""Gates of an airport, whose codes are upper case however they are written: no neighbour of a code in another case."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Protocol

from dovetail import RepositoryContract


@dataclass
class Gate:
    code: str
    is_open: bool = False

    def __post_init__(self) -> None:
        self.code = self.code.strip().upper()
        if not self.code:
            raise ValueError("a gate has a code")

    def open(self) -> None:
        self.is_open = True


class Gates(Protocol):
    def save(self, gate: Gate) -> None: ...
    def get(self, code: str) -> Gate | None: ...
    def remove(self, gate: Gate) -> None: ...
    def __contains__(self, code: str) -> bool: ...


class InMemoryGates:
    def __init__(self) -> None:
        self._gates: dict[str, Gate] = {}

    def save(self, gate: Gate) -> None:
        self._gates[gate.code] = copy.copy(gate)

    def get(self, code: str) -> Gate | None:
        return copy.copy(self._gates.get(code))

    def remove(self, gate: Gate) -> None:
        self._gates.pop(gate.code, None)

    def __contains__(self, code: str) -> bool:
        return code in self._gates


class GatesContract(RepositoryContract):
    port = Gates


class TestInMemoryGates(GatesContract):
    adapter = InMemoryGates
