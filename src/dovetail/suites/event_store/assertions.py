"""What clauses state of an answer; where it does not hold, the scenario is broken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

from dovetail.naming import number_of, shortened
from dovetail.policies import Policy, Raised, Returned
from dovetail.suites.calls.reply import Reply
from dovetail.suites.event_store.inference.events import attribute_of, read
from dovetail.suites.event_store.recorded import EventsReply, Recorded, unlike
from dovetail.suites.event_store.scenario import EventStoreScenario
from dovetail.suites.kernel.scenario import answer_text
from dovetail.values import Difference, Picture, code, identical
from dovetail.values.picture import Node
from dovetail.values.strategies import ordinary

_LENGTH = 160


def appended(s: EventStoreScenario, reply: Reply, events: Sequence[Any]) -> None:
    """An append succeeded; a store may refuse an extreme value, and must take an ordinary one."""
    if isinstance(reply.answer, Returned):
        return
    if not all(map(ordinary, events)):
        s.set_aside(f"an extreme value was refused: {reply}")
    s.broken("the events are appended", str(reply))


def listed(s: EventStoreScenario, reply: EventsReply) -> tuple[Recorded, ...]:
    """What was read, as events."""
    if reply.events is None:
        s.broken("a list of events", str(reply), hint=_unread(reply))
    return reply.events


def _unread(reply: EventsReply) -> str:
    if not isinstance(reply.answer, Returned):
        return ""
    return 'where the events are a part of it, say which: operations = {"load": lambda adapter, stream: ...}'


def holds(s: EventStoreScenario, stream: Any) -> None:
    """A stream has the events that were appended to it; their order is another clause's affair.

    Of one that has none, nothing is given.
    """
    expected = s.stored(stream)
    reply = s.load(stream)
    if expected or isinstance(reply.answer, Returned):
        same_events(s, reply, expected, in_order=False)


def same_events(
    s: EventStoreScenario, reply: EventsReply, expected: Sequence[Picture], *, in_order: bool = True
) -> None:
    """What was read are these events, each once and in this order; what one of them lost is told elsewhere."""
    got = listed(s, reply)
    if len(got) != len(expected):
        many, came = (number_of(len(each), "event") for each in (expected, got))
        s.broken(f"{many}: {_shown(expected)}", f"{came}: {told(got)}")
    for place, (want, have) in enumerate(zip(expected, got, strict=True)):
        if is_event(s, want, have):
            continue
        if any(is_event(s, other, have) for other in expected):
            if not in_order:
                continue
            s.broken(f"in this order: {_shown(expected)}", told(got), f"[{place}]")
        s.set_aside("an event does not come back as it was appended", left_to_another_clause=True)


def is_event(s: EventStoreScenario, expected: Picture, got: Recorded) -> bool:
    """Whether it is that event: by its id where it has one, else by all that it holds."""
    name = attribute_of(got.event, "id") or attribute_of(got.item, "id")
    if name is not None and isinstance(expected.root, Node) and name in expected.root.names:
        own = dict(expected.root.items())[name]
        held = read(got.event, name) if read(got.event, name) is not None else read(got.item, name)
        return identical(Picture(own), held)
    return not unlike(expected, got, s.binding)


def refused(s: EventStoreScenario, reply: Reply, policy: Policy | None, what: str) -> None:
    """An append was refused, in the way that is stated where one is."""
    if isinstance(reply.answer, Returned) or (policy is not None and not policy.accepts(reply.answer)):
        s.broken(f"{policy or 'refused'}, since {what}", str(reply))


def refused_as_conflict(s: EventStoreScenario, reply: Reply, what: str) -> None:
    """An append was refused with the declared conflict."""
    refused(s, reply, s.binding.conflict, what)


def unknown(s: EventStoreScenario, reply: EventsReply) -> bool:
    """Whether an answer says that there is no such stream: nothing in it, or the declared error."""
    policy = s.binding.unknown
    if policy is not None and policy.accepts(reply.answer):
        return True
    return isinstance(reply.answer, Returned) and (reply.events == () or reply.value is None)


def meant(each: Difference) -> str:
    """What a part of an event had to be; the whole event where it differs as a whole."""
    return f"{each.path} == {each.expected}" if each.path else each.expected


def told(events: Sequence[Recorded]) -> str:
    """Events that were read, in short."""
    return shortened(f"[{', '.join(code(each.picture) for each in events)}]", _LENGTH)


def failed(s: EventStoreScenario, expected: str, reply: Reply) -> NoReturn:
    """An operation did not give what it had to."""
    hint = "it raised in the adapter's own code" if isinstance(reply.answer, Raised) else ""
    s.broken(expected, answer_text(reply.answer), hint=hint)


def _shown(expected: Sequence[Picture]) -> str:
    return shortened(f"[{', '.join(map(code, expected))}]", _LENGTH)
