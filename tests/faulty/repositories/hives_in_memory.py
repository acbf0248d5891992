"""Hives whose repository has ways to write that forget what its save remembers."""

from __future__ import annotations

from dataclasses import replace

from correct.repositories.beehives import Hive, HivesContract, InMemoryHives

contract = HivesContract


class RequeensWithoutLooking(InMemoryHives):
    """REPO-19: save refuses what is stale, and this writes the whole hive whatever its version."""

    def requeen(self, hive: Hive) -> None:
        if hive.id in self._hives:
            self._keep(replace(hive, queens=hive.queens + 1, version=self._hives[hive.id].version))


class UnpacksOnTheMove(InMemoryHives):
    """REPO-07: the hive that is moved is a new one, without what was in it."""

    def move(self, hive_id: int, keeper_id: int) -> None:
        held = self._hives[hive_id]
        self._hives[hive_id] = Hive(held.id, keeper_id, held.tag, version=held.version)
