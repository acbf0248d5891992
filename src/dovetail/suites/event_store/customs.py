"""What an adapter's numbers mean, learned from a few appends to an empty store: ports seldom say it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from dovetail.policies import Returned
from dovetail.suites.calls.reply import Reply
from dovetail.suites.event_store.binding import Binding
from dovetail.suites.event_store.inference.expectations import UNKNOWN
from dovetail.suites.event_store.recorded import EventsReply
from dovetail.values import code, identical

_THIRD = 3


@dataclass(frozen=True, slots=True)
class Customs:
    """What an adapter's numbers mean.

    Attributes:
        first: the number of a stream's first event.
        offset: what is added to the number of a stream's events to get the version that an append is to expect.
        any: what is given to expect any version; `UNKNOWN` where there is nothing.
        none: what is given to expect no stream.
        exists: what is given to expect a stream.
        lower: whether a lower bound is among what is read; None where that could not be told.
        upper: whether an upper bound is.
        after: whether the position from which all events are read is among them.
    """

    first: int = 1
    offset: int = 0
    any: Any = UNKNOWN
    none: Any = UNKNOWN
    exists: Any = UNKNOWN
    lower: bool | None = None
    upper: bool | None = None
    after: bool | None = None

    def version(self, count: int) -> int:
        """The version of a stream with so many events, as an append is to expect it."""
        return count + self.offset

    def expectation(self, count: int) -> Any:
        """What an append to a stream with so many events is given, where it says which version it expects."""
        if count == 0:
            return self.none if self.none is not UNKNOWN else self.any
        return self.version(count)

    def told(self) -> str:
        """What was learned, for a report."""
        bounds = {True: "included", False: "excluded"}
        said = [f"the first event is number {self.first}", f"a stream of 2 events has version {self.version(2)}"]
        said += [f"a lower bound is {bounds[self.lower]}"] if self.lower is not None else []
        said += [f"an upper bound is {bounds[self.upper]}"] if self.upper is not None else []
        return f"learned from a few appends: {', '.join(said)}"


class Probed(Protocol):
    """What learning asks of a scenario."""

    binding: Binding

    def put(self, stream: Any, events: Sequence[Any], expected: Any = ...) -> Reply:
        """Append as it is said, and know nothing of it afterwards."""

    def placed_at(self, event: Any, stream: Any, number: int) -> Any:
        """The event as that one of its stream."""

    def distinct(self, event: Any) -> Any:
        """The event with an id that no other one has."""

    def load(self, stream: Any, **bounds: Any) -> EventsReply:
        """Load a stream."""

    def read_all(self, **bounds: Any) -> EventsReply:
        """Load all streams."""


def learn(s: Probed) -> Customs:
    """Learn what an adapter's numbers mean; the store holds a few events afterwards."""
    events, streams = _samples(s)
    if not events or len(streams) < 2:
        return Customs(any=s.binding.expectations.any)
    one, other, *_ = streams
    customs = _Learning(s, events).of_numbers(one, other)
    stated = s.binding.contract.first
    if stated is not None:
        customs = replace(customs, first=stated)
    return _of_bounds(s, one, customs)


def _samples(s: Probed) -> tuple[Callable[[], Any], list[Any]] | tuple[None, list[Any]]:
    """What gives one event after the other, and streams that differ."""
    drawn = s.binding.samples
    if not drawn:
        return None, []
    streams: list[Any] = []
    for _, stream in drawn:
        if not any(identical(stream, known) for known in streams):
            streams.append(stream)
    events = [event for event, _ in drawn if _is_plain(event)] or [event for event, _ in drawn]
    numbers = iter(range(10_000))
    return (lambda: s.distinct(copy.deepcopy(events[next(numbers) % len(events)]))), streams


def _is_plain(event: Any) -> bool:
    """Whether every store takes it: PostgreSQL refuses a text with a NUL, and would seem to refuse what it expects."""
    return "\\x" not in code(event)


class _Learning:
    def __init__(self, s: Probed, event: Callable[[], Any]) -> None:
        self._s = s
        self._event = event
        self._expectations = s.binding.expectations
        self._begin = 1  # the number of a stream's first event, where events say theirs
        self._counts: dict[str, int] = {}

    def of_numbers(self, one: Any, other: Any) -> Customs:
        s, said = self._s, self._expectations
        if s.binding.placed and not s.binding.expects:
            first = next((number for number in (1, 0) if self._placed(one, number)), 1)
            for number in (first + 1, first + 2):
                self._placed(one, number)
            return Customs(first, first - 1)
        if not s.binding.expects:
            for _ in range(_THIRD):
                s.put(one, [self._event()])
            return Customs(self._first(one, 1), self._first(one, 1) - 1)
        default = self._default()
        empty = [said.none, 0, -1, said.any, *default, *([None] if said.takes_none else [])]
        if self._accepted(one, empty) is UNKNOWN and s.binding.placed:
            self._begin = 0
            self._accepted(one, empty)
        first = self._first(one, None)
        then = self._accepted(one, [0, 1] if first == 0 else [1, 0])
        offset = then - 1 if then is not UNKNOWN else -1 if first == 0 else 0
        none = self._accepted(other, [said.none, offset, *([None] if said.takes_none else [])])
        customs = Customs(first if first is not None else offset + 1, offset, said.any, none, said.exists)
        if none is UNKNOWN and not default and not said.takes_none:
            none = offset  # nothing was accepted, and no append can do without: a clause tells what this one meets
            customs = replace(customs, none=none)
        self._accepted(one, [2 + offset])
        if said.any is UNKNOWN and (default or said.takes_none) and none is not None:
            customs = replace(customs, any=self._accepted(one, [*default, *([None] if said.takes_none else [])]))
        return customs

    def _default(self) -> list[Any]:
        asked = self._s.binding.append.parameter("expected")
        return [asked.default] if asked is not None and not asked.required else []

    def _placed(self, stream: Any, number: int) -> bool:
        event = self._s.placed_at(self._event(), stream, number)
        return isinstance(self._s.put(stream, [event]).answer, Returned)

    def _accepted(self, stream: Any, expected: Sequence[Any]) -> Any:
        """The first expectation that an append is accepted with."""
        for each in expected:
            if each is not UNKNOWN and isinstance(self._s.put(stream, [self._next(stream)], each).answer, Returned):
                self._counts[code(stream)] = self._counts.get(code(stream), 0) + 1
                return each
        return UNKNOWN

    def _next(self, stream: Any) -> Any:
        """An event that says itself, where events do, that it is the next one of a stream."""
        number = self._begin + self._counts.get(code(stream), 0)
        return self._s.placed_at(self._event(), stream, number) if self._s.binding.placed else self._event()

    def _first(self, stream: Any, otherwise: Any) -> Any:
        numbers = self._s.load(stream).numbers
        return numbers[0] if numbers and numbers[0] in {0, 1} else otherwise


def _of_bounds(s: Probed, stream: Any, customs: Customs) -> Customs:
    """Whether the bounds of a read are among what it gives."""
    count = s.load(stream).count
    if count < _THIRD:
        return customs
    second = customs.first + 1
    found: dict[str, Any] = {}
    if s.binding.offers("load", "lower"):
        found["lower"] = {count - 1: True, count - 2: False}.get(s.load(stream, lower=second).count)
    if s.binding.offers("load", "upper"):
        found["upper"] = {2: True, 1: False}.get(s.load(stream, upper=second).count)
    if s.binding.offers("read_all", "lower"):
        every = s.read_all()
        positions = [each.position for each in every.events or ()]
        if len(positions) >= _THIRD and None not in positions:
            given = s.read_all(lower=positions[1]).count
            found["after"] = {len(positions) - 1: True, len(positions) - 2: False}.get(given)
    return replace(customs, **found)
