"""What others see: another client of the same store, and a caller who changes what it gave or was given."""

from __future__ import annotations

from typing import Any

from dovetail.policies import Returned
from dovetail.suites.concurrency.sharing import fresh
from dovetail.suites.event_store.assertions import appended, listed, meant, refused_as_conflict, same_events
from dovetail.suites.event_store.clauses.batches import stale_append
from dovetail.suites.event_store.recorded import EventsReply
from dovetail.suites.event_store.scenario import EventStoreScenario
from dovetail.suites.kernel.check import check
from dovetail.values import differences, identical, picture


@check("EVT-27", fresh, share=0.25)
def seen_by_another_client(s: EventStoreScenario) -> None:
    stream = s.stream()
    s.write(stream, 1 + s.some(1))
    with s.another_client():
        same_events(s, s.load(stream), s.stored(stream))
        events = s.events(1)
        appended(s, s.append(stream, events), events)
    if s.binding.expects:
        refused_as_conflict(s, stale_append(s, stream, s.events(1)), "another client has appended meanwhile")
        s.afresh()
    same_events(s, s.load(stream), s.stored(stream))


@check("EVT-32", share=0.5)
def stored_does_not_change(s: EventStoreScenario) -> None:
    stream = s.stream()
    events = s.ready(stream, s.events(1 + s.some(1) if s.binding.batches else 1))
    now = [picture(each) for each in events]
    given = list(events)
    expected = s.expecting(0)
    reply = s.put_list(stream, given, expected)
    if not isinstance(reply.answer, Returned):
        s.set_aside(f"{s.binding.append.name} {reply}", left_to_another_clause=True)
    s.remember(stream, now)
    unchanged = all(identical(was, event) for was, event in zip(now, events, strict=True))
    if not unchanged and not s.binding.contract.generated:
        s.broken("the append leaves the caller's events as they are", "it changes one")
    first = s.load(stream)
    got = listed(s, first)
    if s.changes_in_place(events[0], "event"):
        _as_before(s, stream, first)
    if s.binding.batches:
        s.say("# the caller's list is emptied")
        given.clear()
        _as_before(s, stream, first)
    if got and s.changes_in_place(got[0].item, "loaded_event"):
        _as_before(s, stream, first)
    _emptied(s, first.value)
    _as_before(s, stream, first)


def _as_before(s: EventStoreScenario, stream: Any, first: EventsReply) -> None:
    """What is loaded now is what was loaded first."""
    now = s.load(stream)
    if first.picture is None or now.picture is None:
        s.broken("the events as they were", str(now))
    found = differences(first.picture, now.picture)
    if found:
        each = found[0]
        s.broken(meant(each), each.got, each.path, differences=found)


def _emptied(s: EventStoreScenario, value: Any) -> None:
    """Empty the list that was handed out, wherever it stands in the answer."""
    held = value if isinstance(value, list) else next((each for each in _lists(value)), None)
    if held is not None:
        s.say("# the list that was handed out is emptied")
        held.clear()


def _lists(value: Any) -> list[list[Any]]:
    inside = value if isinstance(value, tuple) else getattr(value, "__dict__", {}).values()
    return [each for each in inside if isinstance(each, list)]
