"""Beehives and their keepers, in memory: the domain refuses some changes halfway, and the store counts its saves."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace
from typing import Protocol

from dovetail import RepositoryContract, ignores, raises

MOST_FRAMES = 10


class StaleHive(Exception):
    """Somebody else has saved the hive since."""


class TagTaken(Exception):
    """Another hive has the tag."""


@dataclass
class Hive:
    """A hive as an apiary keeps it.

    Attributes:
        id: given by the store.
        keeper_id: whose it is.
        tag: what is written on it, where anything is.
        frames: how many frames are in it.
        queens: how many queens it has had.
        version: how often it was saved.
    """

    id: int | None
    keeper_id: int
    tag: str | None
    frames: int = 1
    queens: int = 1
    version: int = 0
    pending_events: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not 0 < self.frames <= MOST_FRAMES:
            raise ValueError(f"a hive has no {self.frames} frames")

    def insert_frames(self, count: int) -> None:
        """Refuses too many only after it has put them in."""
        self.frames += count
        self.pending_events.append("frames inserted")
        if not 0 < self.frames <= MOST_FRAMES:
            raise ValueError(f"there is no room for {count} frames")

    def mark_saved(self) -> None:
        """For the store to call."""
        self.version += 1
        self.pending_events.clear()

    def clear_events(self) -> None:
        """For whoever publishes them."""
        self.pending_events = []


class Hives(Protocol):
    def add(self, hive: Hive) -> Hive: ...
    def get(self, hive_id: int) -> Hive | None: ...
    def save(self, hive: Hive) -> None: ...
    def get_all_by_keeper_id(self, id: int) -> list[Hive]: ...
    def requeen(self, hive: Hive) -> None: ...
    def move(self, hive_id: int, keeper_id: int) -> None: ...


class InMemoryHives:
    """Hands out copies, and lets nobody save what is stale."""

    def __init__(self) -> None:
        self._hives: dict[int, Hive] = {}

    def add(self, hive: Hive) -> Hive:
        self._refuse_taken(hive)
        hive.id = len(self._hives) + 1
        self._keep(hive)
        return hive

    def get(self, hive_id: int) -> Hive | None:
        held = self._hives.get(hive_id)
        return None if held is None else replace(held, pending_events=[])

    def save(self, hive: Hive) -> None:
        self._refuse_stale(hive)
        self._refuse_taken(hive)
        self._keep(hive)

    def requeen(self, hive: Hive) -> None:
        """Save the hive with another queen."""
        self._refuse_stale(hive)
        self._keep(replace(hive, queens=hive.queens + 1))

    def move(self, hive_id: int, keeper_id: int) -> None:
        """Give the hive to another keeper."""
        self._hives[hive_id].keeper_id = keeper_id

    def get_all_by_keeper_id(self, id: int) -> list[Hive]:
        return [copy.deepcopy(each) for each in self._hives.values() if each.keeper_id == id]

    def _refuse_stale(self, hive: Hive) -> None:
        if hive.id not in self._hives or self._hives[hive.id].version != hive.version:
            raise StaleHive(hive.id)

    def _refuse_taken(self, hive: Hive) -> None:
        others = (each for each in self._hives.values() if each.id != hive.id)
        if hive.tag is not None and any(each.tag == hive.tag for each in others):
            raise TagTaken(hive.tag)

    def _keep(self, hive: Hive) -> None:
        assert hive.id is not None  # what is stored has been given one
        hive.mark_saved()
        self._hives[hive.id] = copy.deepcopy(hive)


class HivesContract(RepositoryContract):
    port = Hives
    stale = raises(StaleHive)
    unique = {"tag": raises(TagTaken)}
    effects = {"move": lambda hive, keeper_id: replace(hive, keeper_id=keeper_id)}


class HivesSuite(HivesContract):
    adapter = InMemoryHives


@dataclass
class Swarm:
    """A swarm that somebody reported."""

    number: int
    place: str
    settled: bool = False

    def settle(self) -> None:
        self.settled = True


class Swarms(Protocol):
    def add(self, swarm: Swarm) -> None: ...
    def get(self, number: int) -> Swarm | None: ...
    def list_all(self) -> list[Swarm]: ...
    def count(self) -> int: ...
    def count_by_place(self, place: str) -> int: ...


class InMemorySwarms:
    """Who reports a swarm a second time is not listened to."""

    def __init__(self) -> None:
        self._swarms: dict[int, Swarm] = {}
        self._by_place: dict[str, list[int]] = {}

    def add(self, swarm: Swarm) -> None:
        if swarm.number not in self._swarms:
            self._put(swarm)

    def _put(self, swarm: Swarm) -> None:
        self._swarms.setdefault(swarm.number, copy.deepcopy(swarm))
        self._by_place.setdefault(swarm.place, []).append(swarm.number)

    def get(self, number: int) -> Swarm | None:
        return copy.deepcopy(self._swarms.get(number))

    def list_all(self) -> list[Swarm]:
        return copy.deepcopy(list(self._swarms.values()))

    def count(self) -> int:
        return len(self._swarms)

    def count_by_place(self, place: str) -> int:
        return len(self._by_place.get(place, []))


class SwarmsContract(RepositoryContract):
    port = Swarms
    duplicate = ignores()


class SwarmsSuite(SwarmsContract):
    adapter = InMemorySwarms
