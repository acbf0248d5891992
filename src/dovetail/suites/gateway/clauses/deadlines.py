"""Providers that do not answer in time: GATE-09, and GATE-15."""

from __future__ import annotations

from collections.abc import Callable
from operator import methodcaller
from typing import Any

from dovetail.faults.provider import Way
from dovetail.suites.gateway.bench import Bench, Setting
from dovetail.suites.gateway.binding import Call
from dovetail.suites.gateway.checking import check
from dovetail.suites.gateway.idempotency import repeatable
from dovetail.suites.gateway.made import Made
from dovetail.suites.gateway.preconditions import all_of, fails_as_declared, states
from dovetail.suites.gateway.scenario import GatewayScenario
from dovetail.suites.gateway.trials import Trial
from dovetail.suites.gateway.ways import WIRE_FAULTS, answered, dripped, silence, way_of
from dovetail.suites.kernel.scenario import answer_text

_SLACK = 1.0
_ALL_AT_ONCE = 64
_CLOSED = next(each for each in WIRE_FAULTS if each.text == "the connection is closed without an answer")
_declares_deadline = states("deadline", "deadline = 2.0", "how many seconds a call may take in all")


@check("GATE-09", all_of(fails_as_declared, _declares_deadline))
def deadline_on_the_whole_call(s: GatewayScenario) -> None:
    limit = s.deadline or 0.0
    most = limit * 1.25 + _SLACK
    ways: list[tuple[str, Callable[[Call], Way]]] = [
        ("says nothing", lambda call: silence(call.reply)),
        ("sends its headers slowly", lambda _call: dripped(min(0.2, limit / 5), head=True)),
        ("sends its body slowly", lambda _call: dripped(min(0.2, limit / 5), head=False)),
    ]
    trials = [
        s.trial(f"{call.operation.name}, {text}", methodcaller("call", call, way(call), text), patience=most + 0.5)
        for call in s.calls()
        for text, way in ways
    ]
    for trial in s.in_suspected_order(trials, at_once=_ALL_AT_ONCE):
        made = s.last(trial)
        total = trial.taken + _believed(s, trial)
        if trial.overdue or total > most:
            took = f"it was not back after {most:g} s" if trial.overdue else f"it took {total:.1f} s"
            bound = "asyncio.timeout" if s.binding.awaited else "future.result(timeout) of a thread that makes it"
            hint = f"a timeout of a client library is for each read: bound the whole call, by {bound}"
            s.accuse(trial, f"an answer within {limit:g} s", took, hint)
        s.failed(trial, made)


@check(
    "GATE-15",
    all_of(
        fails_as_declared,
        states(
            "unknown", "unknown = raises(PaymentUnknown)", "how a call is answered of which nobody knows the outcome"
        ),
    ),
    needs_a_case=True,
)
def timeout_after_sending_is_unknown(s: GatewayScenario) -> None:
    calls = _unsafe(s)
    if s.deadline is not None:
        _silence_is_unknown(s, calls)
    closed = [
        s.calling(f"{call.operation.name}, closed", call, way_of(_CLOSED, call.reply), _CLOSED.text) for call in calls
    ]
    for trial, made in s.made(closed):
        _is_unknown(s, trial, made)
    nobody = Setting(dead=True)
    refused = [s.trial(f"{call.operation.name}, refused", _refused(call), nobody) for call in calls]
    for trial, made in s.made(refused):
        assert made.answer is not None
        if s.binding.unknown_apart(made.answer):
            hint = "no connection came about, so that the provider did not get the request"
            s.accuse(trial, str(s.binding.contract.failure), answer_text(made.answer), hint)


def _silence_is_unknown(s: GatewayScenario, calls: list[Call]) -> None:
    """Held where a deadline says how long silence has to be waited for."""
    patience = (s.deadline or 0.0) * 1.25 + _SLACK
    trials = [
        s.trial(
            f"{call.operation.name}, silence",
            methodcaller("call", call, silence(call.reply), "says nothing"),
            patience=patience,
        )
        for call in calls
    ]
    for trial in s.in_suspected_order(trials, at_once=_ALL_AT_ONCE):
        made = s.last(trial)
        if trial.overdue or made.answer is None:
            s.tell(trial)
            s.no_case(
                f"{made.call.operation.name} has no end within its deadline, as GATE-09 tells",
                left_to_another_clause=True,
            )
        _is_unknown(s, trial, made)


def _is_unknown(s: GatewayScenario, trial: Trial, made: Made) -> None:
    if made.requests and made.answer is not None and not s.binding.unknown(made.answer):
        s.accuse(trial, str(s.binding.contract.unknown), answer_text(made.answer))


def _unsafe(s: GatewayScenario) -> list[Call]:
    """The calls whose repetition would do a thing twice, by the method of their last request."""
    trials = [s.trial(call.operation.name, methodcaller("succeed", call)) for call in s.calls()]
    found = [made.call for _, made in s.made(trials) if made.requests and not repeatable(s.binding, made, keyed=False)]
    if not found:
        s.no_case("no operation sends a request that is not safe to repeat")
    return found


def _believed(s: GatewayScenario, trial: Trial) -> float:
    """What the adapter slept without any time passing, where it could have known by the clock that it was handed."""
    return sum(s.last(trial).slept) if "clock" in s.gateways.factory.takes else 0.0


def _refused(call: Call) -> Callable[[Bench], Any]:
    return methodcaller("call", call, answered(call.reply), "nobody listens: the connection is refused")
