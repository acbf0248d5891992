"""A subscriber gets each event once, in order, and goes on from what it has acknowledged."""

from __future__ import annotations

from typing import Any

from dovetail.policies import Returned
from dovetail.port import MISSING
from dovetail.suites.event_store.assertions import listed, same_events
from dovetail.suites.event_store.preconditions import offers
from dovetail.suites.event_store.recorded import EventsReply
from dovetail.suites.event_store.scenario import EventStoreScenario
from dovetail.suites.kernel.check import all_of, any_of, check
from dovetail.values import picture
from dovetail.values.strategies import for_type


@check("EVT-31", any_of(offers("subscribe"), all_of(offers("receive"), offers("acknowledge"))), most=30)
def subscribers_follow(s: EventStoreScenario) -> None:
    if "subscribe" in s.binding.operations:
        _handed(s)
    if "receive" in s.binding.operations and "acknowledge" in s.binding.operations:
        _polled(s)


def _handed(s: EventStoreScenario) -> None:
    """A handler is called with each event that is appended from then on."""
    got: list[Any] = []

    def handler(*events: Any) -> None:
        got.extend(each for given in events for each in (given if isinstance(given, (list, tuple)) else [given]))

    async def async_handler(*events: Any) -> None:
        handler(*events)

    operation = s.binding.operations["subscribe"]
    awaited = s.binding.append.awaited
    reply = s.call(operation, handler=async_handler if awaited else handler)
    s.succeeds(reply, "the subscription is taken")
    one, other = s.stream(), s.stream()
    expected = []
    for stream in (one, other, one):
        before = s.count(stream)
        s.write(stream, 1 + s.some(1))
        expected += s.stored(stream)[before:]
    events = tuple(s.as_event(each) for each in got)
    same_events(s, EventsReply(Returned(got), picture(got), None, events), expected)
    if s.binding.expects:
        _not_told_of_the_refused(s, one, got)


def _not_told_of_the_refused(s: EventStoreScenario, stream: Any, got: list[Any]) -> None:
    """Append with a version that the stream has not: what is refused was never stored, and no handler hears of it."""
    before = len(got)
    reply = s.put(stream, s.ready(stream, s.events(1)), s.customs.version(s.count(stream)) + 1)
    if not isinstance(reply.answer, Returned) and len(got) > before:
        s.broken(f"the handler is told of no event, since the append {reply}", f"it is told of {len(got) - before}")


def _polled(s: EventStoreScenario) -> None:
    one, other = s.stream(), s.stream()
    expected = []
    for stream in (one, other, one):
        s.write(stream, 1)
        expected += s.stored(stream)[-1:]
    me = _subscriber(s, "reader-1")
    same_events(s, s.ask("receive", subscriber=me), expected)
    positions = [each.position for each in listed(s, s.ask("receive", subscriber=me))]
    s.say(f"# the second of {len(positions)} is acknowledged")
    _acknowledge(s, me, positions[1])
    same_events(s, s.ask("receive", subscriber=me), expected[2:])
    s.say("# the first one is acknowledged late")
    _acknowledge(s, me, positions[0], needed=False)
    same_events(s, s.ask("receive", subscriber=me), expected[2:])
    s.write(other, 1)
    expected += s.stored(other)[-1:]
    same_events(s, s.ask("receive", subscriber=me), expected[2:])
    same_events(s, s.ask("receive", subscriber=_subscriber(s, "reader-2")), expected)


def _acknowledge(s: EventStoreScenario, who: Any, position: Any, *, needed: bool = True) -> None:
    if position is None:
        s.not_evaluated("events that are received say no position; write position = ...")
    reply = s.call(s.binding.operations["acknowledge"], subscriber=who, position=position)
    if needed and not isinstance(reply.answer, Returned):
        s.broken("it is acknowledged", str(reply))
    s.afresh()


def _subscriber(s: EventStoreScenario, name: str) -> Any:
    asked = s.binding.operations["receive"].parameter("subscriber")
    if asked is None or asked.hint in (str, MISSING):
        return name
    return s.draw(for_type(asked.hint, extremes=False))
