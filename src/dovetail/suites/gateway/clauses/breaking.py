"""When the circuit breaker of a gateway opens, and what it shuts: GATE-24, GATE-26, GATE-32 and GATE-33."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from dovetail.suites.gateway.bench import Bench
from dovetail.suites.gateway.binding import Binding, Call
from dovetail.suites.gateway.checking import check
from dovetail.suites.gateway.handing_over import LONG_AGO
from dovetail.suites.gateway.made import Made
from dovetail.suites.gateway.preconditions import all_of, states, takes
from dovetail.suites.gateway.scenario import GatewayScenario
from dovetail.suites.gateway.trials import Trial
from dovetail.suites.gateway.ways import answered, status
from dovetail.suites.kernel.scenario import answer_text

_TOO_MANY, _SERVER_ERRORS = 429, 500
declares_breaker = states("breaker", "breaker = 5", "after how many failures its breaker opens")


@check("GATE-24", declares_breaker)
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
            judge_while_open(s, trial, failing[-1])
            s.accuse(
                trial,
                f"no request after {threshold} failures",
                f"{len(last.requests)} after {len(failing)} failed calls",
            )
        judge_rejection(s, trial, made)
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


@check("GATE-26", declares_breaker, needs_a_case=True)
def refusals_do_not_open_the_breaker(s: GatewayScenario) -> None:
    threshold = int(s.binding.contract.breaker)
    cases = [(call, number) for call in s.calls() for number in refusing_statuses(s.binding)]
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


def refusing_statuses(binding: Binding) -> tuple[int, ...]:
    """The statuses that the contract states as refusals; any other one may be a failure, and count."""
    stated = binding.contract.refusal
    if isinstance(stated, Mapping):
        return tuple(number for number in stated if number < _SERVER_ERRORS and number != _TOO_MANY)
    return (422,) if stated is None else (402, 404, 422)


@check(
    "GATE-32",
    all_of(declares_breaker, states("breaker_of", 'breaker_of = "operation"', "what has a breaker of its own")),
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
            judge_while_open(s, trial, trial.made[-2])
            s.accuse(trial, "no request of any operation", f"{len(made.requests)} of {made.call.operation.name}")


@check(
    "GATE-33",
    all_of(
        declares_breaker,
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
            judge_while_open(s, trial, trial.made[-2])
            s.accuse(trial, "a rejection at once", f"it waited {sum(made.slept):g} s", hint)


def judge_while_open(s: GatewayScenario, trial: Trial, failed: Made) -> None:
    """Judge nothing where so much time went by since a call failed that its breaker may let one through again."""
    recovery = s.binding.contract.recovery
    if recovery is not None and s.last(trial).ended - failed.began >= float(recovery):
        s.broken_by(trial)
        s.not_evaluated(
            f"two calls took longer than the {float(recovery):g} s after which its breaker lets one through again: "
            "hand over its clock, adapter = lambda url, clock: ..., or recovery = 1.0"
        )


def fail(call: Call, times: int, bench: Bench) -> None:
    """Let a call fail so often."""
    for _ in range(times):
        bench.call(call, status(503), "answers 503")


def _beside(bad: Call, good: Call, threshold: int, bench: Bench) -> None:
    """Fail one operation until its breaker has to be open, and call another one."""
    fail(bad, threshold, bench)
    bench.call(good, answered(good.reply), "is well where this is asked for")


def judge_rejection(s: GatewayScenario, trial: Trial, made: Made) -> None:
    stated = s.binding.contract.rejection or s.binding.contract.failure
    if stated is not None and made.answer is not None and not stated.accepts(made.answer):
        s.accuse(trial, str(stated), answer_text(made.answer), s.escaped(made.answer))


def _opened(call: Call, threshold: int, bench: Bench) -> None:
    """Fail so often that the breaker has to be open, and call once more."""
    fail(call, threshold, bench)
    bench.call(call, answered(call.reply), "is well again")


def _failed_long_ago(call: Call, threshold: int, bench: Bench) -> None:
    """All failures but one, a day, as many successes, and one failure more."""
    failed = [bench.call(call, status(503), "answers 503, and that a day ago") for _ in range(threshold - 1)]
    bench.waits.advance(LONG_AGO)
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
        bench.call(call, status(number), f"answers {number}")
    bench.succeed(call)
