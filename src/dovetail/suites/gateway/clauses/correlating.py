"""The id by which a request is found in the logs of both sides: GATE-27."""

from __future__ import annotations

from functools import partial

from dovetail.suites.gateway.bench import Bench
from dovetail.suites.gateway.binding import Call
from dovetail.suites.gateway.checking import check
from dovetail.suites.gateway.preconditions import states
from dovetail.suites.gateway.scenario import GatewayScenario
from dovetail.suites.gateway.ways import answered, status

_ID = "dovetail-3f2a"


@check("GATE-27", states("correlation", 'correlation = {"X-Request-ID": request_id.set}', "which id goes out"))
def correlation_id_goes_out(s: GatewayScenario) -> None:
    for header, set_id in s.binding.contract.correlation.items():
        trials = [s.trial(f"{call.operation.name}, {header}", partial(_with_id, call, set_id)) for call in s.calls()]
        for trial, made in s.made(trials):
            for each in made.requests:
                if each.header(header) != _ID:
                    s.accuse(trial, f"{header}: {_ID} in every request", f"{header}: {each.header(header)}")


def _with_id(call: Call, set_id: object, bench: Bench) -> None:
    assert callable(set_id)
    bench.call(
        call,
        lambda _request, number: answered(call.reply) if number else status(503),
        f"answers 503, and then what it should; the caller's id is {_ID!r}",
        before=partial(set_id, _ID),
    )
