"""What the provider says to a call that it knows already: GATE-31."""

from __future__ import annotations

from dataclasses import replace

from dovetail.faults.provider import Request, Way
from dovetail.policies import Returned
from dovetail.suites.gateway.bench import Script
from dovetail.suites.gateway.binding import Call
from dovetail.suites.gateway.checking import check
from dovetail.suites.gateway.idempotency import key_of
from dovetail.suites.gateway.reply import Reply
from dovetail.suites.gateway.scenario import GatewayScenario
from dovetail.suites.gateway.ways import WIRE_FAULTS, answered
from dovetail.suites.kernel.scenario import answer_text

_BUSY = Reply(409, json={"error": {"type": "idempotency_error", "message": "a request with this key is in progress"}})
_RESULT = "result"
_LOST = next(each for each in WIRE_FAULTS if each.text == "the connection is reset before an answer")


@check("GATE-31", needs_a_case=True)
def repeated_call_is_no_error(s: GatewayScenario) -> None:
    calls, stated = s.calls(), s.binding.contract.in_progress
    cases = {
        f"{call.operation.name}, {text}": (call, then)
        for call in calls
        for text, then in (("replayed", [_replayed(call)]), ("in progress", [answered(_BUSY), _replayed(call)]))
        if stated is not None or text == "replayed"
    }
    trials = [
        s.calling(label, call, _lost_and_then(call, ways), f"resets the first request, and then: {ways[0].text}")
        for label, (call, ways) in cases.items()
    ]
    tried = 0
    for trial, made in s.made(trials):
        keys = {key_of(s.binding, each) for each in made.requests}
        if len(made.requests) < 2 or None in keys or len(keys) > 1:
            continue
        tried += 1
        assert made.answer is not None
        as_stated = trial.label.endswith("in progress") and stated != _RESULT
        met = stated.accepts(made.answer) if as_stated else isinstance(made.answer, Returned)
        if not met:
            hint = "the provider is busy with this very call, or has done it"
            s.accuse(trial, str(stated) if as_stated else "the result", answer_text(made.answer), hint)
    if not tried:
        s.no_case("no call with a key is tried again after a connection that was reset")


def _replayed(call: Call) -> Way:
    return answered(replace(call.reply, headers={**call.reply.headers, "Idempotent-Replayed": "true"}))


def _lost_and_then(call: Call, ways: list[Way]) -> Script:
    assert _LOST.way is not None
    lost = _LOST.way(call.reply)

    def script(_request: Request, number: int) -> Way:
        return ([lost, *ways])[min(number, len(ways))]

    return script
