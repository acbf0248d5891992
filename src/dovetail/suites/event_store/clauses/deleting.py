"""A deleted stream is gone from every way of reading, and the others stay."""

from __future__ import annotations

from typing import Any

from dovetail.policies import Returned
from dovetail.suites.event_store.assertions import holds, is_event, listed, told
from dovetail.suites.event_store.preconditions import offers
from dovetail.suites.event_store.recorded import EventsReply
from dovetail.suites.event_store.scenario import EventStoreScenario
from dovetail.suites.kernel.check import check


@check("EVT-28", offers("delete"), share=0.25)
def deleted_is_gone(s: EventStoreScenario) -> None:
    one, other = s.stream(), s.stream()
    s.write(one, 2 + s.some(1))
    s.write(other, 1)
    gone = s.stored(one)
    expected = {"expected": s.customs.version(len(gone))} if s.binding.offers("delete", "expected") else {}
    reply = s.call(s.binding.operations["delete"], stream=one, **expected)
    s.succeeds(reply, "the stream is deleted")
    s.afresh()
    left = s.load(one)
    if isinstance(left.answer, Returned) and left.count:
        s.broken("no events: the stream is deleted", told(listed(s, left)))
    if "read_all" in s.binding.operations:
        every = listed(s, s.read_all())
        still = [have for have in every if any(is_event(s, each, have) for each in gone)]
        if still and len(every) > s.count(other):
            s.broken("none of them among the events of all streams", told(still))
    if "exists" in s.binding.operations and s.ask("exists", stream=one).value is True:
        s.broken("it does not exist", "True")
    holds(s, other)
    _numbered_afterwards(s, one)
    holds(s, other)


def _numbered_afterwards(s: EventStoreScenario, stream: Any) -> None:
    """What becomes of a new stream of that name: it begins anew, goes on, or is refused."""
    policy = s.binding.contract.after_delete
    ready = s.ready(stream, s.events(1), 0)
    reply = s.put(stream, ready, s.expecting(0))
    if isinstance(reply.answer, Returned):
        said = _begins(s, s.load(stream))
        if said is None:
            return
    else:
        said = reply.as_policy()
    if policy is None:
        s.observed["after_delete"] = said
    elif said != (f'"{policy}"' if isinstance(policy, str) else said) or not _accepts(policy, reply):
        s.broken(f"after_delete = {policy}", said)


def _accepts(policy: Any, reply: Any) -> bool:
    return isinstance(reply.answer, Returned) if isinstance(policy, str) else bool(policy.accepts(reply.answer))


def _begins(s: EventStoreScenario, reply: EventsReply) -> str | None:
    if reply.count != 1:
        s.broken("the one event that was appended afterwards", told(listed(s, reply)))
    number = reply.numbers[0]
    if number is None:
        return None
    return '"anew"' if number == s.customs.first else '"continued"'
