"""Several callers of one adapter at the same time: GATE-23."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Condition

from dovetail.faults.listener import Wire
from dovetail.faults.provider import Request, Way
from dovetail.patience import Patience
from dovetail.policies import Returned
from dovetail.suites.gateway.bench import Bench
from dovetail.suites.gateway.binding import Call
from dovetail.suites.gateway.checking import check
from dovetail.suites.gateway.made import Made
from dovetail.suites.gateway.masking import masked
from dovetail.suites.gateway.scenario import GatewayScenario
from dovetail.suites.gateway.trials import Trial
from dovetail.suites.gateway.ways import answered, status
from dovetail.values import code, identical

_ALIKE = "no two calls differ in their request: state a strategy of calls"
_PATIENCE = 0.15  # seconds for all requests to come
_ANSWERING = 2.0  # seconds for those that came later to be answered
_GAP = 0.01
_TICK = 0.01
_ROUNDS = 3  # threads that are let go in one moment do not always meet

Signature = tuple[str, str, bytes]


@check("GATE-23", most=4, needs_a_case=True)
def parallel_calls_get_their_own(s: GatewayScenario) -> None:
    known: dict[Signature, Made] = {}
    calls = enumerate(s.several_calls())
    alone = [s.trial(f"call {place}", partial(_twice, call), shares="alone") for place, call in calls]
    for trial, _ in s.made(alone):
        first, again = trial.result
        signatures = [_signature(each) for each in (first, again)]
        if not isinstance(first.answer, Returned) or not isinstance(again.answer, Returned):
            continue
        steady = signatures[0] == signatures[1] and identical(first.answer.value, again.answer.value)
        if signatures[0] is not None and steady:
            known.setdefault(signatures[0], first)
    if not known:
        s.no_case("no call succeeds twice in the same way, as GATE-01 tells", left_to_another_clause=True)
    if len(known) < 2:
        s.other_calls(_ALIKE)
    trials = [s.trial("at the same time", partial(_together, known))]
    if not s.binding.awaited:  # between two awaits, no task comes in between
        trials += [s.trial(f"answered at once {each}", partial(_answered_at_once, known)) for each in range(_ROUNDS)]
    for trial, _ in s.made(trials):
        asked = {_signature_of(each) for each in trial.made[0].requests}
        for made, (signature, expected) in zip(trial.result, known.items(), strict=True):
            _got_its_own(s, trial, made, expected)
            if signature not in asked:
                s.tell(trial)
                method, target, body = signature
                asks = f"{made.call.line()} asks {method} {target} {body.decode('utf-8', 'replace')}"
                s.broken(
                    masked(asks.rstrip(), s.secrets),
                    "an answer to the request of another call",
                    hint="keep what a call is about in local variables, and not on self",
                )


def _got_its_own(s: GatewayScenario, trial: Trial, made: Made, expected: Made) -> None:
    """The call gave what it gives alone."""
    answer = made.answer
    assert isinstance(expected.answer, Returned)
    if isinstance(answer, Returned) and identical(expected.answer.value, answer.value):
        return
    if answer is not None and (s.binding.fails(answer) or s.binding.unknown(answer)):
        s.broken_by(trial)  # it may have run out of its own time on a machine that stood still
    s.tell(trial)
    s.broken(f"{made.call.line()} gives {code(expected.answer.value)}", made.said, hint="as it does alone")


def _twice(call: Call, bench: Bench) -> tuple[Made, Made]:
    return bench.succeed(call), bench.succeed(call)


def _signature(made: Made) -> Signature | None:
    """What tells the request of a call from those of others; None where it sends several, or none."""
    return _signature_of(made.requests[0]) if len(made.requests) == 1 else None


def _signature_of(request: Request) -> Signature:
    return request.method, request.target, request.body


def _together(known: dict[Signature, Made], bench: Bench) -> list[Made]:
    meeting = _Meeting(len(known))

    def script(request: Request, _number: int) -> Way:
        found = known.get(_signature_of(request))
        return meeting.held(answered(found.call.reply) if found is not None else status(400))

    return bench.together(
        [each.call for each in known.values()], script, "answers when all have asked, the last one first"
    )


def _answered_at_once(known: dict[Signature, Made], bench: Bench) -> list[Made]:
    """All are answered in one moment, and take their time from there: what is kept on the adapter is another call's."""
    meeting = _Meeting(len(known), at_once=True)

    def script(request: Request, _number: int) -> Way:
        found = known.get(_signature_of(request))
        return meeting.held(answered(found.call.reply) if found is not None else status(400))

    calls = [each.call for each in known.values()]
    return bench.together(calls, script, "answers all of them at once, when all have asked", lambda: meeting.is_full)


class _Meeting:
    """Holds answers back until all requests have come, and answers the last first.

    Where they do not all come within a moment, since the adapter lets one call wait for another, none is held any more.

    Args:
        size: how many come.
        at_once: whether all are answered in one moment instead.
    """

    def __init__(self, size: int, *, at_once: bool = False) -> None:
        self._size = size
        self._at_once = at_once
        self._came = self._answered = 0
        self._waits = True
        self._changed = Condition()

    @property
    def is_full(self) -> bool:
        """Whether all requests have come."""
        return self._came >= self._size

    def held(self, way: Way) -> Way:
        """The same way, held back."""

        def play(wire: Wire, request: Request) -> bool:
            with self._changed:
                self._came += 1
                mine = self._came
                self._changed.notify_all()
                self._wait(lambda: self.is_full, _PATIENCE)
                if not self._at_once:
                    self._wait(lambda: self._answered >= self._size - mine, _ANSWERING)
            if mine < self._size and not self._at_once:
                wire.hold(_GAP)
            try:
                return way.play(wire, request)
            finally:
                with self._changed:
                    self._answered += 1
                    self._changed.notify_all()

        return Way(way.text, play)

    def _wait(self, until: Callable[[], bool], seconds: float) -> None:
        patience = Patience(seconds, longest=2 * _TICK)
        while self._waits and not until():
            self._changed.wait(_TICK)
            self._waits = until() or not patience.is_over()
