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
from dovetail.suites.kernel.scenario import answer_text
from dovetail.values import Difference, code, differences

_EACH = 3


@check("GATE-01", most=3)
def success_gives_the_result(s: GatewayScenario) -> None:
    calls = [s.call(name) for name in s.binding.calls for _ in range(1 if name in s.binding.fixed else _EACH)]
    trials = [
        s.answering(f"{call.operation.name} {place}", call, answered(call.reply), "does what it should")
        for place, call in enumerate(calls)
    ]
    for trial, made in s.made(trials):
        answer, call = made.answer, made.call
        expected = "the result" if call.expected is MISSING else code(call.expected)
        if not made.exchanges:
            got = "it saw no request" + (f", and the call {answer_text(answer)}" if isinstance(answer, Raised) else "")
            s.accuse(trial, "the provider is asked", got, "does the adapter use the URL it is given?")
        if not isinstance(answer, Returned):
            s.accuse(trial, expected, "nothing" if answer is None else answer_text(answer))
        _is_as_declared(s, trial, made, answer)
        if call.expected is not MISSING and (found := differences(call.expected, answer.value)):
            where = found[0].path or "it"
            s.accuse(trial, f"{where} == {found[0].expected}", f"{where} == {found[0].got}", path=found[0].path)
    if s.sandbox is not None:
        _sandbox_gives_the_result(s, s.sandbox)


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
            text = "nothing" if made.answer is None else answer_text(made.answer)
            hint = "the provider does not answer as replies says: read what it sends"
            s.accuse(trial, "the result of what the sandbox answers", text, hint)
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
            text = "nothing" if made.answer is None else answer_text(made.answer)
            s.accuse(trial, "the same result: a provider may add fields", text)
        varying = {each.path for each in differences(first, again)}
        found = [each for each in differences(first, made.answer.value) if not _is_added(each) | (each.path in varying)]
        if found:
            where = found[0].path or "it"
            s.accuse(trial, f"{where} == {found[0].expected}", f"{where} == {found[0].got}", path=found[0].path)


def _thrice(call: Call, bench: Bench) -> None:
    bench.succeed(call)
    bench.succeed(call)
    more = call.reply.with_json(with_unknown_fields(call.reply.json))
    bench.call(call, answered(more), "the same with fields that nobody knows")


def _is_added(difference: Difference) -> bool:
    """Whether it is the added field itself, which an operation hands out that gives the document as it came."""
    return any(ADDED in text for text in (difference.path, str(difference.got)))
