"""A stream is read within bounds, up to a limit, backwards, page by page; and one that is unknown says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dovetail.policies import Returned, for_key
from dovetail.suites.event_store.assertions import is_event, listed, same_events, told
from dovetail.suites.event_store.inference.events import attribute_of
from dovetail.suites.event_store.preconditions import offers
from dovetail.suites.event_store.recorded import NO_POSITION, EventsReply
from dovetail.suites.event_store.scenario import EventStoreScenario
from dovetail.suites.kernel.check import any_of, check
from dovetail.values import Picture, identical

_BEYOND = 3


@check("EVT-17", share=0.25)
def unknown_stream(s: EventStoreScenario) -> None:
    if s.some(1):
        s.write(s.stream(), 1)
    never = s.stream()
    reply = s.load(never)
    if isinstance(reply.answer, Returned) and reply.count:
        s.broken("nothing, since there is no such stream", told(listed(s, reply)))
    said = "returns([])" if isinstance(reply.answer, Returned) and reply.events == () else ""
    _same_by_every_way(s, never, reply)
    if said and s.binding.unknown is not None and _means_empty(s):
        return
    s.as_stated(for_key(s.binding.unknown, identical, never), "unknown", reply, said)


def _means_empty(s: EventStoreScenario) -> bool:
    """Whether the policy says "nothing in it", in whatever collection: `returns([])`, `returns(())`."""
    value = getattr(s.binding.unknown, "value", None)
    return value is not None and not value


def _same_by_every_way(s: EventStoreScenario, never: Any, reply: EventsReply) -> None:
    """With bounds, with a limit and backwards, an unknown stream is answered alike."""
    ways: list[dict[str, Any]] = []
    for role, value in (("lower", s.customs.first), ("upper", s.customs.first), ("most", 2), ("backwards", True)):
        if s.binding.offers("load", role):
            ways.append({role: value})
    for way in ways:
        other = s.load(never, **way)
        if type(other.answer) is not type(reply.answer) or _error(other) is not _error(reply) or other.count:
            s.broken(f"the same as without: {reply}", str(other))
    if "exists" in s.binding.operations and s.ask("exists", stream=never).value is True:
        s.broken("it does not exist", "True")


def _error(reply: EventsReply) -> type | None:
    return None if isinstance(reply.answer, Returned) else type(reply.answer.error)


@check("EVT-18", any_of(offers("load", "lower"), offers("load", "upper")), share=0.3)
def bounds(s: EventStoreScenario) -> None:
    stream, other = s.stream(), s.stream()
    s.write(stream, 2 + s.some(4))
    s.write(other, 1)
    s.learned = s.customs.told()
    s.say(f"# {s.learned}")
    stored, first = s.stored(stream), s.customs.first
    last = first + len(stored) - 1
    numbers = range(first, last + 2)
    if s.binding.offers("load", "lower"):
        for lower in numbers:
            same_events(s, s.load(stream, lower=lower), _from(s, stored, lower))
    if s.binding.offers("load", "upper"):
        for upper in (*numbers, last + _BEYOND):
            same_events(s, s.load(stream, upper=upper), _to(s, stored, upper))
    if s.binding.offers("load", "lower", "upper"):
        lower, upper = first + s.some(len(stored)), first + s.some(len(stored))
        kept = [each for each in _from(s, stored, lower) if any(each is its for its in _to(s, stored, upper))]
        same_events(s, s.load(stream, lower=lower, upper=upper), kept)


def _from(s: EventStoreScenario, stored: Sequence[Picture], lower: int) -> list[Picture]:
    """The events from a number on."""
    after = 0 if s.customs.lower in {True, None} else 1
    return list(stored[max(lower - s.customs.first + after, 0) :])


def _to(s: EventStoreScenario, stored: Sequence[Picture], upper: int) -> list[Picture]:
    """The events up to a number."""
    upto = 1 if s.customs.upper in {True, None} else 0
    return list(stored[: max(upper - s.customs.first + upto, 0)])


@check("EVT-19", any_of(offers("load", "most"), offers("read_all", "most")), share=0.25)
def limit(s: EventStoreScenario) -> None:
    stream = s.stream()
    s.write(stream, 2 + s.some(3))
    stored = s.stored(stream)
    if s.binding.offers("load", "most"):
        _limited(s, "load", stored, stream=stream)
        if s.binding.offers("load", "most", "lower"):
            lower = s.customs.first + 1
            same_events(s, s.load(stream, lower=lower, most=1), _from(s, stored, lower)[:1])
        if s.binding.offers("load", "most", "backwards"):
            same_events(s, s.load(stream, most=1, backwards=True), stored[-1:])
    if s.binding.offers("read_all", "most"):
        _limited(s, "read_all", stored)


def _limited(s: EventStoreScenario, word: str, stored: Sequence[Picture], **given: Any) -> None:
    for most in (1, len(stored), len(stored) + 1):
        same_events(s, s.ask(word, **given, most=most), stored[:most])
    none = s.ask(word, **given, most=0)
    if isinstance(none.answer, Returned) and none.count:  # a limit of none may rightly be refused
        s.broken("a limit of 0 gives nothing", told(listed(s, none)))


@check("EVT-20", any_of(offers("load", "backwards"), offers("last"), offers("read_all", "backwards")), share=0.25)
def backwards(s: EventStoreScenario) -> None:
    stream, other = s.stream(), s.stream()
    s.write(stream, 1 + s.some(4))
    s.write(other, 1)
    stored = s.stored(stream)
    if s.binding.offers("load", "backwards"):
        same_events(s, s.load(stream, backwards=True), stored[::-1])
    if s.binding.offers("read_all", "backwards"):
        forwards = [each.picture for each in listed(s, s.read_all())]
        same_events(s, s.read_all(backwards=True), forwards[::-1])
    if s.binding.offers("last"):
        reply = s.ask("last", stream=stream)
        if not isinstance(reply.answer, Returned) or reply.value is None:
            s.broken("the last event", str(reply))
        if not is_event(s, stored[-1], s.as_event(reply.value)):
            s.broken(f"the last of {len(stored)} events", str(reply))


@check(
    "EVT-21", any_of(offers("read_all", "lower", "most"), offers("load", "lower", "most")), needs_a_case=True, share=0.3
)
def paging(s: EventStoreScenario) -> None:
    one, other = s.stream(), s.stream()
    for _ in range(3 + s.some(3)):
        s.write(s.one_of([one, other]), 1 + s.some(1))
    size = 1 + s.some(2)
    if s.binding.offers("load", "lower", "most"):
        for stream in (one, other):
            if s.count(stream):
                _pages_of_a_stream(s, stream, size)
    if s.binding.offers("read_all", "lower", "most"):
        _pages_of_all(s, size)


def _pages_of_a_stream(s: EventStoreScenario, stream: Any, size: int) -> None:
    stored = s.stored(stream)
    lower = s.customs.first if s.customs.lower in {True, None} else s.customs.first - 1
    for place in range(0, len(stored), size):
        same_events(s, s.load(stream, lower=lower + place, most=size), stored[place : place + size])


def _pages_of_all(s: EventStoreScenario, size: int) -> None:
    every = listed(s, s.read_all())
    positions = [each.position for each in every]
    if None in positions:
        if not s.binding.offers("load", "lower", "most"):
            s.no_case(NO_POSITION)
        return
    if not every:
        stored = sum(s.count(stream) for stream in s.streams)
        s.broken(f"{stored} events, read from the beginning", "none")
    step = 1 if s.customs.after in {True, None} else 0
    got: list[Any] = []
    for _ in range(len(every) + 1):
        if got:
            page = listed(s, s.read_all(lower=got[-1].position + step, most=size))
        else:
            page = listed(s, s.read_all(lower=positions[0] - 1 + step, most=size))
        got += page
        if len(page) < size:
            break
    if [each.position for each in got] != positions:
        s.broken(f"each event once: positions {positions}", f"{[each.position for each in got]}")


@check("EVT-22", needs_a_case=True, share=0.25)
def version_is_the_streams(s: EventStoreScenario) -> None:
    stream = s.stream()
    s.write(s.stream(), 1 + s.some(1))
    s.write(stream, 3 + s.some(2))
    said = _version(s.load(stream))
    asked = s.ask("version", stream=stream).value if "version" in s.binding.operations else None
    if said is None and type(asked) is not int:
        s.no_case("nothing reports the version of a stream")
    count = s.count(stream)
    known = {s.customs.version(count), s.customs.first + count - 1, count}
    for version in (said, asked):
        if type(version) is int and version not in known:
            s.broken(f"version {s.customs.version(count)}", str(version))
    if said is None:
        return
    middle = s.customs.first + 1
    for role, value in (("lower", middle), ("upper", middle), ("most", 1), ("backwards", True)):
        if s.binding.offers("load", role):
            part = s.load(stream, **{role: value})
            if _version(part) != said:
                s.broken(f"the version of the stream, {said}", str(_version(part)))


def _version(reply: EventsReply) -> Any:
    if reply.version is not None or not isinstance(reply.answer, Returned):
        return reply.version
    name = None if isinstance(reply.value, (list, tuple)) else attribute_of(reply.value, "version", int)
    return None if name is None else getattr(reply.value, name, None)
