"""A token that the provider takes no longer: GATE-36."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from dovetail.faults.provider import Request, Way
from dovetail.port import MISSING
from dovetail.suites.gateway.bench import Bench
from dovetail.suites.gateway.binding import Call
from dovetail.suites.gateway.checking import check
from dovetail.suites.gateway.documents import Path, altered, at, fields
from dovetail.suites.gateway.handing_over import LONG_AGO
from dovetail.suites.gateway.masking import is_credential
from dovetail.suites.gateway.scenario import GatewayScenario
from dovetail.suites.gateway.ways import answered, status

_CALLS = 3
_EXPIRY = "expire"


@check("GATE-36", needs_a_case=True)
def token_is_renewed(s: GatewayScenario) -> None:
    has_clock = "clock" in s.gateways.factory.takes
    trials = [s.trial(call.operation.name, partial(_revoked, call, has_clock)) for call in s.calls() if call.before]
    cases = 0
    for trial, _ in s.made(trials):
        token: str | None = trial.result
        later = [each for call in trial.made[1:] for each in call.requests]
        if token is None or not later:
            continue
        cases += 1
        if not any(_carries(each, _renewed(token)) for each in later):
            hint = "forget the token at 401, and ask for another one before the next request"
            s.accuse(trial, "a request with a new token", f"the old one in {len(later)} requests", hint)
    if not cases:
        s.no_case("no request carries a token that another request of its call has got")


def _revoked(call: Call, has_clock: bool, bench: Bench) -> str | None:
    """Take the token that a call has got for none, and call again; gives the token, and None where there is none.

    By the adapter's clock a day passes, and where it takes none, the token says from the start that it does not last:
    an adapter may know when its token ends, and ask for another one then.
    """
    lasting = call
    for name, path in () if has_clock else _fields(call):
        if _EXPIRY in str(path[-1]).lower():
            if not isinstance(at(call.before[name].json, path), int):
                return None  # a date, by a clock that nobody hands over
            lasting = _with(lasting, name, path, 0)
    first = bench.succeed(lasting)
    leaves = [(name, path, at(call.before[name].json, path)) for name, path in _fields(call)]
    sent = [each for each in leaves if isinstance(each[2], str) and any(_carries(it, each[2]) for it in first.requests)]
    if not sent:
        return None
    if has_clock:
        bench.waits.advance(LONG_AGO)
    name, path, token = sent[0]
    later = _with(lasting, name, path, _renewed(token))

    def script(request: Request, _number: int) -> Way:
        return answered(call.reply) if _carries(request, _renewed(token)) else status(401)

    for _ in range(_CALLS):
        bench.call(later, script, "answers 401 to the token that it gave before, and has another one to give")
    return str(token)


def _fields(call: Call) -> list[tuple[str, Path]]:
    """The fields of the answers to the requests that a call needs besides."""
    known = {name: reply.json for name, reply in call.before.items() if reply.json is not MISSING}
    return [(name, path) for name, document in known.items() for path in fields(document)]


def _with(call: Call, name: str, path: Path, value: Any) -> Call:
    """The call with another value in one of those fields."""
    reply = call.before[name]
    return replace(call, before={**call.before, name: reply.with_json(altered(reply.json, path, value))})


def _carries(request: Request, token: str) -> bool:
    """Whether it has the token in a header for credentials."""
    return any(is_credential(name) and value.split()[-1:] == [token] for name, value in request.headers)


def _renewed(token: str) -> str:
    return f"{token}-renewed"
