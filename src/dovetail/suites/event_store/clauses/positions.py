"""Global positions: unique and growing, a batch's together, and none that a reader who follows them would skip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dovetail.policies import Answer, Returned
from dovetail.suites.concurrency.before_commits import before_commits
from dovetail.suites.concurrency.client import Client
from dovetail.suites.concurrency.races import Race, race
from dovetail.suites.concurrency.sharing import concurrent, connecting
from dovetail.suites.event_store.assertions import is_event, listed
from dovetail.suites.event_store.binding import Binding
from dovetail.suites.event_store.preconditions import offers
from dovetail.suites.event_store.recorded import NO_POSITION, Recorded
from dovetail.suites.event_store.scenario import EventStoreScenario
from dovetail.suites.kernel.check import all_of, check
from dovetail.suites.kernel.source import Source
from dovetail.values import picture

_RARELY = 9  # a race is run in every tenth example


@check("EVT-25", offers("read_all"), needs_a_case=True, share=0.3)
def positions_grow(s: EventStoreScenario) -> None:
    one, other = s.stream(), s.stream()
    written = []
    for _ in range(2 + s.some(2)):
        stream = s.one_of([one, other])
        s.write(stream, 1 + s.some(2))
        written += s.stored(stream)[len(s.stored(stream)) - 1 :]
    got = listed(s, s.read_all())
    positions = _positions(s, got)
    if len(set(positions)) < len(positions) or positions != sorted(positions):
        s.broken("positions that are unique and grow", str(positions))
    places = [next((place for place, have in enumerate(got) if is_event(s, want, have)), None) for want in written]
    if None in places:
        s.set_aside(
            "an event that was appended is not read from all streams, or not as it was", left_to_another_clause=True
        )
    total = s.count(one) + s.count(other)
    if len(got) != total:
        s.broken(f"all {total} events", f"{len(got)}")
    if s.binding.batches and concurrent(s.binding, s.source) is None and not s.some(_RARELY):
        race(s, lambda: _two_batches(s))


def _two_batches(s: EventStoreScenario) -> Race:
    """Two writers append several events at the same time, each to a stream of its own."""
    state: dict[str, Any] = {}

    def begin() -> None:
        state["batches"] = [(stream, s.ready(stream, s.events(3))) for stream in (s.stream(), s.stream())]
        s.disconnect_if_stored()

    def clients() -> tuple[Client, Client]:
        expected = s.expecting(0)
        one, other = (
            Client(connecting(s), [s.putting(stream, events, expected)]) for stream, events in state["batches"]
        )
        return one, other

    begin()
    return Race(clients, lambda answers: _not_interleaved(s, state["batches"], answers), begin)


def _not_interleaved(s: EventStoreScenario, batches: Sequence[Any], answers: Sequence[Answer]) -> None:
    if not all(isinstance(answer, Returned) for answer in answers):
        return  # who is refused there is told elsewhere
    got = listed(s, s.read_all())
    for stream, events in batches:
        wanted = [picture(event) for event in events]
        places = [place for place, have in enumerate(got) if any(is_event(s, want, have) for want in wanted)]
        if places and places[-1] - places[0] + 1 != len(places):
            s.broken(f"the events of the batch in {stream!r} one after the other", f"at the places {places}")


def _positions(s: EventStoreScenario, got: Sequence[Recorded]) -> list[Any]:
    positions = [each.position for each in got]
    if None in positions:
        s.set_aside(NO_POSITION)
    return positions


def holding_up(binding: Binding, source: Source) -> str | None:
    """A client can be held up in the middle of its append, so that it commits late; a thread can by what it calls."""
    store = source.store
    in_threads = store is not None and not binding.operations["read_all"].awaited
    able = in_threads or _has_a_way(store)
    return None if able else "the store has no way to hold a client up before its commit"


def _has_a_way(store: Any) -> bool:
    return hasattr(store, "pausing") or bool(getattr(store, "remote", False))


@check("EVT-26", all_of(offers("read_all", "lower"), concurrent, holding_up), most=3, needs_a_case=True)
def late_commits_are_not_skipped(s: EventStoreScenario) -> None:
    s.write(s.stream(), 1)
    if s.customs.after is None or None in [each.position for each in listed(s, s.read_all())]:
        s.set_aside(NO_POSITION)
    judged: list[None] = []
    race(s, lambda: _writer_and_reader(s, judged), before_commits)
    if not judged and not _has_a_way(s.source.store):
        s.set_aside("no call of a driver's commit was seen before which a writer could be held up")


def _writer_and_reader(s: EventStoreScenario, judged: list[None]) -> Race:
    """One writer commits late; meanwhile another one appends elsewhere, and reads on."""
    state: dict[str, Any] = {}

    def begin() -> None:
        state["late"], state["early"] = s.events(2 if s.binding.batches else 1), s.events(1)
        state["streams"] = s.stream(), s.stream()
        with s.unrecorded():
            state["seen"] = _last(listed(s, s.read_all()), 0)
        s.disconnect_if_stored()

    def clients() -> tuple[Client, Client]:
        one, other = state["streams"]
        expected = s.expecting(0)
        late = s.putting(one, s.ready(one, state["late"]), expected)
        early = s.putting(other, s.ready(other, state["early"]), expected)
        reading = s.prepared(s.binding.operations["read_all"], lower=_after(s, state["seen"]))
        return Client(s.source.connect, [late]), Client(s.source.connect, [early, reading])

    def judge(answers: Sequence[Answer]) -> None:
        judged.append(None)
        _judge(s, state, answers)

    begin()
    return Race(clients, judge, begin)


def _last(got: Sequence[Recorded], otherwise: Any) -> Any:
    return max((each.position for each in got), default=otherwise)


def _after(s: EventStoreScenario, position: Any) -> Any:
    """The bound from which what comes after a position is read."""
    return position + 1 if s.customs.after else position


def _judge(s: EventStoreScenario, state: dict[str, Any], answers: Sequence[Answer]) -> None:
    if not all(isinstance(answer, Returned) for answer in answers):
        return  # who is refused there is told elsewhere
    first = listed(s, s.seen(answers[1], s.binding.operations["read_all"]))
    reached = _last(first, state["seen"])
    s.say(f"# a reader has read up to position {reached}, and reads on")
    rest = listed(s, s.read_all(lower=_after(s, reached)))
    for event in (*state["late"], *state["early"]):
        _is_read(s, event, state, [*first, *rest])


def _is_read(s: EventStoreScenario, event: Any, state: dict[str, Any], got: Sequence[Recorded]) -> None:
    for stream, events in zip(state["streams"], (state["late"], state["early"]), strict=True):
        if any(each is event for each in events):
            expected = [picture(each) for each in s.ready(stream, events)]
            want = expected[next(place for place, each in enumerate(events) if each is event)]
            if not any(is_event(s, want, have) for have in got):
                s.broken(
                    f"each event is read once by a reader that follows the positions: that of {stream!r} too",
                    f"positions {[each.position for each in got]}, and it was skipped",
                    hint="it had a lower position than one that was committed, and read, before it",
                )
