"""The event store's own language: what clauses say, spoken to any port."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID
from weakref import WeakKeyDictionary

from dovetail.policies import Answer, Returned
from dovetail.port import MISSING
from dovetail.suites.calls.operation_call import NO_LIMIT, OperationCall
from dovetail.suites.calls.port_contract import PortScenario
from dovetail.suites.calls.prepared_call import PreparedCall
from dovetail.suites.calls.reply import Reply
from dovetail.suites.event_store.binding import Binding
from dovetail.suites.event_store.customs import Customs, learn
from dovetail.suites.event_store.inference.events import attribute_of, inner_event, read
from dovetail.suites.event_store.inference.expectations import UNKNOWN
from dovetail.suites.event_store.recorded import EventsReply, Recorded, recorded, seen
from dovetail.suites.kernel.driver import Driver
from dovetail.suites.kernel.source import Source
from dovetail.values import Picture, code, identical, picture
from dovetail.values.strategies import ordinary
from dovetail.values.variants import variant

if TYPE_CHECKING:
    pass

_ALIKE = 3
_LEARNED: WeakKeyDictionary[Any, Customs] = WeakKeyDictionary()


class EventStoreScenario(PortScenario):
    """One example of an event store's clause.

    Attributes:
        streams: the streams that were named so far.
        customs: what this adapter's numbers mean.
    """

    binding: Binding

    def __init__(self, binding: Binding, driver: Driver, source: Source, draw: Callable[[Any], Any]) -> None:
        super().__init__(binding, driver, source, draw)
        self.streams: list[Any] = []
        self._stored: dict[str, list[Picture]] = {}
        self._classes: set[type] = set(binding.kinds)
        self._ids: list[Any] = []
        self._drawn: list[Picture] = []
        self.customs = Customs()

    def expecting(self, count: int) -> Any:
        """What an append to a stream with so many events is to expect; `UNKNOWN` where it cannot be told."""
        return self.customs.expectation(count) if self.binding.expects else UNKNOWN

    def clear(self) -> None:
        """Empty the store; before the first scenario of a suite, learn what the adapter's numbers mean."""
        super().clear()
        known = _LEARNED.get(self.source)
        if known is None:
            self._classes |= {type(event) for event, _ in self.binding.samples}
            with self.unrecorded():
                known = learn(self)
            self._ids.clear()
            self.disconnect()
            super().clear()
            _LEARNED[self.source] = known
        self.customs = known

    def stream(self) -> Any:
        """Another stream's name, which none of this scenario has had."""
        return self.another(self.binding.streams, self.streams, "name of a stream")

    def event(self) -> Any:
        """An event that is told from all others of the scenario, by its id where it has one."""
        event = self.draw(self.binding.events)
        for _ in range(_ALIKE):
            if not any(identical(event, known) for known in self._drawn):
                break
            event = self.draw(self.binding.events)
        event = self.distinct(event)
        self._drawn.append(picture(event))
        self._classes.add(type(event))
        return event

    def distinct(self, event: Any) -> Any:
        """The event with an id that no other one of the scenario has."""
        name = self.id_of(event)
        return event if name is None else self.with_own_id(event, name)

    def events(self, many: int) -> list[Any]:
        return [self.event() for _ in range(many)]

    def id_of(self, event: Any) -> str | None:
        """The attribute by which an event is told from every other one."""
        return attribute_of(event, "id", (str, int, UUID))

    def with_own_id(self, event: Any, name: str) -> Any:
        """The event, with another id where one of the scenario has its id already."""
        held = read(event, name)
        if held not in self._ids and held:
            self._ids.append(held)
            return event
        number = len(self._ids) + 1
        while any(same in self._ids for same in _numbered_ids(number)):
            number += 1
        for fresh in _numbered_ids(number):
            if type(fresh) is type(held) and (made := variant(event, name, fresh)) is not None:
                self._ids.append(fresh)
                return made
        return event

    def placed_at(self, event: Any, stream: Any, number: int) -> Any:
        """The event as its stream's one of that number, where it says so itself."""
        if self.binding.contract.place is not None:
            return self.binding.contract.place(event, stream, number)
        for kind, value in (("stream", stream), ("number", number)):
            name = attribute_of(event, kind)
            held = read(event, name) if name else None
            if name is not None and (type(held) is type(value) or self.binding.placed):
                made = variant(event, name, value)
                event = event if made is None else made
        return event

    def count(self, stream: Any) -> int:
        """How many events were appended to a stream."""
        return len(self._stored.get(code(stream), ()))

    def stored(self, stream: Any) -> list[Picture]:
        """The events that were appended to a stream, as they were then."""
        return list(self._stored.get(code(stream), ()))

    def ready(self, stream: Any, events: Sequence[Any], after: int | None = None) -> list[Any]:
        """The events as the next ones of a stream, or as those that come after so many."""
        start = self.customs.first + (self.count(stream) if after is None else after)
        return [self.placed_at(event, stream, start + place) for place, event in enumerate(events)]

    def put(self, stream: Any, events: Sequence[Any], expected: Any = UNKNOWN) -> Reply:
        """Append as it is said, and know nothing of it afterwards."""
        return self.call(self.binding.append, **self._given(stream, events, expected))

    def put_list(self, stream: Any, events: list[Any], expected: Any) -> Reply:
        """Append the very list that the caller has."""
        given = {**self._given(stream, events, expected), "events": events}
        return self.call(self.binding.append, **given)

    def putting(self, stream: Any, events: Sequence[Any], expected: Any = UNKNOWN) -> PreparedCall:
        """That append, to be made later by any client."""
        return self.prepared(self.binding.append, **self._given(stream, events, expected))

    def _given(self, stream: Any, events: Sequence[Any], expected: Any) -> dict[str, Any]:
        given = {"stream": stream, "events": list(events), "event": events[0] if events else None}
        return given if expected is UNKNOWN else {**given, "expected": expected}

    def append(self, stream: Any, events: Sequence[Any], *, expects_any: bool = False) -> Reply:
        """Append the next events of a stream, and remember them where it succeeds.

        Args:
            stream: the stream.
            events: the events.
            expects_any: whether any version is expected, and not the one that the stream has.
        """
        expected = UNKNOWN
        if self.binding.expects:
            expected = self.customs.any if expects_any else self.customs.expectation(self.count(stream))
        events = self.ready(stream, events)
        now = [picture(event) for event in events]
        reply = self.put(stream, events, expected)
        if isinstance(reply.answer, Returned):
            self.remember(stream, now)
        return reply

    def remember(self, stream: Any, events: Sequence[Any]) -> None:
        """Note that a stream has these events too."""
        self._stored.setdefault(code(stream), []).extend(picture(event) for event in events)

    def write(self, stream: Any, many: int = 1) -> list[Any]:
        """Append so many drawn events, in one call where that takes several; a refusal sets the example aside."""
        events = self.events(many)
        groups = [events] if self.binding.batches else [[event] for event in events]
        for group in groups:
            reply = self.append(stream, group)
            if not isinstance(reply.answer, Returned):
                self.set_aside(f"{self.binding.append.name} {reply}", left_to_another_clause=all(map(ordinary, group)))
        return events

    def load(self, stream: Any, **bounds: Any) -> EventsReply:
        """Load a stream, or what lies within bounds: `lower`, `upper`, `most`, `backwards`, `types`."""
        return self.ask("load", stream=stream, **bounds)

    def read_all(self, **bounds: Any) -> EventsReply:
        """Load the events of all streams, in the order in which they were stored."""
        return self.ask("read_all", **bounds)

    def ask(self, word: str, **given: Any) -> EventsReply:
        """Call an operation by the contract's word; what it hands out is read as events."""
        reply = self.call(self.binding.operations[word], **given)
        assert isinstance(reply, EventsReply)
        return reply

    def prepared(self, operation: OperationCall, **given: Any) -> PreparedCall:
        """A call with a value for each role; what must be given and is not said gets the widest bounds there are."""
        for each, role in operation.roles:
            if role not in given and each.required:
                given[role] = self._widest(operation, role)
        return super().prepared(operation, **given)

    def _widest(self, operation: OperationCall, role: str) -> Any:
        asked = operation.parameter(role)
        takes_none = (
            asked is not None and asked.hint is not MISSING and type(None) in getattr(asked.hint, "__args__", ())
        )
        match role:
            case "lower":
                return None if takes_none else 0
            case "upper" | "most":
                return None if takes_none else NO_LIMIT
            case "expected":
                return None if self.customs.any is UNKNOWN else self.customs.any
            case "backwards":
                return False
            case "types":
                return ()
            case _:
                return None

    def seen(self, answer: Answer, operation: OperationCall) -> EventsReply:
        """The reply to a call, read as events where it is a list of any."""
        of_all = self.binding.follows and operation is self.binding.operations.get("read_all")
        return seen(answer, self.binding, self._classes, of_all=of_all)

    def as_event(self, value: Any) -> Recorded:
        """One event that was handed out by itself."""
        return recorded(value, self.binding, self._classes)

    def type_of(self, event: Any, word: str) -> Any:
        """What an operation is asked with for the type of an event."""
        stated = self.binding.contract.type_of
        if stated is not None:
            return stated(event)
        asked = self.binding.operations[word].parameter("types")
        wants_class = asked is not None and ("type[" in str(asked.hint).lower() or asked.hint is type)
        name = None if wants_class else attribute_of(event, "type", str)
        if name is not None:
            return read(event, name)
        cls = type(inner_event(event))
        return cls if wants_class else cls.__name__


def _numbered_ids(number: int) -> tuple[Any, ...]:
    """Ids of every kind that scenarios give by themselves."""
    return UUID(int=number, version=4), f"event-{number}", number
