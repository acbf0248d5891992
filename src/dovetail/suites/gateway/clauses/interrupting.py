"""Calls that their caller gives up: GATE-28."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

from dovetail.faults.listener import Wire
from dovetail.faults.provider import Request, Way
from dovetail.policies import Raised
from dovetail.suites.gateway.bench import Bench
from dovetail.suites.gateway.binding import Call
from dovetail.suites.gateway.checking import check
from dovetail.suites.gateway.scenario import GatewayScenario
from dovetail.suites.gateway.trials import Trial
from dovetail.suites.gateway.ways import status
from dovetail.suites.kernel.check import needs

_HINT = "catch Exception, and no more"
_LONG = 0.3


_can_be_interrupted = needs(
    lambda binding, source: binding.awaited or "sleep" in source.factory.takes,
    "nothing can interrupt its waits: hand over its sleep, adapter = lambda url, sleep: ...",
)


@check("GATE-28", _can_be_interrupted, needs_a_case=True)
def interrupted_calls_are_not_repeated(s: GatewayScenario) -> None:
    calls = s.calls()
    trials: list[Trial] = []
    if "sleep" in s.gateways.factory.takes:
        error = asyncio.CancelledError if s.binding.awaited else KeyboardInterrupt
        trials += [s.trial(f"{call.operation.name}, asleep", partial(_interrupted, call, error())) for call in calls]
    trials += [
        s.trial(f"{call.operation.name}, cancelled", partial(cancelled, call))
        for call in calls
        if call.operation.awaited
    ]
    cases = 0
    for trial, made in s.made(trials):
        if not trial.result or not made.requests:
            continue
        cases += 1
        name = type(trial.result).__name__
        if len(made.requests) > 1:
            s.accuse(trial, f"no request after {name}", f"{len(made.requests)} requests", _HINT)
        if not isinstance(made.answer, Raised) or not isinstance(made.answer.error, type(trial.result)):
            hint = f"{_HINT}; and let nothing block the event loop" if s.binding.awaited else _HINT
            s.accuse(trial, f"raises {name}: whoever gives up a call means it", made.said, hint)
    if not cases:
        s.no_case("no call waits before it is tried again")


def _interrupted(call: Call, error: BaseException, bench: Bench) -> BaseException | None:
    """Interrupt a call in the wait before its second attempt; gives None where it did not wait."""
    bench.waits.interruption = error
    bench.call(call, status(503), f"answers 503; the wait for the next attempt ends by {error!r}")
    return error if bench.waits.slept else None


def cancelled(call: Call, bench: Bench) -> BaseException:
    """Cancel a call whose request has arrived."""
    cancel: list[Callable[[], object]] = []

    def play(wire: Wire, _request: Request) -> bool:
        for each in cancel:
            each()
        return wire.hold(_LONG)

    def before() -> None:
        task, loop = asyncio.current_task(), asyncio.get_running_loop()
        assert task is not None
        cancel.append(lambda: loop.call_soon_threadsafe(task.cancel))

    way = Way("nothing, and its caller cancels the call", play)
    bench.call(call, way, "says nothing, and the call is cancelled", before=before)
    return asyncio.CancelledError()
