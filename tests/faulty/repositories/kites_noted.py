"""Kites whose notes are lost, or everybody's."""

from __future__ import annotations

from copy import copy

from correct.repositories.kites import InMemoryKites, Kite, KitesContract

contract = KitesContract


class KeepsNoNotes(InMemoryKites):
    """REPO-01: a kite that was saved has no notes any more."""

    def save(self, kite: Kite) -> None:
        self.kites[kite.id] = Kite(kite.id, kite.maker)


class SharesItsNotes(InMemoryKites):
    """REPO-03: a copy of a kite has the very notes of the kite."""

    def save(self, kite: Kite) -> None:
        self.kites[kite.id] = copy(kite)
