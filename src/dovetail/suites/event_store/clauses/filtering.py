"""Events are picked by their type or by their time, and nothing else is picked."""

from __future__ import annotations

from typing import Any

from dovetail.suites.event_store.assertions import is_event, listed, told
from dovetail.suites.event_store.inference.events import attribute_of, read
from dovetail.suites.event_store.preconditions import offers
from dovetail.suites.event_store.recorded import EventsReply, Recorded
from dovetail.suites.event_store.scenario import EventStoreScenario
from dovetail.suites.kernel.check import any_of, check
from dovetail.values import Picture


@check(
    "EVT-24",
    any_of(offers("by_type"), offers("since"), offers("load", "types"), offers("read_all", "types")),
    needs_a_case=True,
    share=0.3,
)
def by_type_and_time(s: EventStoreScenario) -> None:
    one, other = s.stream(), s.stream()
    appended = [*s.write(one, 2 + s.some(1)), *s.write(other, 1 + s.some(2))]
    pictures = [*s.stored(one), *s.stored(other)]
    for word in ("by_type", "read_all", "load"):
        if not s.binding.offers(word, "types"):
            continue
        types = [s.type_of(event, word) for event in appended]
        for wanted in [each for place, each in enumerate(types) if each not in types[:place]]:
            many = s.count(one) if word == "load" else len(appended)
            picked = [each for each, its in zip(pictures[:many], types, strict=False) if its == wanted]
            given = {"stream": one} if word == "load" else {}
            _exactly(s, s.ask(word, **given, types=_asked(s, word, wanted)), picked)
    if s.binding.offers("since"):
        _since(s)


def _asked(s: EventStoreScenario, word: str, wanted: Any) -> Any:
    """The type as the operation asks for it: alone or in a list."""
    asked = s.binding.operations[word].parameter("types")
    assert asked is not None
    hint = str(asked.hint).lower()
    several = asked.name.endswith("s") or any(each in hint for each in ("list", "sequence", "iterable"))
    return [wanted] if several and asked.name != "cls" else wanted


def _exactly(s: EventStoreScenario, reply: EventsReply, picked: list[Picture]) -> None:
    """These events, in whatever order the streams come."""
    got = listed(s, reply)
    left = list(got)
    for each in picked:
        found = next((have for have in left if is_event(s, each, have)), None)
        if found is None:
            if len(got) == len(picked):
                s.set_aside("an event does not come back as it was appended", left_to_another_clause=True)
            s.broken(f"{len(picked)} events of that type", f"{len(got)}: {told(got)}")
        left.remove(found)
    if left:
        s.broken(f"{len(picked)} events of that type", f"{len(got)}: {told(got)}")


def _since(s: EventStoreScenario) -> None:
    """The events from a time on: with or without those of that very time, whichever it is, always."""
    every = [each for stream in s.streams for each in listed(s, s.load(stream))]
    times = [_time(each) for each in every]
    if None in times:
        s.set_aside("events that are read say no time")
    ways = {True, False}
    for moment in times:
        reply = s.ask("since", lower=moment)
        s.succeeds(reply, f"the events since {moment}")
        got = sorted(_time(each) for each in listed(s, reply))
        for inclusive in tuple(ways):
            kept = sorted(each for each in times if each > moment or (inclusive and each == moment))
            if kept != got:
                ways.discard(inclusive)
        if not ways:
            s.broken(f"the events since {moment}, with it or without it", f"{len(got)} of {len(times)} events")


def _time(event: Recorded) -> Any:
    for owner in (event.item, event.event):
        name = attribute_of(owner, "time")
        if name is not None:
            return read(owner, name)
    return None
