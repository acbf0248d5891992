"""How the circuit breaker of a gateway closes again, and how it does not: GATE-25 and GATE-37."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from dovetail.faults.provider import Way
from dovetail.policies import Returned
from dovetail.suites.gateway.bench import Bench
from dovetail.suites.gateway.binding import Binding, Call
from dovetail.suites.gateway.checking import check
from dovetail.suites.gateway.clauses.breaking import (
    declares_breaker,
    fail,
    judge_rejection,
    judge_while_open,
    refusing_statuses,
)
from dovetail.suites.gateway.clauses.interrupting import cancelled
from dovetail.suites.gateway.handing_over import LONG_AGO
from dovetail.suites.gateway.held_answers import FirstAnswer, HeldAnswer
from dovetail.suites.gateway.made import Made
from dovetail.suites.gateway.preconditions import all_of, states
from dovetail.suites.gateway.scenario import GatewayScenario
from dovetail.suites.gateway.trials import Trial
from dovetail.suites.gateway.ways import answered, status

_CALLERS = 4
_HELD = 0.2  # seconds, and no more than a fifth of a declared deadline: an adapter may give up sooner than its call
_LATE = 1.0
_SHORT = 1.0
_declares_recovery = states(
    "recovery", "recovery = 30.0", "after how many seconds its breaker lets a call through again"
)


def _time_can_pass(binding: Binding, source: Any) -> str | None:
    recovery = binding.contract.recovery
    if "clock" in source.factory.takes or recovery is None or float(recovery) <= _SHORT:
        return None
    return "its breaker would be waited for: hand over its clock, adapter = lambda url, clock: ..., or recovery = 0.5"


@check("GATE-25", all_of(declares_breaker, _declares_recovery, _time_can_pass))
def breaker_recovers_by_a_probe(s: GatewayScenario) -> None:
    threshold = int(s.binding.contract.breaker)
    calls = s.calls()
    closing = [s.trial(f"{call.operation.name}, well again", partial(_recovered, s, call, threshold)) for call in calls]
    for trial, _ in s.made(closing):
        together, after, asked = trial.result
        if asked != 1:
            s.accuse(
                trial,
                f"one request of {_CALLERS} callers once it may recover",
                f"{asked} requests",
                _clock_unused(trial),
            )
        for each in together:
            if not isinstance(each.answer, Returned):
                judge_rejection(s, trial, each)
        if len(after[0].requests) < _CALLERS:
            got = f"{len(after[0].requests)} requests of {_CALLERS} callers"
            s.accuse(trial, "every caller asks the provider again after a success", got)
    opening = [
        s.trial(f"{call.operation.name}, still ill", partial(_still_failing, s, call, threshold)) for call in calls
    ]
    for trial, made in s.made(opening):
        probe = trial.result
        if not probe.requests:
            s.accuse(trial, "a request once it may recover", "none")
        if made.requests:
            judge_while_open(s, trial, probe)
            s.accuse(trial, "no request after a probe that failed", f"{len(made.requests)} requests")
    _every_probe_has_an_end(s, calls)


def _every_probe_has_an_end(s: GatewayScenario, calls: list[Call]) -> None:
    """Nor do all callers wait for a probe that was refused, or whose caller has left."""
    has_clock = "clock" in s.gateways.factory.takes
    numbers = refusing_statuses(s.binding) if s.binding.contract.refusal is not None else ()
    ends: list[tuple[Call, str, Callable[[Bench], object]]] = [
        (call, f"is refused with {number}", partial(_refused, call, number))
        for call in calls
        for number in (numbers if has_clock else numbers[-1:])
    ]
    if has_clock:  # what is cancelled may count as a failure, and let the breaker wait for longer than the first time
        ends += [(call, "is cancelled", partial(cancelled, call)) for call in calls if call.operation.awaited]
    trials = [
        s.trial(f"{call.operation.name}, {text}", partial(_ended_otherwise, s, call, end)) for call, text, end in ends
    ]
    for trial, made in s.made(trials):
        probe = trial.result
        refused = isinstance(probe.answer, Returned) or (probe.answer is not None and s.binding.refuses(probe.answer))
        if probe.requests and not made.requests and (refused or trial.label.endswith("is cancelled")):
            text = trial.label.partition(", ")[2]
            hint = "free the probe's place in a finally, whatever comes of it"
            s.accuse(trial, f"a request once it may recover: the last probe, which {text}, is over", "none", hint)


@check("GATE-37", declares_breaker, needs_a_case=True)
def late_answers_move_nothing(s: GatewayScenario) -> None:
    cases = 0
    for trial, made in s.made(
        [s.trial(f"{call.operation.name}, late", partial(_answered_late, s, call)) for call in s.calls()]
    ):
        late, rejected = trial.result
        if not isinstance(late.answer, Returned) or rejected.requests:
            continue
        cases += 1
        if made.requests:
            judge_while_open(s, trial, trial.made[-3])
            hint = "let an answer count only while the breaker is in the state in which its call was let through"
            expected = "no request: what has succeeded was asked before the breaker opened"
            s.accuse(trial, expected, f"{len(made.requests)} requests", hint)
    if not cases:
        s.no_case("no call waits for its answer while others open the breaker")


def _clock_unused(trial: Trial) -> str:
    """What to write, where the clock that was handed over was asked for nothing, so that no time passed."""
    if trial.bench is None or trial.bench.waits.asked_the_time or "clock" not in trial.bench.factory.takes:
        return ""
    return "the clock that it takes was never asked: hand it on to the breaker, or take none, and let recovery be short"


def _waited(s: GatewayScenario, bench: Bench) -> None:
    seconds = float(s.binding.contract.recovery) * 1.05 + 0.01
    if "clock" in s.gateways.factory.takes:
        bench.waits.advance(seconds)
    else:
        time.sleep(seconds)


def _recovered(s: GatewayScenario, call: Call, threshold: int, bench: Bench) -> tuple[list[Made], list[Made], int]:
    fail(call, threshold, bench)
    _waited(s, bench)

    held = min(_HELD, (s.deadline or 1.0) / 5)

    def together(condition: str) -> tuple[list[Made], FirstAnswer]:
        first = FirstAnswer(_CALLERS, held, lambda: sum(each.answer is not None for each in bench.made[-_CALLERS:]))
        late = Way(call.reply.text, first.holding(answered(call.reply)).play)
        return bench.together([call] * _CALLERS, late, condition), first

    probing, probe = together(f"is well again after {held:g} s")
    after, _ = together("is still well")
    return probing, after, probe.asked


def _still_failing(s: GatewayScenario, call: Call, threshold: int, bench: Bench) -> Made:
    fail(call, threshold, bench)
    _waited(s, bench)
    probe = bench.call(call, status(503), "answers 503 once it may recover")
    bench.call(call, answered(call.reply), "is well again")
    return probe


def _refused(call: Call, number: int, bench: Bench) -> None:
    bench.call(call, status(number), f"answers {number} once it may recover")


def _ended_otherwise(s: GatewayScenario, call: Call, end: Callable[[Bench], object], bench: Bench) -> Made:
    """Let a probe come to an end that is neither success nor failure, and call once more after the same time."""
    fail(call, int(s.binding.contract.breaker), bench)
    _waited(s, bench)
    end(bench)
    probe = bench.made[-1]
    if "clock" in s.gateways.factory.takes:
        bench.waits.advance(LONG_AGO)
    else:
        _waited(s, bench)
    bench.succeed(call)
    return probe


def _answered_late(s: GatewayScenario, call: Call, bench: Bench) -> tuple[Made, Made]:
    """Open the breaker while a call waits for its answer, which is a success; gives it, and one that was rejected."""
    held = HeldAnswer(answered(call.reply), min(_LATE, (s.deadline or 2 * _LATE) / 2))
    ended = bench.begun(call, held.way, "answers, once the breaker is open")
    fail(call, int(s.binding.contract.breaker), bench)
    rejected = bench.succeed(call)
    held.release()
    late = ended()
    bench.succeed(call)
    return late, rejected
