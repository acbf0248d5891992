"""A store that cannot be reached is neither an empty stream nor a conflict."""

from __future__ import annotations

from typing import Any

from dovetail.policies import Returned
from dovetail.suites.calls.reply import Reply
from dovetail.suites.event_store.assertions import is_event, listed, unknown
from dovetail.suites.event_store.clauses.batches import stale_append
from dovetail.suites.event_store.scenario import EventStoreScenario
from dovetail.suites.kernel.check import check
from dovetail.suites.outages.declared import declared, failing, translated
from dovetail.suites.outages.ways_to_fail import Outage, by_itself, each_failure, outages, prepared

_MOST = 8


@check("EVT-33", failing, most=5)
def failure_is_told(s: EventStoreScenario) -> None:
    stream = s.stream()
    s.write(stream, 2)
    usual = _usual_conflict(s, stream)
    for outage in outages(s):
        with prepared(s, outage) as strike:
            for reply in each_failure(s, outage, strike, by_itself(lambda: s.load(stream)), _MOST):
                _no_absence(s, stream, reply)
            if "read_all" in s.binding.operations:
                for reply in each_failure(s, outage, strike, by_itself(s.read_all), _MOST):
                    _no_absence(s, stream, reply)
        _while_appending(s, outage, usual)


def _usual_conflict(s: EventStoreScenario, stream: Any) -> Reply | None:
    """What a late writer is told while the store is well."""
    if not s.binding.expects and not s.binding.placed:
        return None
    with s.unrecorded():
        reply = stale_append(s, stream, s.events(1))
        s.afresh()
    return None if isinstance(reply.answer, Returned) else reply


def _no_absence(s: EventStoreScenario, stream: Any, reply: Any) -> None:
    if isinstance(reply.answer, Returned):
        got = reply.events or ()
        complete = len(got) == s.count(stream) and all(
            is_event(s, want, have) for want, have in zip(s.stored(stream), got, strict=True)
        )
        if not complete:
            s.broken(
                declared(s.binding.failure), str(reply), hint="a failure was answered as though there were no events"
            )
    elif unknown(s, reply):
        s.broken(declared(s.binding.failure), str(reply), hint="a failure was answered as an unknown stream")
    elif not reply.of_unit:
        translated(s, s.binding.failure, reply.answer)


def _while_appending(s: EventStoreScenario, outage: Outage, usual: Reply | None) -> None:
    stream = s.stream()
    s.write(stream, 1)
    events = s.ready(stream, s.events(1))
    before = s.count(stream)
    expected = s.expecting(before)
    with prepared(s, outage) as strike:
        for reply in each_failure(s, outage, strike, by_itself(lambda: s.put(stream, events, expected)), _MOST):
            if isinstance(reply.answer, Returned):
                s.disconnect()
                if len(listed(s, s.load(stream))) <= before:
                    s.broken(declared(s.binding.failure), str(reply), hint="a failure was reported as a success")
                return
            if _is_conflict(s, reply, usual):
                s.disconnect()
                if s.load(stream).count == before:
                    s.broken(declared(s.binding.failure), str(reply), hint="a failure was answered as a conflict")
                return  # it came through before the failure, and tried again
            if not reply.of_unit:
                translated(s, s.binding.failure, reply.answer)


def _is_conflict(s: EventStoreScenario, reply: Reply, usual: Reply | None) -> bool:
    if s.binding.conflict is not None:
        return s.binding.conflict.accepts(reply.answer)
    if usual is None or isinstance(usual.answer, Returned) or isinstance(reply.answer, Returned):
        return False
    if type(usual.answer) is not type(reply.answer):
        return False
    own = type(usual.answer.error)
    return type(reply.answer.error) is own and own.__module__.partition(".")[0] not in {
        "builtins",
        "sqlalchemy",
        "sqlite3",
    }
