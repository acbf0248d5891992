"""Events come back in the order in which they were appended, as they were appended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from dovetail.conventions import words
from dovetail.policies import Returned
from dovetail.suites.event_store.assertions import appended, holds, is_event, listed, meant, same_events
from dovetail.suites.event_store.inference.events import field_names, read
from dovetail.suites.event_store.preconditions import enveloped
from dovetail.suites.event_store.recorded import step_of, unlike
from dovetail.suites.event_store.scenario import EventStoreScenario
from dovetail.suites.kernel.check import check
from dovetail.values import Difference
from dovetail.values.variants import variant

_MANY = 101  # numbers of one, two and three digits
_BATCH = 25
_LARGE = 200_000
_KINDS = 4  # events, of which one may have text or bytes in it


def _a_hundred(s: EventStoreScenario) -> None:
    """Where numbers are text, 10 comes before 2 and 100 before 99."""
    stream = s.stream()
    event = s.event()
    left = _MANY
    while left:
        many = min(_BATCH if s.binding.batches else 1, left)
        group = [_numbered(s, event, _MANY - left + place) for place in range(many)]
        with s.unrecorded():
            reply = s.append(stream, group)
        if not isinstance(reply.answer, Returned):
            s.say(f"# events {_MANY - left + 1} to {_MANY - left + many} of {_MANY} are appended")
        appended(s, reply, group)
        left -= many
    s.say(f"# {_MANY} events are appended")
    whole = {"most": _MANY} if s.binding.offers("load", "most") else {}  # a limit by default may be less
    same_events(s, s.load(stream, **whole), s.stored(stream))


def _numbered(s: EventStoreScenario, event: Any, number: int) -> Any:
    """The event with an id or a number of its own, so that its place can be told; another one where that cannot be."""
    name = s.id_of(event)
    if name is not None:
        return s.with_own_id(event, name)
    for field in field_names(event):
        held = read(event, field)
        if type(held) in (int, str) and field not in words("event_store.attributes.number"):
            made = variant(event, field, number if type(held) is int else f"{number}")
            if made is not None:
                return made
    return s.event()


_UNUSUAL = ("%",)  # names that a store may rightly refuse


@check("EVT-01", first=_a_hundred, share=0.5)
def in_append_order(s: EventStoreScenario) -> None:
    one, other = s.stream(), s.stream()
    for _ in range(1 + s.some(3)):
        stream = s.one_of([one, other])
        events = s.events(1 + s.some(3) if s.binding.batches else 1)
        appended(s, s.append(stream, events), events)
    for stream in (one, other):
        if s.count(stream):
            same_events(s, s.load(stream), s.stored(stream))


@check("EVT-02", enveloped)
def envelope_survives(s: EventStoreScenario) -> None:
    for each in _changes(s):
        if step_of(each) in words("event_store.attributes.envelope") | words("event_store.attributes.id"):
            _differs(s, each)


@check("EVT-03")
def payload_survives(s: EventStoreScenario) -> None:
    for each in _changes(s):
        if step_of(each) not in words("event_store.attributes.envelope") | words("event_store.attributes.id"):
            _differs(s, each)
    if s.some(1):
        _large(s)


def _changes(s: EventStoreScenario) -> list[Difference]:
    """Where events that were appended differ from what is read."""
    stream = s.stream()
    s.write(stream, 1 + s.some(2))
    s.afresh()
    got = listed(s, s.load(stream))
    expected = s.stored(stream)
    if len(got) != len(expected):
        s.set_aside(f"{len(expected)} events were appended, and {len(got)} are read", left_to_another_clause=True)
    for want, have in zip(expected, got, strict=True):
        if not is_event(s, want, have) and any(is_event(s, other, have) for other in expected):
            s.set_aside("the events come back in another order", left_to_another_clause=True)
    return [each for want, have in zip(expected, got, strict=True) for each in unlike(want, have, s.binding)]


def _differs(s: EventStoreScenario, each: Difference) -> None:
    s.broken(meant(each), each.got, each.path, each.hint or "", differences=[each])


def _large(s: EventStoreScenario) -> None:
    """Text or bytes that are longer than any column: kept whole, or refused."""
    for event in s.events(_KINDS):
        for name in (None, *words("event_store.attributes.event")):
            for field, long in _lengthened(s, event if name is None else read(event, name)):
                made = long if name is None else variant(event, name, long)
                if made is not None:
                    _keeps_or_refuses(s, made, field)
                    return


def _lengthened(s: EventStoreScenario, event: Any) -> Iterator[tuple[str, Any]]:
    """By field, the event with a very long text or very many bytes there."""
    for name in field_names(event):
        held = read(event, name)
        if type(held) in (str, bytes) and name not in words("event_store.attributes.envelope") | {s.id_of(event)}:
            long = variant(event, name, "x" * _LARGE if isinstance(held, str) else b"\xff" * _LARGE)
            if long is not None:
                yield name, long


def _keeps_or_refuses(s: EventStoreScenario, event: Any, name: str) -> None:
    stream = s.stream()
    with s.unrecorded():
        reply = s.append(stream, [event])
    s.say(f"# an event is appended whose {name} has a length of {_LARGE}")
    if isinstance(reply.answer, Returned):
        got = listed(s, s.load(stream))
        found = [each for have in got[:1] for each in unlike(s.stored(stream)[0], have, s.binding)]
        if len(got) != 1 or any(re.search(rf"\b{name}\b", each.path) for each in found):
            s.broken("it is kept as a whole, or refused", f"{len(got)} events" if len(got) != 1 else "another one")
    s.afresh()


@check("EVT-23", share=0.3)
def streams_are_apart(s: EventStoreScenario) -> None:
    stream = s.stream()
    names = [stream, *_neighbours(s, stream), s.stream()]
    s.streams += names
    taken = []
    for name in names:
        reply = s.append(name, s.events(1))
        if isinstance(reply.answer, Returned):
            taken.append(name)
        elif name is stream:
            s.set_aside(f"{s.binding.append.name} {reply}", left_to_another_clause=True)
        elif name not in _UNUSUAL and not (isinstance(name, str) and name.endswith(" ")):
            s.broken("an append to another stream is accepted", str(reply))
    for name in taken:
        holds(s, name)


def _neighbours(s: EventStoreScenario, stream: Any) -> list[Any]:
    """Names that are all but the same: a prefix, other letters, a dash, what databases take for any text."""
    if not s.binding.invents_names:
        return []
    every = [f"{stream}0", f"{stream}-1", stream.upper(), stream.replace("-", "_"), stream[:-1], f"{stream} ", "%"]
    return [each for each in dict.fromkeys(every) if each and each != stream]
