"""What a fake event store keeps, and what its operations come to, in the contract's own words."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn
from uuid import UUID

from dovetail.errors import ContractError
from dovetail.introspection.signatures import VARIADIC, parameters_of
from dovetail.policies import Ignores, Policy, Raises, Returns
from dovetail.suites.event_store.binding import Binding
from dovetail.suites.event_store.inference.events import attribute_of, read
from dovetail.suites.event_store.inference.expectations import UNKNOWN


@dataclass(frozen=True)
class Kept:
    """One event as it is stored."""

    stream: Any
    number: int
    position: int
    event: Any
    at: dt.datetime


@dataclass
class Memory:
    """The events of all streams, in the order in which they were appended."""

    binding: Binding
    events: list[Kept] = field(default_factory=list)
    snapshots: dict[Any, tuple[Any, Any]] = field(default_factory=dict)
    acknowledged: dict[Any, Any] = field(default_factory=dict)
    handlers: list[Callable[[Kept], None]] = field(default_factory=list)
    position: int = 0

    @property
    def first(self) -> int:
        """The number of a stream's first event."""
        stated = self.binding.contract.first
        return 1 if stated is None else int(stated)

    def of(self, stream: Any) -> list[Kept]:
        return [each for each in self.events if each.stream == stream]

    def version(self, stream: Any) -> int:
        """The version of a stream, as an append is to expect it."""
        return len(self.of(stream)) + self.first - 1

    def append(self, given: Mapping[str, Any]) -> list[Kept]:
        """Append all of them, or none."""
        events = list(given["events"]) if "events" in given else [given["event"]]
        stream = given["stream"] if "stream" in given else self._own_stream(events)
        self._expect(stream, events, given)
        events = self._not_yet_stored(copy.deepcopy(events))
        start, now = len(self.of(stream)) + self.first, dt.datetime.now(dt.UTC)
        new = [Kept(stream, start + place, self.position + place + 1, event, now) for place, event in enumerate(events)]
        self.position += len(new)
        self.events += new
        for each in new:
            for handler in self.handlers:
                handler(each)
        return new

    def _own_stream(self, events: list[Any]) -> Any:
        name = attribute_of(events[0], "stream") if events else None
        return None if name is None else read(events[0], name)

    def _expect(self, stream: Any, events: list[Any], given: Mapping[str, Any]) -> None:
        count, version = len(self.of(stream)), self.version(stream)
        if self.binding.placed:
            numbers = [read(each, str(attribute_of(each, "number"))) for each in events]
            wanted = list(range(count + self.first, count + self.first + len(events)))
            if numbers != wanted:
                self.refuse("conflict", expected=numbers[0] - 1, actual=version)
            return
        if "expected" not in given:
            return
        expected, said = given["expected"], self.binding.expectations
        met = expected == version
        if said.any is not UNKNOWN and expected == said.any:
            met = True
        elif said.none is not UNKNOWN and expected == said.none:
            met = count == 0
        elif said.exists is not UNKNOWN and expected == said.exists:
            met = count > 0
        elif expected is None:
            met = said.none is UNKNOWN
        if not met:
            self.refuse("conflict", expected=expected, actual=version)

    def _not_yet_stored(self, events: list[Any]) -> list[Any]:
        """Those whose id is not known; what a second one of an id is answered with is the contract's to say."""
        known = [self._id(each.event) for each in self.events]
        new: list[Any] = []
        for event in events:
            own = self._id(event)
            if own is not None and own in known:
                policy = self.binding.duplicate
                if isinstance(policy, Ignores):
                    continue
                if isinstance(policy, Raises):
                    self.refuse("duplicate", key=own)
            known.append(own)
            new.append(event)
        return new

    def _id(self, event: Any) -> Any:
        name = attribute_of(event, "id", (str, int, UUID))
        return None if name is None else read(event, name)

    def read(self, word: str, given: Mapping[str, Any]) -> list[Kept]:
        """The events that a read gives: of a stream or of all, within its bounds."""
        found = list(self.events)
        if "stream" in given:
            found = self.of(given["stream"])
            if not found and isinstance(self.binding.unknown, Raises):
                self.refuse("unknown", key=given["stream"])
        place = (lambda each: each.at) if word == "since" else _number if "stream" in given else _position
        for role, within in (("lower", _from), ("upper", _to)):
            bound = given.get(role)
            if bound is not None:
                found = [each for each in found if within(place(each), bound, self._included(word, role))]
        if given.get("backwards"):
            found = found[::-1]
        most = given.get("most")
        return found if most is None else found[:most]

    def _included(self, word: str, role: str) -> bool:
        """Whether a bound itself is read: by the parameter's name."""
        asked = self.binding.operations[word].parameter(role)
        name = asked.name if asked is not None else ""
        return not name.startswith(("after", "gt", "since", "last", "before", "lt", "until", "stop")) or name == "gte"

    def refuse(self, name: str, **known: Any) -> NoReturn:
        """Raise what the contract states for a policy of that name."""
        policy: Policy | None = getattr(self.binding, name)
        if not isinstance(policy, Raises) or not policy.errors:
            owner = self.binding.contract.__name__
            raise ContractError(
                f"{owner} does not say how its fake answers {name}", f"write {name} = raises(...) in the contract"
            )
        raise made(policy.errors[0], **known)

    def append_many(self, streams: Mapping[Any, Any]) -> None:
        """Append to all of these streams, or to none."""
        before = list(self.events)
        try:
            for stream, events in streams.items():
                self.append({"stream": stream, "events": events})
        except BaseException:
            self.events = before
            raise

    def acknowledge(self, subscriber: Any, position: Any) -> None:
        """Note how far a subscriber has come; it never goes back."""
        self.acknowledged[subscriber] = max(self.acknowledged.get(subscriber, 0), position)

    def delete(self, stream: Any) -> None:
        self.events = [each for each in self.events if each.stream != stream]
        self.snapshots.pop(stream, None)

    def save_snapshot(self, stream: Any, version: Any, snapshot: Any) -> None:
        """Keep it, unless a newer one is there."""
        known = self.snapshots.get(stream)
        if known is None or version is None or known[0] <= version:
            self.snapshots[stream] = version, copy.deepcopy(snapshot)


def _number(each: Kept) -> Any:
    return each.number


def _position(each: Kept) -> Any:
    return each.position


def _from(value: Any, bound: Any, included: bool) -> bool:
    return bool(value > bound or (included and value == bound))


def _to(value: Any, bound: Any, included: bool) -> bool:
    return bool(value < bound or (included and value == bound))


def empty(policy: Policy | None) -> Any:
    """What a read of nothing gives where the contract states a value."""
    return copy.deepcopy(policy.value) if isinstance(policy, Returns) else []


def made(cls: type[BaseException], **known: Any) -> BaseException:
    """An instance: its constructor is given what it asks for by name, else a message, else nothing."""
    message = ", ".join(f"{name} {value!r}" for name, value in known.items())
    for arguments in (_by_name(cls, known), ((message,), {}), ((), {})):
        if arguments is not None:
            try:
                return cls(*arguments[0], **arguments[1])
            except TypeError:
                continue
    error = cls.__new__(cls)
    error.args = (message,)
    return error


def _by_name(cls: type[BaseException], known: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]] | None:
    """What its constructor takes, where it is about what is known: `expected`, `actual_version`, `stream_id`."""
    parameters = parameters_of(cls)
    if parameters is None:
        return None
    given: dict[str, Any] = {}
    for each in parameters.values():
        if each.kind in VARIADIC:
            continue
        found = next((name for name in known if _is_called(each.name, name)), None)
        if found is None and each.default is each.empty:
            return None
        if found is not None:
            given[each.name] = known[found]
    return ((), given) if given else None


def _is_called(parameter: str, name: str) -> bool:
    if name == "actual":
        return parameter.startswith(("actual", "current", "found"))
    return parameter.startswith(name) or (name == "key" and parameter.endswith(("id", "stream", "name")))
