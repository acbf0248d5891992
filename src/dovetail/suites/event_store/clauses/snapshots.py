"""The newest snapshot of a stream is the one that is given."""

from __future__ import annotations

from typing import Any

from dovetail.policies import Returned
from dovetail.suites.event_store.assertions import meant
from dovetail.suites.event_store.inference.events import parts
from dovetail.suites.event_store.preconditions import offers
from dovetail.suites.event_store.scenario import EventStoreScenario
from dovetail.suites.kernel.check import all_of, check
from dovetail.values import Picture, compare, picture


@check("EVT-29", all_of(offers("save_snapshot"), offers("load_snapshot")), needs_a_case=True, share=0.25)
def newest_snapshot(s: EventStoreScenario) -> None:
    stream, other = s.stream(), s.stream()
    s.write(stream, 3)
    s.write(other, 1)
    none = s.ask("load_snapshot", stream=stream)
    if isinstance(none.answer, Returned) and none.value is not None:
        s.broken("no snapshot: none was saved", str(none))
    first, second, third = (s.draw(s.binding.snapshots) for _ in range(3))
    given = picture(first)
    _save(s, stream, 1, first)
    _is_newest(s, stream, given, type(first))
    newest = picture(second)
    _save(s, stream, 3, second)
    _is_newest(s, stream, newest, type(second))
    if s.binding.offers("save_snapshot", "version"):
        s.say("# an older one is saved late")
        _save(s, stream, 2, third, needed=False)
        _is_newest(s, stream, newest, type(second))
    apart = s.ask("load_snapshot", stream=other)
    if isinstance(apart.answer, Returned) and apart.value is not None:
        s.broken("no snapshot of another stream", str(apart))


def _save(s: EventStoreScenario, stream: Any, count: int, snapshot: Any, *, needed: bool = True) -> None:
    version = s.customs.version(count)
    reply = s.call(s.binding.operations["save_snapshot"], stream=stream, version=version, snapshot=snapshot)
    if needed and not isinstance(reply.answer, Returned):
        s.broken("the snapshot is saved", str(reply))
    s.afresh()


def _is_newest(s: EventStoreScenario, stream: Any, expected: Picture, cls: type) -> None:
    reply = s.ask("load_snapshot", stream=stream)
    if not isinstance(reply.answer, Returned) or reply.value is None:
        s.broken("the newest snapshot", str(reply))
    found = compare(expected, _within(reply.value, cls), s.binding.tolerances)
    if found is not None:
        s.broken(f"the newest snapshot: {meant(found)}", found.got, found.path)


def _within(value: Any, cls: type) -> Any:
    """The snapshot in what was given: alone, or beside its version."""
    if type(value) is cls and not (isinstance(value, tuple) and cls is not tuple):
        return value
    inside = list(value) if isinstance(value, tuple) else [part for _, part in parts(value)]
    return next((part for part in inside if type(part) is cls), value)
