"""Whose id is whose: OPS-10 and OPS-11."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial

from dovetail.suites.kernel.check import check
from dovetail.suites.operations.binding import TRACE
from dovetail.suites.operations.clauses.correlating import holds
from dovetail.suites.operations.entries import Entry, same, without_servers
from dovetail.suites.operations.performed import Performed
from dovetail.suites.operations.preconditions import with_ids
from dovetail.suites.operations.process.process import Process
from dovetail.suites.operations.sampling import TIMES
from dovetail.suites.operations.scenario import OperationsScenario

_CLIENTS = 6
_AT_ONCE = 2  # of those at least have to succeed
_ROUNDS = 3
_MEETING = 5.0
_OWN_WORDS = re.compile(r"\d+|\b[0-9a-f-]{8,}\b|\bdv[0-9a-f]{10}\b")


@check("OPS-10", with_ids, random=False)
def parallel_requests_keep_their_ids(s: OperationsScenario) -> None:
    usual = _fewest(s.sample.requests, s.sample.entries)
    for _ in range(1 if s.session.outside.gateways else _ROUNDS):
        process = s.process
        position = process.output.position
        calls = [partial(s.unsaid, "request", process=process) for _ in range(_CLIENTS)]
        s.say(f"# {_CLIENTS} requests at the same time")
        made = _meeting(s, process, calls)
        s.say(*(each.text for each in made))
        succeeded = [each for each in made if each.succeeded]
        failed = [each for each in made if not each.succeeded]  # of which the log need not say anything
        s.wait_for_entries(process, position, succeeded if usual else [])
        entries = s.entries_since(process, position)
        if len(succeeded) < _AT_ONCE:
            s.not_evaluated(
                f"asked for by {_CLIENTS} at the same time, its request fails: {failed[0].text}; "
                "state one that several may ask for"
            )
        for each in made:
            _judge(s, each, made, entries, usual if each.succeeded else 0)
        if failed:
            s.learned = f"{len(failed)} of {_CLIENTS} requests at the same time failed: {failed[0].text}"
    if not s.session.outside.gateways:
        s.learned = "whether requests met was left to chance: gateways = {...} lets them wait for each other"


@check("OPS-11", with_ids, random=False, needs_a_case=True)
def work_beside_keeps_the_id(s: OperationsScenario) -> None:
    entries = _logged(s.sample.entries)
    if not any(holds(entry, each.identity) for entry in entries for each in s.sample.requests):
        s.no_case("no entry has the id, as OPS-04 tells", left_to_another_clause=True)
    for each in s.sample.performed:
        for entry in entries:
            if each.is_mentioned_in(entry) and not holds(entry, each.identity):
                _lost(s, each, entry)
    for found in _at_each_request(s, _logged(s.sample.entries[: s.sample.ended])):
        _lost(s, s.sample.requests[-1], found)


def _logged(entries: Sequence[Entry]) -> list[Entry]:
    """What the application logs; what a server logs of a request may come after its context has ended."""
    return [each for each in without_servers(entries) if not each.is_of_a_server]


def _lost(s: OperationsScenario, made: Performed, entry: Entry) -> None:
    s.say(made.text)
    hint = (
        "a thread begins with an empty context: contextvars.copy_context().run(...), or hand the id over; what is "
        "logged after the middleware is done needs it still"
    )
    s.broken(f"the id {made.identity} in what is logged for the request", s.show(entry), hint=hint)


def _meeting(s: OperationsScenario, process: Process, calls: Sequence[Callable[[], Performed]]) -> list[Performed]:
    """Keep those who call a gateway until all are there, so that no request is over before another begins."""
    if not s.session.outside.gateways:
        return s.together(calls, lambda: None)
    with ExitStack() as stack:
        wait = stack.enter_context(s.held_back(process))

        def release() -> None:
            wait(_CLIENTS, _MEETING)
            stack.close()

        return s.together(calls, release)


def _judge(
    s: OperationsScenario, one: Performed, others: Sequence[Performed], entries: Sequence[Entry], usual: int
) -> None:
    returned = one.returned(s.header)
    foreign = [each.identity for each in others if each is not one]
    if s.header.lower() != TRACE and same(returned) in {same(each) for each in foreign}:
        s.broken(f"{s.header}: {one.identity} in the answer", f"{returned}, which is another request's")
    for each in entries:
        other = next((identity for identity in foreign if holds(each, identity)), None)
        if one.is_mentioned_in(each) and other is not None:
            s.broken(f"the id {one.identity} in what is logged for the request", f"another request's: {s.show(each)}")
    own = sum(holds(each, one.identity) for each in entries)
    if usual and own == 0:
        s.broken(f"an entry with the id {one.identity}, as there is when it is alone", f"none of {len(entries)}")


def _fewest(performed: Sequence[Performed], entries: Sequence[Entry]) -> int:
    """How many entries have the id of a request, at least."""
    return min(sum(holds(entry, each.identity) for entry in entries) for each in performed)


def _at_each_request(s: OperationsScenario, entries: Sequence[Entry]) -> list[Entry]:
    """Entries that come once with each request and have no request's id."""
    known = [each.identity for each in s.sample.performed]
    without: dict[str, list[Entry]] = defaultdict(list)
    for each in entries:
        if each.fields is not None and not any(holds(each, identity) for identity in known):
            without[_kind(s, each)].append(each)
    return [found[0] for found in without.values() if len(found) == TIMES]


def _kind(s: OperationsScenario, entry: Entry) -> str:
    """What an entry is of, without what differs from one to the next."""
    return _OWN_WORDS.sub("#", str(entry.value("event", s.contract.fields)))
