"""Kites with notes of any kind about them, in a dictionary that does not say what it holds."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Protocol

from dovetail import RepositoryContract


@dataclass
class Kite:
    id: int
    maker: str
    notes: dict[str, Any] = field(default_factory=dict)

    def note(self, name: str, text: str) -> None:
        self.notes[name] = text


class Kites(Protocol):
    def save(self, kite: Kite) -> None: ...
    def get(self, kite_id: int) -> Kite | None: ...


class InMemoryKites:
    def __init__(self) -> None:
        self.kites: dict[int, Kite] = {}

    def save(self, kite: Kite) -> None:
        self.kites[kite.id] = deepcopy(kite)

    def get(self, kite_id: int) -> Kite | None:
        return deepcopy(self.kites.get(kite_id))


class KitesContract(RepositoryContract):
    port = Kites


contract = KitesContract


class TestInMemoryKites(KitesContract):
    adapter = InMemoryKites
