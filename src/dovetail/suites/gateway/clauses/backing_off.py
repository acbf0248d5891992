"""How long is waited between attempts: GATE-29 and GATE-30."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from statistics import fmean
from typing import Any

from dovetail.suites.gateway.bench import Bench, Setting
from dovetail.suites.gateway.binding import Binding, Call
from dovetail.suites.gateway.checking import check
from dovetail.suites.gateway.preconditions import all_of, fails_as_declared, states, takes
from dovetail.suites.gateway.scenario import GatewayScenario
from dovetail.suites.gateway.ways import answered, status

_CALLS = 40  # so many that chance hardly hides growth behind jitter
_GROWTH = 1.1
_GROWING = 5  # attempts, of an adapter that is told how many
_LEAST_LONG = 1100  # attempts: 2.0 ** 1024 is more than a float holds
_PRECISION = 1e-6
_waits_are_seen = takes("sleep", "what is waited for cannot be seen")


def _waits_at_all(binding: Binding, _source: Any) -> str | None:
    attempts = binding.contract.attempts
    if attempts is None or int(attempts) >= 2:
        return None
    return "a call has one attempt, so that nothing is waited for"


@check(
    "GATE-29",
    all_of(
        states("backoff", "backoff = 30.0", "how long the longest wait between two attempts is"),
        _waits_are_seen,
        _waits_at_all,
    ),
    needs_a_case=True,
)
def waits_grow_are_capped_and_differ(s: GatewayScenario) -> None:
    longest = float(s.binding.contract.backoff)
    probes = [s.calling(call.operation.name, call, status(503), "answers 503") for call in s.calls()]
    waiting = max((made for _, made in s.made(probes)), key=lambda made: len(made.slept))
    if not waiting.slept:
        s.no_case("no call waits before it is tried again after a 503")
    setting = Setting(attempts=max(_GROWING, int(s.binding.contract.attempts or 0)))
    # An adapter with a breaker makes one call, since the next ones would be rejected.
    apart = _CALLS if s.binding.contract.breaker is not None else 1
    body = partial(_many, waiting.call, _CALLS // apart)
    waits: list[tuple[float, ...]] = []
    for trial, made in s.made([s.trial(f"failing {number}", body, setting) for number in range(apart)]):
        waits += [each for each in trial.result if each]
        trial.made[:] = [made]
        if len(waits) < _CALLS:
            continue
        if (most := max(map(max, waits))) > longest + _PRECISION:
            s.accuse(trial, f"no wait longer than {longest:g} s", f"one of {most:g} s")
        if len({each[0] for each in waits}) == 1:
            hint = "callers that failed together come back together: wait * random.uniform(0.5, 1.5)"
            s.accuse(trial, "waits that differ from call to call", f"{waits[0][0]:g} s in each of {_CALLS} calls", hint)
        _growing(s, trial, waits, longest)


@check(
    "GATE-30",
    all_of(
        fails_as_declared,
        states("attempts", "attempts = 3", "how often a call is tried"),
        _waits_are_seen,
        takes("attempts", "nobody can ask for a thousand attempts"),
    ),
    needs_a_case=True,
)
def thousandth_attempt_is_as_the_tenth(s: GatewayScenario) -> None:
    trials = [
        s.trial(call.operation.name, partial(_refused, call), Setting(dead=True, attempts=_LEAST_LONG))
        for call in s.calls()[:1]
    ]
    for trial, made in s.made(trials):
        if len(made.slept) < 2:
            s.no_case("no call is tried again where the connection is refused")
        rejection = s.binding.contract.rejection
        if rejection is None or made.answer is None or not rejection.accepts(made.answer):
            s.failed(trial, made)
        longest = s.binding.contract.backoff
        if longest is not None and (most := max(made.slept)) > float(longest) + _PRECISION:
            s.accuse(trial, f"no wait longer than {float(longest):g} s", f"one of {most:g} s")


def _many(call: Call, count: int, bench: Bench) -> list[tuple[float, ...]]:
    """The waits of many calls that fail."""
    return [bench.call(call, status(503), "answers 503 to all of many calls").slept for _ in range(count)]


def _refused(call: Call, bench: Bench) -> None:
    bench.call(call, answered(call.reply), f"nobody listens: {_LEAST_LONG} attempts")


def _growing(s: GatewayScenario, trial: Any, waits: Sequence[Sequence[float]], longest: float) -> None:
    """The last wait is longer than the first, by any measure: jitter may make one of them shorter by chance."""
    first = [each[0] for each in waits if len(each) > 1]
    last = [each[-1] for each in waits if len(each) > 1]
    if not first or min(first) >= longest / 2:
        return
    if all(of(last) < _GROWTH * of(first) for of in (min, fmean, max)):
        got = f"{fmean(first):.3g} s before the second attempt, {fmean(last):.3g} s before the last, on average"
        s.accuse(trial, "waits that grow", got)
