"""Many writers at the same time: of those who expect the same version one wins, and nobody else is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from dovetail.policies import Answer, Returned
from dovetail.suites.calls.reply import Reply
from dovetail.suites.concurrency.client import Client
from dovetail.suites.concurrency.interleaving import all_at_once
from dovetail.suites.concurrency.processes import PROCESSES, in_processes, several_processes, working
from dovetail.suites.concurrency.races import Race, race
from dovetail.suites.concurrency.sharing import concurrent, connecting
from dovetail.suites.event_store.assertions import is_event, listed
from dovetail.suites.event_store.binding import Binding
from dovetail.suites.event_store.clauses.batches import stale_append
from dovetail.suites.event_store.inference.expectations import UNKNOWN
from dovetail.suites.event_store.preconditions import expects
from dovetail.suites.event_store.scenario import EventStoreScenario
from dovetail.suites.kernel.check import all_of, check
from dovetail.suites.kernel.scenario import answer_text
from dovetail.suites.kernel.source import Source
from dovetail.values import picture

_WRITERS = 8
_ROUNDS = 3


@check("EVT-13", all_of(expects, concurrent), most=4)
def first_write_races(s: EventStoreScenario) -> None:
    _two(s, s.stream)
    for _ in range(_ROUNDS):
        _many(s, s.stream())


@check("EVT-14", all_of(expects, concurrent), most=4)
def one_winner(s: EventStoreScenario) -> None:
    def stream() -> Any:
        made = s.stream()
        s.write(made, 1 + s.some(1))
        return made

    _two(s, stream)
    for _ in range(_ROUNDS):
        _many(s, stream())


def _two(s: EventStoreScenario, stream_of: Any) -> None:
    """Two writers, of whom one is held up in the middle of its append wherever the store allows that."""

    def set_up() -> Race:
        state = {"stream": stream_of()}
        state["events"] = s.events(2)
        s.disconnect_if_stored()

        def clients() -> tuple[Client, Client]:
            one, other = (_conditional(s, state["stream"], event) for event in state["events"])
            return one, other

        def again() -> None:
            with s.unrecorded():
                state["stream"] = stream_of()
                state["events"] = s.events(2)
                s.disconnect_if_stored()

        return Race(clients, lambda answers: _one_won(s, state["stream"], state["events"], answers), again)

    race(s, set_up)


def _many(s: EventStoreScenario, stream: Any) -> None:
    """Eight writers who begin at once."""
    events = s.events(_WRITERS)
    s.disconnect_if_stored()
    clients = [_conditional(s, stream, event) for event in events]
    s.say(lambda: f"# {_WRITERS} clients at the same time: {clients[0].text()}")
    _one_won(s, stream, events, all_at_once(s, clients))


def _conditional(s: EventStoreScenario, stream: Any, event: Any) -> Client:
    count = s.count(stream)
    expected = s.expecting(count)
    return _client(s, stream, [event], expected)


def _client(s: EventStoreScenario, stream: Any, events: Sequence[Any], expected: Any) -> Client:
    return Client(connecting(s), [s.putting(stream, s.ready(stream, events), expected)])


def _one_won(s: EventStoreScenario, stream: Any, events: Sequence[Any], answers: Sequence[Answer]) -> None:
    won = [event for event, answer in zip(events, answers, strict=True) if isinstance(answer, Returned)]
    lost = [answer for answer in answers if not isinstance(answer, Returned)]
    if len(won) > 1:
        s.broken("one of them is accepted", f"{len(won)} of {len(answers)} are")
    if not won:
        s.broken("one of them is accepted", f"none is: {answer_text(lost[0])}")
    before = s.count(stream)
    got = s.load(stream)
    if got.count != before + 1:
        s.broken(f"{before + 1} events", f"{got.count} events")
    s.remember(stream, [picture(each) for each in s.ready(stream, won)])
    usual = _usual_conflict(s, stream)
    for answer in lost:
        if not _is_conflict(s, answer, usual):
            s.broken(f"the others are told of a conflict: {usual}", answer_text(answer))


def _usual_conflict(s: EventStoreScenario, stream: Any) -> Reply:
    """What a writer is told who comes late, and alone."""
    with s.unrecorded():
        reply = stale_append(s, stream, s.events(1))
        s.disconnect_if_stored()
    return reply


def _is_conflict(s: EventStoreScenario, answer: Answer, usual: Reply) -> bool:
    if s.binding.conflict is not None:
        return s.binding.conflict.accepts(answer)
    if isinstance(usual.answer, Returned) or isinstance(answer, Returned):
        return True  # that a late writer is not refused is told elsewhere
    return type(usual.answer) is type(answer) and type(usual.answer.error) is type(answer.error)


def unconditional(binding: Binding, source: Source) -> str | None:
    """An append may expect nothing."""
    del source
    if not binding.expects and not binding.placed:
        return None
    said = binding.expectations
    if binding.placed:
        return "an event says itself which number it has"
    if said.any is UNKNOWN and not said.takes_none and not said.optional:
        return f"{binding.append.name} always expects a version"
    return None


@check("EVT-15", all_of(unconditional, concurrent), most=3, needs_a_case=True)
def unconditional_writers(s: EventStoreScenario) -> None:
    if s.binding.expects and s.customs.any is UNKNOWN:
        s.set_aside("nothing says that any version will do")
    stream = s.stream()
    if s.some(1):
        s.write(stream, 1)
    writers = [s.events(2 if s.binding.batches else 1) for _ in range(_WRITERS // 2)]
    s.disconnect_if_stored()
    expected = s.customs.any if s.binding.expects else UNKNOWN
    clients = [_client(s, stream, events, expected) for events in writers]
    s.say(lambda: f"# {len(clients)} clients at the same time: {clients[0].text()}")
    for answer in all_at_once(s, clients):
        if not isinstance(answer, Returned):
            s.broken("every append is accepted, since none expects a version", answer_text(answer))
    got = listed(s, s.load(stream))
    written = [*s.stored(stream), *(picture(event) for events in writers for event in events)]
    if len(got) != len(written):
        s.broken(f"each event once: {len(written)}", f"{len(got)} events")
    numbers = Counter(each.number for each in got if each.number is not None)
    if any(many > 1 for many in numbers.values()):
        s.broken("each number once", f"numbers {sorted(numbers.elements())}")


@check("EVT-16", concurrent, most=3)
def other_streams_do_not_refuse(s: EventStoreScenario) -> None:
    streams = [s.stream() for _ in range(_WRITERS // 2)]
    for stream in streams[::2]:
        s.write(stream, 1)
    events = [s.events(2 if s.binding.batches else 1) for _ in streams]
    s.disconnect_if_stored()
    clients = [
        _client(s, stream, its, s.expecting(s.count(stream))) for stream, its in zip(streams, events, strict=True)
    ]
    s.say(lambda: "# at the same time: " + "; ".join(client.text() for client in clients[:2]))
    for answer, stream, its in zip(all_at_once(s, clients), streams, events, strict=True):
        if not isinstance(answer, Returned):
            s.broken(f"an append to {stream!r} is accepted: nobody else writes there", answer_text(answer))
        s.remember(stream, [picture(each) for each in s.ready(stream, its)])
    for stream in streams:
        got = listed(s, s.load(stream))
        stored = s.stored(stream)
        if len(got) != len(stored) or not all(is_event(s, want, have) for want, have in zip(stored, got, strict=True)):
            s.broken(f"{len(stored)} events in {stream!r}", f"{len(got)}")


@check("EVT-34", all_of(expects, several_processes), most=1)
def one_winner_of_processes(s: EventStoreScenario) -> None:
    _seen_from_here(s)
    for many in (0, 1, 2):
        stream = s.stream()
        if many:
            s.write(stream, many)
        events = s.events(PROCESSES)
        clients = [_conditional(s, stream, event) for event in events]
        s.say(f"# in {PROCESSES} processes at the same time: {clients[0].text()}")
        answers = in_processes(s, [working(client) for client in clients]).answers
        _one_won(s, stream, events, answers)


def _seen_from_here(s: EventStoreScenario) -> None:
    """What another process appends is there for this one: else each has a store of its own."""
    stream = s.stream()
    with s.unrecorded():
        (answer,) = in_processes(s, [working(_conditional(s, stream, s.event()))]).answers
        if not isinstance(answer, Returned):
            s.set_aside(f"{s.binding.append.name} {answer_text(answer)}", left_to_another_clause=True)
        if s.load(stream).count != 1:
            s.no_case("what another process appends is not seen here: each process has a store of its own")
