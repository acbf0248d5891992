"""The circuit breaker of a gateway: GATE-24 to GATE-26."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import partial
from typing import Any

from dovetail.faults.provider import Way
from dovetail.policies import Returned
from dovetail.suites.gateway.bench import Bench
from dovetail.suites.gateway.binding import Binding, Call
from dovetail.suites.gateway.checking import check
from dovetail.suites.gateway.first_answer import FirstAnswer
from dovetail.suites.gateway.made import Made
from dovetail.suites.gateway.preconditions import all_of, states, takes
from dovetail.suites.gateway.scenario import GatewayScenario
from dovetail.suites.gateway.trials import Trial
from dovetail.suites.gateway.ways import answered, status
from dovetail.suites.kernel.scenario import answer_text

_CALLERS = 4
_HELD = 0.2  # seconds, and no more than a fifth of a declared deadline: an adapter may give up sooner than its call
_SHORT = 1.0
_TOO_MANY, _SERVER_ERRORS = 429, 500
_LONG_AGO = 86_400.0
_declares_breaker = states("breaker", "breaker = 5", "after how many failures its breaker opens")
_declares_recovery = states(
    "recovery", "recovery = 30.0", "after how many seconds its breaker lets a call through again"
)


def _time_can_pass(binding: Binding, source: Any) -> str | None:
    recovery = binding.contract.recovery
    if "clock" in source.factory.takes or recovery is None or float(recovery) <= _SHORT:
        return None
    return "its breaker would be waited for: hand over its clock, adapter = lambda url, clock: ..., or recovery = 0.5"


@check("GATE-24", _declares_breaker)
def breaker_opens_at_its_threshold(s: GatewayScenario) -> None:
    threshold = int(s.binding.contract.breaker)
    for trial, made in s.made(
        [s.trial(f"{call.operation.name}, 503", partial(_opened, call, threshold)) for call in s.calls()]
    ):
        *failing, last = trial.made
        attempts = max(len(each.requests) for each in failing)
        for place, each in enumerate(failing):
            if not each.requests and place * max(attempts, 1) < threshold:
                s.accuse(trial, f"the provider is asked until {threshold} failures", f"call {place + 1} did not ask it")
        if last.requests:
            _was_open(s, trial, failing[-1])
            s.accuse(
                trial,
                f"no request after {threshold} failures",
                f"{len(last.requests)} after {len(failing)} failed calls",
            )
        _rejected(s, trial, made)
    if "clock" in s.gateways.factory.takes and threshold > 1:
        long_ago = [
            s.trial(f"{call.operation.name}, long ago", partial(_failed_long_ago, call, threshold))
            for call in s.calls()
        ]
        for trial, made in s.made(long_ago):
            if not made.requests:
                got = "a day and as many successes later, one more failure opens it"
                s.accuse(
                    trial,
                    f"the provider is asked until {threshold} failures",
                    got,
                    "count failures in a row, or of the last minute",
                )


@check("GATE-25", all_of(_declares_breaker, _declares_recovery, _time_can_pass))
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
                _rejected(s, trial, each)
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
            _was_open(s, trial, probe)
            s.accuse(trial, "no request after a probe that failed", f"{len(made.requests)} requests")


@check("GATE-26", _declares_breaker, needs_a_case=True)
def refusals_do_not_open_the_breaker(s: GatewayScenario) -> None:
    threshold = int(s.binding.contract.breaker)
    cases = [(call, number) for call in s.calls() for number in _refusing_statuses(s.binding)]
    trials = [
        s.trial(f"{call.operation.name}, {number}", partial(_refused, call, number, threshold))
        for call, number in cases
    ]
    seen = 0
    for trial, made in s.made(trials):
        refused = trial.made[0].answer
        if s.binding.contract.refusal is not None and (refused is None or not s.binding.refuses(refused)):
            continue  # a failure to this operation, which may count
        seen += 1
        if not made.requests:
            s.accuse(trial, "the provider is asked: it is well, and said no", "its breaker is open")
    if not seen:
        s.no_case("no operation answers a refusal of the provider as refusal = ... says")


def _refusing_statuses(binding: Binding) -> tuple[int, ...]:
    """The statuses that the contract states as refusals; any other one may be a failure, and count."""
    stated = binding.contract.refusal
    if isinstance(stated, Mapping):
        return tuple(number for number in stated if number < _SERVER_ERRORS and number != _TOO_MANY)
    return (422,) if stated is None else (402, 404, 422)


@check(
    "GATE-32",
    all_of(_declares_breaker, states("breaker_of", 'breaker_of = "operation"', "what has a breaker of its own")),
    needs_a_case=True,
)
def breaker_shuts_what_it_is_for(s: GatewayScenario) -> None:
    threshold = int(s.binding.contract.breaker)
    calls = s.calls()
    pairs = [(bad, good) for bad in calls[:2] for good in calls if bad is not good]
    if not pairs:
        s.no_case("one operation alone is called")
    trials = [
        s.trial(f"{bad.operation.name}, and then {good.operation.name}", partial(_beside, bad, good, threshold))
        for bad, good in pairs
    ]
    apart = s.binding.contract.breaker_of == "operation"
    for trial, made in s.made(trials):
        if apart and not made.requests:
            s.accuse(trial, f"{made.call.operation.name} asks the provider", "it sends no request")
        if not apart and made.requests:
            _was_open(s, trial, trial.made[-2])
            s.accuse(trial, "no request of any operation", f"{len(made.requests)} of {made.call.operation.name}")


@check(
    "GATE-33",
    all_of(
        _declares_breaker,
        states("attempts", "attempts = 3", "how often a call is tried"),
        takes("sleep", "what is waited for cannot be seen"),
    ),
)
def nothing_is_tried_while_open(s: GatewayScenario) -> None:
    threshold = int(s.binding.contract.breaker)
    hint = "leave the breaker's rejection out of what is tried again"
    for trial, made in s.made(
        [s.trial(f"{call.operation.name}, 503", partial(_opened, call, threshold)) for call in s.calls()]
    ):
        for each in trial.made[:-1]:
            if len(each.slept) > max(len(each.requests), 0):
                s.accuse(trial, "no wait after the breaker has opened", f"{len(each.slept)} waits in one call", hint)
        if made.slept:
            _was_open(s, trial, trial.made[-2])
            s.accuse(trial, "a rejection at once", f"it waited {sum(made.slept):g} s", hint)


def _was_open(s: GatewayScenario, trial: Trial, failed: Made) -> None:
    """Judge nothing where so much time went by since a call failed that its breaker may let one through again."""
    recovery = s.binding.contract.recovery
    if recovery is not None and s.last(trial).ended - failed.began >= float(recovery):
        s.broken_by(trial)
        s.not_evaluated(
            f"two calls took longer than the {float(recovery):g} s after which its breaker lets one through again: "
            "hand over its clock, adapter = lambda url, clock: ..., or recovery = 1.0"
        )


def _beside(bad: Call, good: Call, threshold: int, bench: Bench) -> None:
    """Fail one operation until its breaker has to be open, and call another one."""
    for _ in range(threshold):
        bench.call(bad, lambda _request, _number: status(503), "answers 503")
    bench.call(good, lambda _request, _number: answered(good.reply), "is well where this is asked for")


def _rejected(s: GatewayScenario, trial: Trial, made: Made) -> None:
    stated = s.binding.contract.rejection or s.binding.contract.failure
    if stated is not None and made.answer is not None and not stated.accepts(made.answer):
        s.accuse(trial, str(stated), answer_text(made.answer), s.escaped(made.answer))


def _opened(call: Call, threshold: int, bench: Bench) -> None:
    """Fail so often that the breaker has to be open, and call once more."""
    for _ in range(threshold):
        bench.call(call, lambda _request, _number: status(503), "answers 503")
    bench.call(call, lambda _request, _number: answered(call.reply), "is well again")


def _failed_long_ago(call: Call, threshold: int, bench: Bench) -> None:
    """All failures but one, a day, as many successes, and one failure more."""
    failed = [
        bench.call(call, lambda _request, _number: status(503), "answers 503, and that a day ago")
        for _ in range(threshold - 1)
    ]
    bench.waits.advance(_LONG_AGO)
    for _ in range(threshold):
        bench.succeed(call)
    # A breaker may count attempts: those of one call are to be fewer than open it.
    lasts = max(len(each.requests) for each in failed) < threshold
    bench.call(
        call,
        lambda _request, number: status(503) if lasts or not number else answered(call.reply),
        "answers 503 to this call" if lasts else "answers 503, and then what it should",
    )
    bench.succeed(call)


def _refused(call: Call, number: int, threshold: int, bench: Bench) -> None:
    for _ in range(threshold + 1):
        bench.call(call, lambda _request, _number: status(number), f"answers {number}")
    bench.succeed(call)


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
    for _ in range(threshold):
        bench.call(call, lambda _request, _number: status(503), "answers 503")
    _waited(s, bench)

    held = min(_HELD, (s.deadline or 1.0) / 5)

    def together(condition: str) -> tuple[list[Made], FirstAnswer]:
        first = FirstAnswer(_CALLERS, held, lambda: sum(each.answer is not None for each in bench.made[-_CALLERS:]))
        late = Way(call.reply.text, first.holding(answered(call.reply)).play)
        return bench.together([call] * _CALLERS, lambda _request, _number: late, condition), first

    probing, probe = together(f"is well again after {held:g} s")
    after, _ = together("is still well")
    return probing, after, probe.asked


def _still_failing(s: GatewayScenario, call: Call, threshold: int, bench: Bench) -> Made:
    for _ in range(threshold):
        bench.call(call, lambda _request, _number: status(503), "answers 503")
    _waited(s, bench)
    probe = bench.call(call, lambda _request, _number: status(503), "answers 503 once it may recover")
    bench.call(call, lambda _request, _number: answered(call.reply), "is well again")
    return probe
