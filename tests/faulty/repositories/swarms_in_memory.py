"""Swarms that are reported twice, with an index that takes note of both reports."""

from __future__ import annotations

from correct.repositories.beehives import InMemorySwarms, Swarm, SwarmsContract

contract = SwarmsContract


class IndexesTheSecondReport(InMemorySwarms):
    """REPO-10: the second report is ignored, and counted all the same."""

    def add(self, swarm: Swarm) -> None:
        self._put(swarm)
