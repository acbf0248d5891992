"""What is missing may be answered with a thing made from its key, by each kind that speaks of missing things."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, Protocol

from hypothesis import Phase, settings
from hypothesis import strategies as st

from dovetail import EventStoreContract, GatewayContract, ReaderContract, Reply, RepositoryContract, raises, returns
from zoos import report_of

_SEARCH = settings(max_examples=30, derandomize=True, phases=[Phase.generate])


def broken_by(suite: type[Any], clause: str) -> list[tuple[str, str]]:
    """What was expected, and what came, where an adapter breaks a clause."""
    return [
        (each.expected, each.got) for each in report_of(suite, _SEARCH, lambda check: check.clause == clause).findings
    ]


@dataclass
class Rower:
    """Who rows, and how far so far."""

    id: int
    metres: int = 1

    def row(self, metres: int) -> None:
        self.metres += abs(metres) + 1


@dataclass(frozen=True)
class Distance:
    """How far somebody rowed; nothing, where nobody knows of it."""

    id: int
    metres: int


class Rowers(Protocol):
    def save(self, rower: Rower) -> None: ...
    def get(self, rower_id: int) -> Rower | None: ...
    def delete(self, rower_id: int) -> None: ...


class Distances(Protocol):
    def find(self, rower_id: int) -> Distance: ...


class InMemoryRowers:
    def __init__(self) -> None:
        self.rowers: dict[int, Rower] = {}

    def save(self, rower: Rower) -> None:
        self.rowers[rower.id] = deepcopy(rower)

    def get(self, rower_id: int) -> Rower | None:
        return deepcopy(self.rowers.get(rower_id))

    def delete(self, rower_id: int) -> None:
        self.rowers.pop(rower_id, None)


class InMemoryDistances:
    def __init__(self, rowers: InMemoryRowers) -> None:
        self._rowers = rowers

    def find(self, rower_id: int) -> Distance:
        known = self._rowers.get(rower_id)
        return self.none(rower_id) if known is None else Distance(rower_id, known.metres)

    def none(self, rower_id: int) -> Distance:
        return Distance(rower_id, 0)


class OfNobody(InMemoryDistances):
    def none(self, rower_id: int) -> Distance:
        return Distance(-1, 0)


class RowersContract(RepositoryContract):
    port = Rowers


class DistancesContract(ReaderContract):
    port = Distances
    commands = {"rowers": RowersContract}
    missing = returns(lambda rower_id: Distance(rower_id, 0))


def _beside(reader: type[InMemoryDistances]) -> SimpleNamespace:
    rowers = InMemoryRowers()
    return SimpleNamespace(rowers=rowers, reader=reader(rowers))


def test_a_reader_may_answer_with_a_view_that_is_made() -> None:
    """It is held to it for what was deleted, and its fake answers so."""

    class TestDistances(DistancesContract):
        adapter = staticmethod(lambda: _beside(InMemoryDistances))

    class TestOfNobody(DistancesContract):
        adapter = staticmethod(lambda: _beside(OfNobody))

    assert broken_by(TestDistances, "QRY-01") == []
    ((expected, got),) = broken_by(TestOfNobody, "QRY-01")
    assert expected.startswith("returns(Distance(id=")
    assert got == "Distance(id=-1, metres=0)"
    assert DistancesContract.fake().reader.find(7) == Distance(7, 0)


@dataclass(frozen=True)
class Struck:
    """What happened to a bell."""

    times: int


@dataclass
class History:
    """All that happened to one bell."""

    bell: str
    events: list[Struck] = field(default_factory=list)


class Bells(Protocol):
    def append(self, bell: str, events: Sequence[Struck], expected_version: int) -> None: ...
    def load(self, bell: str) -> History: ...


class MovedOn(Exception):
    """Somebody else has struck it meanwhile."""


class InMemoryBells:
    def __init__(self) -> None:
        self.histories: dict[str, History] = {}

    def append(self, bell: str, events: Sequence[Struck], expected_version: int) -> None:
        known = self.histories.get(bell, History(bell))
        if len(known.events) != expected_version:
            raise MovedOn(bell)
        self.histories[bell] = History(bell, [*known.events, *events])

    def load(self, bell: str) -> History:
        return deepcopy(self.histories[bell]) if bell in self.histories else self.none(bell)

    def none(self, bell: str) -> History:
        return History(bell)


class BellsOfNobody(InMemoryBells):
    def none(self, bell: str) -> History:
        return History("")


class BellsContract(EventStoreContract):
    port = Bells
    conflict = raises(MovedOn)
    unknown = returns(History)


def test_an_event_store_may_answer_with_a_history_that_is_made() -> None:
    """Of the stream that was asked for; its fake answers so."""

    class TestBells(BellsContract):
        adapter = InMemoryBells

    class TestBellsOfNobody(BellsContract):
        adapter = BellsOfNobody

    assert broken_by(TestBells, "EVT-17") == []
    ((expected, got),) = broken_by(TestBellsOfNobody, "EVT-17")
    assert expected.startswith("returns(History(bell='")
    assert got == "History(bell='', events=[])"
    assert BellsContract.fake().load("great") == History("great")


@dataclass(frozen=True)
class Depth:
    """How deep the water is; unknown, where nobody has measured it."""

    place: str
    metres: int | None


class Soundings(Protocol):
    def depth(self, place: str) -> Depth: ...


class SoundingsDownError(Exception):
    """They cannot be had."""


class HttpSoundings:
    def __init__(self, url: str) -> None:
        self._url = url

    def depth(self, place: str) -> Depth:
        try:
            with urllib.request.urlopen(f"{self._url}/depths/{urllib.parse.quote(place, safe='')}", timeout=1) as reply:
                return Depth(place, int(json.load(reply)["metres"]))
        except urllib.error.HTTPError as error:
            with error:
                if error.code == 404:
                    return self.unknown(place)
                raise SoundingsDownError from None
        except (OSError, ValueError, KeyError, TypeError):
            raise SoundingsDownError from None

    def unknown(self, place: str) -> Depth:
        return Depth(place, None)


class SoundingsOfNowhere(HttpSoundings):
    def unknown(self, place: str) -> Depth:
        return Depth("", None)


class SoundingsContract(GatewayContract):
    port = Soundings
    calls = {"depth": st.tuples(st.sampled_from(["north", "south"]))}
    replies = {"depth": Reply(json={"metres": 12})}
    results = {"depth": lambda place: Depth(place, 12)}
    failure = raises(SoundingsDownError)
    refusal = {404: returns(lambda place: Depth(place, None))}


def test_a_gateway_may_answer_with_a_thing_that_is_made() -> None:
    """Of what the operation was called with; its fake answers so when a test wants it."""

    class TestSoundings(SoundingsContract):
        adapter = HttpSoundings

    class TestSoundingsOfNowhere(SoundingsContract):
        adapter = SoundingsOfNowhere

    assert broken_by(TestSoundings, "GATE-08") == []
    ((_, got),) = broken_by(TestSoundingsOfNowhere, "GATE-08")
    assert got == "Depth(place='', metres=None)"
    fake = SoundingsContract.fake()
    fake.dovetail.answer("depth", SoundingsContract.refusal[404])
    assert fake.depth("north") == Depth("north", None)


class Crossings(Soundings, Protocol):
    def along(self, start: str, end: str) -> Depth: ...


class HttpCrossings(HttpSoundings):
    def along(self, start: str, end: str) -> Depth:
        return Depth(f"{start}, {end}", self.depth(start).metres)


class CrossingsContract(SoundingsContract):
    port = Crossings
    calls = {**SoundingsContract.calls, "along": ("north", "south")}
    replies = {**SoundingsContract.replies, "along": Reply(json={"metres": 12})}
    results = {"depth": lambda place: Depth(place, 12), "along": Depth("north, south", 12)}


def test_an_operation_with_other_arguments_refuses_in_another_way() -> None:
    """What is made of one argument is no refusal of an operation with two, and keeps no clause from being held."""

    class TestCrossings(CrossingsContract):
        adapter = HttpCrossings

    ((expected, got),) = broken_by(TestCrossings, "GATE-08")
    assert expected.startswith("returns(")
    assert got == "Depth(place='north, south', metres=None)"
    assert report_of(TestCrossings, _SEARCH, lambda check: check.clause == "GATE-01").outcomes["GATE-01"].evaluated


def test_a_refusal_is_made_of_the_arguments_of_some_operation() -> None:
    class TestMisstated(SoundingsContract):
        adapter = HttpSoundings
        refusal = {404: returns(Depth)}

    outcome = report_of(TestMisstated, _SEARCH, lambda check: check.clause == "GATE-08").outcomes["GATE-08"]
    assert "does not take what any operation is called with" in outcome.reason
