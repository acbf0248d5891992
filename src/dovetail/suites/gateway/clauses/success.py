"""What a gateway makes of a success: GATE-01 and GATE-02."""

from __future__ import annotations

from functools import partial

from dovetail.policies import Raised, Returned
from dovetail.port import MISSING
from dovetail.suites.gateway.bench import Bench, Setting
from dovetail.suites.gateway.binding import Call
from dovetail.suites.gateway.checking import check
from dovetail.suites.gateway.conformity import misfit
from dovetail.suites.gateway.documents import ADDED, with_unknown_fields
from dovetail.suites.gateway.made import Made
from dovetail.suites.gateway.reply import Reply
from dovetail.suites.gateway.scenario import GatewayScenario
from dovetail.suites.gateway.trials import Trial
from dovetail.suites.gateway.ways import answered
from dovetail.values import Difference, code, differences


@check("GATE-01", most=3)
def success_gives_the_result(s: GatewayScenario) -> None:
    trials = [
        s.calling(f"{call.operation.name} {place}", call, answered(call.reply), "does what it should")
        for place, call in enumerate(s.several_calls())
    ]
    for trial, made in s.made(trials):
        if not made.exchanges:
            got = "it saw no request" + (f", and the call {made.said}" if isinstance(made.answer, Raised) else "")
            s.accuse(trial, "the provider is asked", got, "does the adapter use the URL it is given?")
        gives_the_result(s, trial, made)
    if s.sandbox is not None:
        _sandbox_gives_the_result(s, s.sandbox)


def gives_the_result(s: GatewayScenario, trial: Trial, made: Made) -> None:
    """A call gave what its operation declares and its contract states."""
    call = made.call
    if not isinstance(made.answer, Returned):
        s.accuse(trial, "the result" if call.expected is MISSING else code(call.expected), made.said)
    _is_as_declared(s, trial, made, made.answer)
    if call.expected is not MISSING:
        _are_the_same(s, trial, differences(call.expected, made.answer.value))


def _are_the_same(s: GatewayScenario, trial: Trial, found: list[Difference]) -> None:
    if found:
        where = found[0].path or "it"
        s.accuse(trial, f"{where} == {found[0].expected}", f"{where} == {found[0].got}", path=found[0].path)


def _is_as_declared(s: GatewayScenario, trial: Trial, made: Made, answer: Returned) -> None:
    operation = made.call.operation
    if (wrong := misfit(answer.value, operation.returns)) is not None:
        s.accuse(trial, f"what {operation.name} declares", f"{wrong[0] or 'it'} is {wrong[1]}", path=wrong[0])


def _sandbox_gives_the_result(s: GatewayScenario, sandbox: Setting) -> None:
    """The same of what the real provider answers, but for values, which are its own."""
    trials = [s.trial(f"{call.operation.name}, sandbox", partial(replies_to, call), sandbox) for call in s.calls()]
    for trial, made in s.made(trials):
        replies = trial.result
        if not replies or not 200 <= replies[-1].status < 300:
            continue  # GATE-34 tells
        if not isinstance(made.answer, Returned):
            hint = "the provider does not answer as replies says: read what it sends"
            s.accuse(trial, "the result of what the sandbox answers", made.said, hint)
        _is_as_declared(s, trial, made, made.answer)


def replies_to(call: Call, bench: Bench) -> list[Reply]:
    """What the provider replies while a call is made."""
    bench.succeed(call)
    return list(bench.replies)


@check("GATE-02", needs_a_case=True)
def unknown_fields_pass(s: GatewayScenario) -> None:
    calls = [call for call in s.calls() if call.reply.json is not MISSING]
    if not calls:
        s.no_case("no reply is a JSON document")
    for trial, made in s.made([s.trial(call.operation.name, partial(_thrice, call)) for call in calls]):
        first, again = (s.value(trial, each) for each in trial.made[:2])
        if not isinstance(made.answer, Returned):
            s.accuse(trial, "the same result: a provider may add fields", made.said)
        varying = {each.path for each in differences(first, again)}
        found = [each for each in differences(first, made.answer.value) if not _is_added(each) | (each.path in varying)]
        _are_the_same(s, trial, found)


def _thrice(call: Call, bench: Bench) -> None:
    bench.succeed(call)
    bench.succeed(call)
    more = call.reply.with_json(with_unknown_fields(call.reply.json))
    bench.call(call, answered(more), "the same with fields that nobody knows")


def _is_added(difference: Difference) -> bool:
    """Whether it is the added field itself, which an operation hands out that gives the document as it came."""
    return any(ADDED in text for text in (difference.path, str(difference.got)))
