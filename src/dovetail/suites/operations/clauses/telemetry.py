"""What only watches does not stand in the way: OPS-26 and OPS-27."""

from __future__ import annotations

from dovetail.suites.kernel.check import check
from dovetail.suites.operations.performed import Performed
from dovetail.suites.operations.preconditions import states
from dovetail.suites.operations.scenario import OperationsScenario

_TURNS = 2


@check("OPS-26", random=False, needs_a_case=True)
def log_down_fails_nothing(s: OperationsScenario) -> None:
    usual = s.sample.requests[0]
    if usual.answer is None:
        s.no_case("its operations are not answered, and what becomes of them is seen in the log alone")
    process = s.session.started()
    try:
        s.say("# nobody reads its standard output and its standard error any more")
        process.output.close()
        for _ in range(_TURNS):
            _judge(s, usual, s.perform(process=process))
    finally:
        process.close()


@check("OPS-27", states("sinks", 'sinks = {"statsd": "STATSD_ADDRESS"}', "where its telemetry goes"), random=False)
def metrics_down_fail_nothing(s: OperationsScenario) -> None:
    usual = s.sample.requests[0]
    for name, each in s.session.outside.sinks.items():
        s.say(f"# {name} is down")
        each.down()
        try:
            for _ in range(_TURNS):
                _judge(s, usual, s.perform())
        finally:
            each.up()


def _judge(s: OperationsScenario, usual: Performed, made: Performed) -> None:
    if usual.answer is None or made.answer is None:
        s.not_evaluated("its operations are not answered, so that it is not seen what becomes of them")
    if made.answer.status != usual.answer.status:
        s.broken(f"{usual.answer.text}, as ever", f"{made.answer.text}: {made.answer.body[:200]}")
