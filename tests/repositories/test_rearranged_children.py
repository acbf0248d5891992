"""Where no aggregate with other children can be made, the outcome says what to write."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Protocol

from hypothesis import settings
from hypothesis import strategies as st

import dovetail
from dovetail import RepositoryContract
from dovetail.suites.kernel.outcome import Verdict


@dataclass
class Fleet:
    """No ship is in it twice."""

    id: int
    ships: list[str]

    def __post_init__(self) -> None:
        if len(set(self.ships)) < len(self.ships):
            raise ValueError("a ship is in one place at a time")


class Fleets(Protocol):
    def save(self, fleet: Fleet) -> None: ...
    def get(self, id: int) -> Fleet | None: ...


class InMemoryFleets:
    def __init__(self) -> None:
        self._fleets: dict[int, Fleet] = {}

    def save(self, fleet: Fleet) -> None:
        self._fleets[fleet.id] = deepcopy(fleet)

    def get(self, id: int) -> Fleet | None:
        return deepcopy(self._fleets.get(id))


class FleetContract(RepositoryContract):
    port = Fleets
    adapter = InMemoryFleets
    aggregates = st.builds(Fleet, st.integers(0, 9), st.lists(st.sampled_from("abcdef"), unique=True))
    settings = settings(max_examples=10, database=None)


def test_children_that_cannot_be_twice_accuse_nobody_and_the_outcome_says_what_to_write() -> None:
    """The clause on equal children does not count as held."""
    report = dovetail.verify(FleetContract)

    assert not report.findings
    assert report.outcomes["REPO-09"].verdict is Verdict.NOT_APPLICABLE
    assert report.outcomes["REPO-09"].reason.endswith(
        "no Fleet with other ships can be made; write aggregates = ... that draws some with several ships"
    )
