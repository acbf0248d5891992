"""An append is accepted where the stream is what it expects, and refused where it is not."""

from __future__ import annotations

from typing import Any

from dovetail.policies import Appends, Failed, Raised, Returned
from dovetail.suites.calls.reply import Reply
from dovetail.suites.event_store.assertions import holds, refused_as_conflict
from dovetail.suites.event_store.clauses.batches import stale_append
from dovetail.suites.event_store.inference.events import attribute_of, field_names, read
from dovetail.suites.event_store.inference.expectations import UNKNOWN
from dovetail.suites.event_store.preconditions import expects, expects_outright, identified
from dovetail.suites.event_store.scenario import EventStoreScenario
from dovetail.suites.kernel.check import any_of, check
from dovetail.values import picture


@check("EVT-06", needs_a_case=True, share=0.25)
def answer_is_true(s: EventStoreScenario) -> None:
    one, other = s.stream(), s.stream()
    fitting: set[str] | None = None
    said: list[Any] = []
    turns = [(one, False), (other, False), (one, False)]
    if s.binding.expects and s.customs.any is not UNKNOWN:
        turns.append((one, True))
    for stream, expects_any in turns:
        events = s.events(1 + s.some(1) if s.binding.batches else 1)
        reply = s.append(stream, events, expects_any=expects_any)
        if not isinstance(reply.answer, Returned):
            s.set_aside(f"{s.binding.append.name} {reply}", left_to_another_clause=True)
        answer = _number(reply.value)
        if answer is None:
            s.set_aside(f"{s.binding.append.name} answers with no number")
        said.append(answer)
        meant = _meanings(s, stream, len(events))
        fits = {name for name, value in meant.items() if value == answer}
        fitting = fits if fitting is None else fitting & fits
        if not fitting:
            s.broken(f"the version of the stream, {meant['version']}", str(answer), hint=_hint(meant, answer))


def _hint(meant: dict[str, Any], answer: Any) -> str:
    return f"neither its version nor anything else that is known of it: {meant}, and the answer is {answer}"


def _meanings(s: EventStoreScenario, stream: Any, many: int) -> dict[str, Any]:
    """What a number that an append answers with may mean."""
    count = s.count(stream)
    last = s.customs.first + count - 1
    with s.unrecorded():
        reply = s.load(stream)
        if reply.events and reply.events[-1].position is None and "read_all" in s.binding.operations:
            reply = s.read_all()
    position = reply.events[-1].position if reply.events else None
    meant = {"version": s.customs.version(count), "count": count, "number": last, "appended": many}
    return meant if position is None else {**meant, "position": position}


def _number(value: Any) -> Any:
    """The number in what an append answers."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, (list, tuple)) and value and all(type(each) is int for each in value):
        return value[-1]
    name = attribute_of(value, "version", int)
    return None if name is None else read(value, name)


@check("EVT-07", identified, share=0.4)
def same_event_twice(s: EventStoreScenario) -> None:
    stream = s.stream()
    (event, *_) = s.write(stream, 1 + s.some(1))
    if s.id_of(event) is None:
        s.set_aside("the event has no id")
    in_batch = s.binding.batches and s.some(1)
    again = [*s.events(1), event] if s.some(1) and s.binding.batches else [event]
    if in_batch:
        (new,) = s.events(1)
        again = [new, new]
    ready = s.ready(stream, again)
    reply = s.put(stream, ready, s.expecting(s.count(stream)))
    _not_doubled(s, stream, ready, reply, doubled=in_batch)


def _not_doubled(s: EventStoreScenario, stream: Any, ready: list[Any], reply: Reply, *, doubled: Any) -> None:
    before = s.count(stream)
    s.afresh()
    now = s.load(stream).count
    policy = s.binding.duplicate
    if isinstance(reply.answer, Returned):
        if now == before + len(ready):
            if policy is None:
                s.observed["duplicate"] = "appends()"
            elif not isinstance(policy, Appends):
                s.broken(f"{policy}, and nothing is stored twice", f"{now} events, where {before} were")
            return
        if now not in {before, before + (1 if doubled else len(ready) - 1)}:
            s.broken("an event is stored once", f"{now} events, where {before} were")
        if policy is not None and isinstance(policy, Appends):
            s.broken("it is stored a second time", f"{now} events, as before")
        s.as_stated(policy, "duplicate", reply, "ignores()")
        return
    s.as_stated(policy, "duplicate", reply)
    holds(s, stream)


@check("EVT-08", any_of(expects, identified), needs_a_case=True, share=0.3)
def again_after_a_lost_answer(s: EventStoreScenario) -> None:
    stream = s.stream()
    if s.some(1):
        s.write(stream, 1)
    events = s.events(1 + s.some(1) if s.binding.batches else 1)
    ready = s.ready(stream, events)
    before = s.count(stream)
    expected = s.expecting(before)
    reply = s.put(stream, ready, expected)
    if not isinstance(reply.answer, Returned):
        s.set_aside(f"{s.binding.append.name} {reply}", left_to_another_clause=True)
    s.remember(stream, [picture(each) for each in ready])
    if expected is s.customs.any and s.binding.expects and s.id_of(events[0]) is None:
        s.set_aside("an append that expects nothing cannot be told from another one")
    s.say("# the answer was lost, and the caller tries again")
    s.afresh()
    again = s.put(stream, ready, expected)
    got = s.load(stream)
    if got.count == before + 2 * len(events) and _may_double(s):
        s.set_aside("the port has neither an expected version nor an id that it looks at")
    if got.count != before + len(events):
        s.broken(f"{before + len(events)} events", f"{got.count} events, and the second append: {again}")


def _may_double(s: EventStoreScenario) -> bool:
    """Whether nothing is asked of a second append: it expects nothing, and events may be stored twice."""
    return (
        not s.binding.expects
        and not s.binding.placed
        and (s.binding.duplicate is None or isinstance(s.binding.duplicate, Appends))
    )


@check("EVT-10", expects, share=0.25)
def equal_lower_higher(s: EventStoreScenario) -> None:
    stream = s.stream()
    s.write(stream, 1 + s.some(2))
    (event,) = s.events(1)
    reply = s.append(stream, [event])
    s.succeeds(reply, f"accepted, since the stream has version {s.customs.version(s.count(stream))}")
    count = s.count(stream)
    reply = stale_append(s, stream, s.events(1))
    refused_as_conflict(s, reply, f"the stream has version {s.customs.version(count)}")
    _names_the_truth(s, reply, s.customs.version(count - 1), s.customs.version(count))
    s.afresh()
    if s.binding.expects:
        ahead = s.customs.version(count + 1 + s.some(2))
        reply = s.put(stream, s.ready(stream, s.events(1)), ahead)
        refused_as_conflict(s, reply, f"the stream has version {s.customs.version(count)}")
        _names_the_truth(s, reply, ahead, s.customs.version(count))
    s.afresh()
    holds(s, stream)


def _names_the_truth(s: EventStoreScenario, reply: Reply, expected: int, actual: int) -> None:
    """What a conflict says of the two versions is so, as far as it has attributes for them."""
    if not isinstance(reply.answer, (Raised, Failed)) or s.binding.placed:
        return
    error = reply.answer.error
    for name in field_names(error):
        held = read(error, name)
        if type(held) is not int:
            continue
        if name.startswith("expected") and held != expected:
            s.broken(f"a conflict with {name} == {expected}", str(held))
        if name.startswith(("actual", "current", "found")) and held != actual:
            s.broken(f"a conflict with {name} == {actual}", str(held))


@check("EVT-11", expects_outright, needs_a_case=True, share=0.25)
def none_exists_any(s: EventStoreScenario) -> None:
    stream, new = s.stream(), s.stream()
    customs = s.customs
    if customs.none is UNKNOWN and customs.exists is UNKNOWN and customs.any is UNKNOWN:
        s.no_case("nothing says how any version, no stream or an existing one is expected")
    s.write(stream, 1 + s.some(1))
    if customs.none is not UNKNOWN:
        reply = s.put(stream, s.ready(stream, s.events(1)), customs.none)
        refused_as_conflict(s, reply, "the stream exists")
        s.afresh()
        _accepted(s, new, customs.none, "the stream is new")
    if customs.exists is not UNKNOWN:
        another = s.stream()
        reply = s.put(another, s.ready(another, s.events(1)), customs.exists)
        refused_as_conflict(s, reply, "there is no such stream")
        s.afresh()
        _accepted(s, stream, customs.exists, "the stream exists")
    if customs.any is not UNKNOWN:
        _accepted(s, stream, customs.any, "any version will do")
        _accepted(s, s.stream(), customs.any, "any version will do")
    for each in (stream, new):
        holds(s, each)


def _accepted(s: EventStoreScenario, stream: Any, expected: Any, why: str) -> None:
    ready = s.ready(stream, s.events(1))
    reply: Reply = s.put(stream, ready, expected)
    s.succeeds(reply, f"accepted, since {why}")
    s.remember(stream, [picture(each) for each in ready])
