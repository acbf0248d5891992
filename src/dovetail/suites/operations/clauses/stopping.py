"""How it stops: OPS-23 to OPS-25."""

from __future__ import annotations

from dovetail.suites.kernel.check import all_of, check
from dovetail.suites.operations.preconditions import in_process, with_gateways, with_ready
from dovetail.suites.operations.scenario import OperationsScenario
from dovetail.suites.operations.stop import observed_stop

_SIGTERM = 15
_WELL = {0, -_SIGTERM, 128 + _SIGTERM}


@check("OPS-23", all_of(with_ready, with_gateways), random=False, needs_a_case=True)
def not_ready_while_draining(s: OperationsScenario) -> None:
    stop = observed_stop(s)
    if not stop.met:
        s.no_case("the request calls no gateway, so that none is in flight: state one that does")
    if stop.ready is not None and stop.ready.is_good:
        s.say(*stop.lines)
        hint = "whoever sends requests goes on to send them, and those that come after the end are lost"
        s.broken("not ready, or no answer", stop.ready.text, hint=hint)


@check("OPS-24", random=False)
def requests_in_flight_are_answered(s: OperationsScenario) -> None:
    stop = observed_stop(s)
    if stop.made is not None and stop.met and not stop.made.succeeded:
        s.say(*stop.lines)
        assert stop.made.answer is not None
        s.broken("an answer to the request that was in flight", stop.made.answer.text)
    if stop.met and not stop.done:
        s.say(*stop.lines)
        s.broken("the operation in flight is ended", "it is given up")
    if stop.code is None:
        s.say(*stop.lines)
        s.broken(f"an end within {s.contract.stop_within:g} s", "it goes on")
    if stop.code not in _WELL:
        s.say(*stop.lines)
        s.broken("an end without an error", f"code {stop.code}")
    if not stop.met:
        s.learned = 'none was in flight: gateways = {"CARRIER_URL": ...}, and a request that calls one'


@check("OPS-25", in_process("which connections are open at the end is not seen"), random=False, needs_a_case=True)
def pools_are_closed(s: OperationsScenario) -> None:
    stop = observed_stop(s)
    if stop.code is None:
        s.no_case("it does not end, as OPS-24 tells", left_to_another_clause=True)
    if not stop.open_before:
        s.no_case("no connection to a dependency or a gateway was open when it was told to stop")
    if stop.open_after is None and stop.code < 0:
        s.say(*stop.lines)
        hint = "the signal ends the process at once, where nothing handles it"
        s.broken("connections that are closed before the end", f"code {stop.code}, with open ones", hint=hint)
    if stop.open_after is None:
        s.not_evaluated("the process did not tell which connections were open: this needs /proc, or /dev/fd")
    if stop.open_after:
        s.say(*stop.lines)
        s.broken("no open connection", f"open ones to {', '.join(stop.open_after)}")
