"""What is received twice has its effect once: UOW-31."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import partial
from typing import Any

from dovetail.errors import ContractError
from dovetail.policies import Answer, Raised
from dovetail.suites.calls.prepared_call import PreparedCall
from dovetail.suites.concurrency.client import Client
from dovetail.suites.concurrency.races import Race, race
from dovetail.suites.kernel.check import check
from dovetail.suites.unit_of_work.clauses.outbox_relays import rounds
from dovetail.suites.unit_of_work.relaying.preconditions import offers
from dovetail.suites.unit_of_work.relaying.use import OutboxInUse, as_operation
from dovetail.suites.unit_of_work.repositories import Entry, held
from dovetail.suites.unit_of_work.scenario import Refused, UnitScenario
from dovetail.suites.unit_of_work.units import told

_NO_INBOX = "nothing says how a message is received: Outbox(inbox=lambda uow, message, handle: ...)"


@check("UOW-31", offers("inbox", _NO_INBOX), needs_a_case=True, most=2)
def effect_once(s: UnitScenario) -> None:
    sent, also, first, second, third, fourth, fifth = s.entries(0, 0, 0, 0, 0, 0, 0)
    box = OutboxInUse(s)
    message, other = _published(s, box, sent), _published(s, box, also)
    box.about(first, second)
    _twice(s, box, message, first, second)
    box.about(third, fourth)
    _after_a_failure(s, box, other, third, fourth)
    for _ in range(rounds(s) if s.sees_others else 0):
        box.about(fourth, fifth)
        race(s, partial(_race, s, box, (sent, fourth, fifth)))


def _published(s: UnitScenario, box: OutboxInUse, entry: Entry) -> Any:
    """A message, as the broker has it."""
    box.fill(entry)
    broker = box.broker()
    box.works(broker)
    if not broker.taken:
        s.set_aside("the relay publishes nothing", left_to_another_clause=True)
    return broker.taken[0]


def _twice(s: UnitScenario, box: OutboxInUse, message: Any, first: Entry, second: Entry) -> None:
    """Receive one message two times, where each time another aggregate would be added."""
    answer = _receive(s, box, message, first)
    if not s.look(first)[0].there:
        s.broken(f"{first.name}, which the handler adds", f"it is absent; what came out: {told(answer)}")
    _receive(s, box, message, second)
    if s.look(second)[0].there:
        s.broken("one effect: the message was received before", f"{second.name} is there too")


def _after_a_failure(s: UnitScenario, box: OutboxInUse, message: Any, first: Entry, second: Entry) -> None:
    """Receive a message again whose handler failed, or whose commit did: it has its effect then."""
    s.say("# the handler fails at the end")
    _receive(s, box, message, first, error=Refused("the handler fails"))
    if s.look(first)[0].there:
        s.broken("no effect, since the handler has failed", f"{first.name} is there")
    if hasattr(s.source.store, "failing"):
        s.say("# commit 1 fails in the database")
        with s.source.store.failing(commit=1) as struck:
            _receive(s, box, message, first)
        if struck.delivered and s.look(first)[0].there:
            return  # the commit of something else
    _receive(s, box, message, second)
    if not s.look(second)[0].there:
        s.broken("the effect, since it failed when the message was received before", f"{second.name} is absent")


def _receive(
    s: UnitScenario, box: OutboxInUse, message: Any, entry: Entry, *, error: Exception | None = None
) -> Answer:
    """Receive a message; its effect is that an aggregate is added."""
    inbox: Any = box.outbox.inbox
    with s.client() as client:
        s.say(f"inbox({client.name}, message, handle)  # handle adds {entry.name}")
        handle = _handler(s, entry, client.adapter, error)
        answer = s.driver.call(inbox, client.adapter, message, handle)
    if isinstance(answer, Raised) and isinstance(answer.error, TypeError) and "handle" in str(answer.error):
        s.not_evaluated(f"the inbox fails: {told(answer)}")
    return answer


def _handler(s: UnitScenario, entry: Entry, adapter: Any, error: Exception | None = None) -> Callable[..., Any]:
    """What is called with the unit in which a message is received."""
    repository = s.repositories[entry.path]
    adding = repository.adding(repository.copy_of(entry.aggregate))

    def handle(*given: Any) -> None:
        adding.on(_repository(s, entry.path, given, adapter))
        if error is not None:
            raise error

    async def handle_awaited(*given: Any) -> None:
        value = adding.on(_repository(s, entry.path, given, adapter))
        if inspect.isawaitable(value):
            await value
        if error is not None:
            raise error

    return handle_awaited if s.manner.asynchronous else handle


def _repository(s: UnitScenario, path: str, given: tuple[Any, ...], adapter: Any) -> Any:
    """The repository of the unit in which a handler is called.

    Raises:
        ContractError: nothing that the inbox has has it.
    """
    try:
        return held(path, *given, adapter)
    except ContractError as error:
        named = " and ".join(type(each).__name__ for each in given) or "nothing"
        raise ContractError(
            f"the inbox of {s.binding.contract.__name__} calls handle with {named}, where no {path} is to be had",
            "call it inside of a unit, and with that: inbox=lambda uow, message, handle: ... handle(unit)",
        ) from error


def _race(s: UnitScenario, box: OutboxInUse, entries: tuple[Entry, Entry, Entry]) -> Race:
    """One message is received by two at once: one effect is there in the end."""
    first, second = entries[1:]
    message = [_afresh(s, box, entries)]

    def clients() -> tuple[Client, Client]:
        one, other = (Client(s.source.connect, [_call(s, box, message[0], each)]) for each in (first, second))
        return one, other

    def judge(_: list[Answer]) -> None:
        there = [each.name for each, found in zip((first, second), s.look(first, second), strict=True) if found.there]
        if len(there) > 1:
            s.broken("one effect: it is one message", f"both are there: {' and '.join(there)}")
        if not there:
            _comes_again(s, box, message[0], first)

    def again() -> None:
        message[0] = _afresh(s, box, entries)

    return Race(clients, judge, again)


def _comes_again(s: UnitScenario, box: OutboxInUse, message: Any, entry: Entry) -> None:
    """Neither of the two had its effect: it is received once more, as brokers do with what nobody has acknowledged."""
    s.say("# neither had its effect, and the message comes again")
    _receive(s, box, message, entry)
    if not s.look(entry)[0].there:
        s.broken("the effect of the message", "it never has any")


def _afresh(s: UnitScenario, box: OutboxInUse, entries: tuple[Entry, Entry, Entry]) -> Any:
    with s.unrecorded():
        box.empty(*entries)
        return _published(s, box, entries[0])


def _call(s: UnitScenario, box: OutboxInUse, message: Any, entry: Entry) -> PreparedCall:
    """The receipt of a message, as one of two clients makes it at the same time."""
    inbox: Any = box.outbox.inbox

    def run(adapter: Any) -> Any:
        return inbox(adapter, message, _handler(s, entry, adapter))

    operation = as_operation("inbox", run, awaited=s.manner.asynchronous)
    return PreparedCall(operation, text=lambda: f"inbox(uow, message, handle)  # adds {entry.name}")
