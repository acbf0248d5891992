"""Events of a type that nobody knows are refused by name, and those of old versions are brought up to date."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dovetail.errors import ContractError
from dovetail.policies import Returned
from dovetail.suites.event_store.assertions import listed, meant
from dovetail.suites.event_store.recorded import unlike
from dovetail.suites.event_store.scenario import EventStoreScenario
from dovetail.suites.kernel.blame import raising
from dovetail.suites.kernel.check import any_of, check, stating
from dovetail.suites.kernel.scenario import answer_text
from dovetail.values import picture

_PUT = "how an event of an unknown type comes into the store"


@check(
    "EVT-30",
    any_of(
        stating("unknown_types", f"nothing states {_PUT}; write unknown_types = ..."),
        stating("old_events", "nothing states how an old event comes into it; write old_events = ..."),
    ),
    most=20,
)
def unknown_and_old_types(s: EventStoreScenario) -> None:
    for name, put in s.binding.contract.unknown_types.items():
        stream = _filled(s, "unknown_types", name, put)
        s.say(f"# an event of type {name} is in {stream!r}")
        s.afresh()
        _refused_by_name(s, stream, name)
    for name, (put, expected) in s.binding.contract.old_events.items():
        stream = _filled(s, "old_events", name, put)
        s.say(f"# {name} is in {stream!r}")
        s.afresh()
        _brought_up_to_date(s, stream, expected)


def _filled(s: EventStoreScenario, option: str, name: str, put: Callable[[Any, Any], Any]) -> Any:
    """A stream into which the contract's own function has put that event; it shares the store with all others."""
    stream = s.stream()
    try:
        s.driver.settle(put(s.adapter, stream))
    except Exception as error:
        raise ContractError(
            f"{option}[{name!r}] of {s.binding.contract.__name__} stores no event: {raising(error)}",
            "it is called with the adapter and the name of an empty stream, in a store that holds all of its events",
        ) from error
    return stream


def _refused_by_name(s: EventStoreScenario, stream: Any, name: str) -> None:
    reply = s.load(stream)
    if isinstance(reply.answer, Returned):
        s.broken(f"refused, since nobody knows {name}", str(reply))
    error = reply.answer.error
    said = f"{type(error).__name__} {answer_text(reply.answer)} {vars(error) if hasattr(error, '__dict__') else ''}"
    if name not in said:
        s.broken(f"an error that names {name}", str(reply))


def _brought_up_to_date(s: EventStoreScenario, stream: Any, expected: Any) -> None:
    reply = s.load(stream)
    if hasattr(expected, "accepts"):
        if not expected.accepts(reply.answer):
            s.broken(str(expected), str(reply))
        return
    got = listed(s, reply)
    if len(got) != 1:
        s.broken("the one event that is stored", str(reply))
    found = unlike(picture(expected), got[0], s.binding)
    if found:
        s.broken(meant(found[0]), found[0].got, found[0].path, differences=found)
