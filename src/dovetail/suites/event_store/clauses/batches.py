"""A batch is all or nothing, an empty one changes nothing, and what is refused leaves no trace."""

from __future__ import annotations

from threading import Lock
from typing import Any

from dovetail.policies import Returned
from dovetail.records import overwritten
from dovetail.suites.calls.reply import Reply
from dovetail.suites.event_store.assertions import holds, refused_as_conflict, same_events, unknown
from dovetail.suites.event_store.inference.events import attribute_of, field_names, read
from dovetail.suites.event_store.preconditions import batches, expects
from dovetail.suites.event_store.recorded import EventsReply
from dovetail.suites.event_store.scenario import EventStoreScenario
from dovetail.suites.kernel.check import check
from dovetail.suites.outages.declared import failing
from dovetail.suites.outages.ways_to_fail import outages, prepared, while_failing
from dovetail.values import picture

_MOST = 12
_NO_OUTAGE = "a batch was refused, and none failed in the middle: the store has no way to fail on demand"


@check("EVT-04", batches, most=20, needs_a_case=True)
def all_or_nothing(s: EventStoreScenario) -> None:
    stream = s.stream()
    s.write(stream, 1 + s.some(1))
    tried = _spoiled_batch(s, stream) | _several_streams(s)
    if failing(s.binding, s.source) is None:
        _failing_in_the_middle(s)
    elif tried:
        s.learned = _NO_OUTAGE
    else:
        s.set_aside("every batch was accepted")


def _spoiled_batch(s: EventStoreScenario, stream: Any) -> bool:
    """A batch that ends in what is no event, or whose last event is there already: whether one was refused."""
    first, last = s.events(2)
    good = s.ready(stream, [first, last])
    reply = s.put(stream, [good[0], s.one_of(_spoiled(s, good[1]))], s.expecting(s.count(stream)))
    if isinstance(reply.answer, Returned):
        return False
    s.afresh()
    holds(s, stream)
    if isinstance(s.append(stream, [first]).answer, Returned):
        holds(s, stream)
    return True


def _spoiled(s: EventStoreScenario, event: Any) -> list[Any]:
    unwritable = unserialisable(s, event)
    return [object(), *([unwritable] if unwritable is not None else [])]


def _several_streams(s: EventStoreScenario) -> bool:
    """An append to several streams of which one is refused."""
    if "append_many" not in s.binding.operations:
        return False
    one, other = s.stream(), s.stream()
    s.ask("append_many", streams={one: s.events(1), other: [object()]})
    s.afresh()
    for stream in (one, other):
        if not unknown(s, s.load(stream)):
            s.broken("no stream has got anything", f"{stream!r} has")
    return True


def _failing_in_the_middle(s: EventStoreScenario) -> None:
    """The store fails at the first thing that it is sent, at the second, and so on."""
    stream = s.stream()
    s.write(stream, 1)
    batch = s.ready(stream, s.events(3))
    expected = s.expecting(s.count(stream))
    before = s.count(stream)
    for outage in outages(s)[:2]:
        with prepared(s, outage) as strike:
            for number in s.each_alone(outage.numbers[:_MOST]):
                reply = while_failing(s, outage, strike, number, lambda: s.put(stream, batch, expected))
                if reply is None:
                    return
                if isinstance(reply.answer, Returned):
                    return  # it tried again, and came through
                s.reconnect()
                got = s.load(stream)
                if got.count not in (before, before + len(batch)):
                    s.broken(f"{before} events, or {before + len(batch)}", f"{got.count} events")
                if got.count != before:
                    return


@check("EVT-05", batches, share=0.25)
def empty_append(s: EventStoreScenario) -> None:
    stream, never = s.stream(), s.stream()
    s.write(stream, 1 + s.some(2))
    last = s.append(stream, s.events(1))
    absent = s.load(never)
    if s.binding.placed:
        _changes_nothing(s, stream, s.put(stream, []), last)
        return
    _changes_nothing(s, stream, s.put(stream, [], s.expecting(s.count(stream))), last)
    s.put(never, [], s.expecting(0))
    now = s.load(never)
    if now.as_policy() != absent.as_policy():
        s.broken(f"the stream is still unknown: {absent}", str(now))


def _changes_nothing(s: EventStoreScenario, stream: Any, reply: Reply, last: Reply) -> None:
    holds(s, stream)
    if not isinstance(reply.answer, Returned):
        s.as_stated(s.binding.contract.empty, "empty", reply)
        return
    if type(last.value) is int and type(reply.value) is int and reply.value != last.value:
        s.broken(f"the unchanged version, {last.value}", str(reply.value))


@check("EVT-09", most=20, needs_a_case=True)
def unserialisable_is_refused(s: EventStoreScenario) -> None:
    stream = s.stream()
    s.write(stream, 1)
    group = s.ready(stream, s.events(1 + s.some(1) if s.binding.batches else 1))
    group[-1] = unserialisable(s, group[-1])
    if group[-1] is None:
        s.set_aside("no event that cannot be serialised can be made")
    if isinstance(s.put(stream, group, s.expecting(s.count(stream))).answer, Returned):
        s.remember(stream, [picture(each) for each in group])
        _kept(s, stream)
        s.set_aside("the adapter keeps what cannot be serialised")
    s.afresh()
    holds(s, stream)


def _kept(s: EventStoreScenario, stream: Any) -> None:
    reply = s.load(stream)
    if not isinstance(reply.answer, Returned) or reply.count != s.count(stream):
        s.broken("it is refused, or kept", str(reply), hint="what was appended cannot be read")


def unserialisable(s: EventStoreScenario, event: Any) -> Any:
    """The event with something in it that no serialiser knows; None where its class refuses that."""
    stated = s.binding.contract.unserialisable
    if stated is not None:
        return stated() if callable(stated) else stated
    left_alone = {s.id_of(event), attribute_of(event, "stream"), attribute_of(event, "number")}
    for name in (*_collections(event), *field_names(event)):
        if name not in left_alone:
            held = read(event, name)
            return _with(event, name, {**held, "lock": Lock()} if isinstance(held, dict) else Lock())
    return None


def _with(event: Any, name: str, value: Any) -> Any:
    """The event with another value in one of its fields, whatever its class says of that."""
    try:
        return event | {name: value} if type(event) is dict else overwritten(event, name, value)
    except (AttributeError, TypeError, ValueError):
        return None


def _collections(event: Any) -> list[str]:
    return [name for name in field_names(event) if isinstance(read(event, name), dict)]


@check("EVT-12", expects, share=0.25)
def refused_leaves_no_trace(s: EventStoreScenario) -> None:
    one, other = s.stream(), s.stream()
    s.write(one, 2 + s.some(1))
    s.write(other, 1)
    before = s.read_all() if "read_all" in s.binding.operations else None
    many = 2 if s.binding.batches else 1
    reply = stale_append(s, one, s.events(many))
    refused_as_conflict(s, reply, "another version is there")
    s.afresh()
    for stream in (one, other):
        holds(s, stream)
    if before is not None:
        _same_positions(s, before)
    reply = s.append(one, s.events(1))
    s.succeeds(reply, "the stream goes on from where it was")
    holds(s, one)


def stale_append(s: EventStoreScenario, stream: Any, events: list[Any]) -> Reply:
    """An append by a client that has not seen the last event of a stream."""
    behind = s.count(stream) - 1
    ready = s.ready(stream, events, behind)
    return s.put(stream, ready, s.expecting(behind))


def _same_positions(s: EventStoreScenario, before: EventsReply) -> None:
    now = s.read_all()
    same_events(s, now, [each.picture for each in before.events or ()])
    was, has = ([each.position for each in reply.events or ()] for reply in (before, now))
    if was != has:
        s.broken(f"positions {was}", str(has))
