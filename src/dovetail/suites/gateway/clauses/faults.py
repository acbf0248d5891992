"""What a gateway makes of a provider that fails or refuses: GATE-06 to GATE-08."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from dovetail.policies import Answer, Makes, Returned, Returns
from dovetail.port import MISSING
from dovetail.suites.gateway.bench import Bench, setting_of
from dovetail.suites.gateway.binding import Call
from dovetail.suites.gateway.checking import check
from dovetail.suites.gateway.preconditions import fails_as_declared, states
from dovetail.suites.gateway.scenario import GatewayScenario
from dovetail.suites.gateway.trials import Trial
from dovetail.suites.gateway.unusual_ways import UNUSUAL_WAYS
from dovetail.suites.gateway.ways import WIRE_FAULTS, Fault, answered, status, way_of
from dovetail.suites.kernel.scenario import answer_text
from dovetail.values import identical

_LOOKS_RIGHT = "answers 500, with the body of a success"
_TOO_MANY = 429
_ERRORS = (_TOO_MANY, 500, 502, 503, 504)
_ABSENT = (404, 410)
_REFUSALS = (400, 401, 402, 403, 404, 410, 422)  # 409 may mean that the same call is being carried out


@check("GATE-06", fails_as_declared)
def wire_faults_are_the_failure(s: GatewayScenario) -> None:
    calls = s.calls()
    right = _results(s, calls)
    cases = {
        f"{call.operation.name}, {fault.text}": (call, fault)
        for call in calls
        for fault in (*WIRE_FAULTS, *UNUSUAL_WAYS)
    }
    trials = [
        s.calling(label, call, way_of(fault, call.reply), fault.text, setting_of(fault))
        for label, (call, fault) in cases.items()
    ]
    for trial, made in s.made(trials):
        call, fault = cases[trial.label]
        answer = made.answer
        if (
            not isinstance(answer, Returned)
            or s.binding.fails(answer)
            or fault.before_status
            or not (identical(answer.value, right[call.operation.name]) or _is_as_it_came(call, fault, answer))
        ):
            s.failed(trial, made)
    after = [s.trial(f"{call.operation.name}, between two calls", partial(_closed_between, call)) for call in calls]
    for trial, made in s.made(after):
        if not isinstance(made.answer, Returned):
            s.failed(trial, made)


@check("GATE-07", fails_as_declared)
def errors_are_the_failure(s: GatewayScenario) -> None:
    calls = s.calls()
    numbers: dict[str, int] = {}
    trials: list[Trial] = []
    for call in calls:
        for number in _ERRORS:
            trials.append(_status(s, call, number))
            numbers[trials[-1].label] = number
        way = answered(replace(call.reply, status=500))
        trials.append(s.calling(f"{call.operation.name}, 500 over a success", call, way, _LOOKS_RIGHT))
        numbers[trials[-1].label] = 500
    stated = s.binding.contract.refusal
    own = set(stated) if isinstance(stated, Mapping) else set()  # what is a refusal here, GATE-08 asks for
    for trial, made in s.made([each for each in trials if numbers[each.label] not in own]):
        assert made.answer is not None
        s.failed(trial, made, or_refused=numbers[trial.label] == _TOO_MANY)
        if numbers[trial.label] != _TOO_MANY and s.binding.refuses_apart(made.answer):
            s.accuse(trial, str(s.binding.contract.failure), answer_text(made.answer))


@check(
    "GATE-08",
    states("refusal", "refusal = raises(Refused), or by status: {422: raises(Refused)}", "how a refusal is answered"),
)
def refusals_are_told_apart(s: GatewayScenario) -> None:
    stated = s.binding.contract.refusal
    by_status = isinstance(stated, Mapping)
    numbers = tuple(stated) if by_status else _REFUSALS
    calls = s.calls()
    _are_made_of_arguments(s, calls)
    refused: dict[int, bool] = dict.fromkeys(numbers, False)
    last = None
    cases = [(number, _status(s, call, number)) for call in calls for number in numbers]
    status_of = {trial.label: number for number, trial in cases}
    for trial, made in s.made([trial for _, trial in cases]):
        number = status_of[trial.label]
        assert made.answer is not None
        policy = s.binding.refusal(number)
        met = s.binding.refuses(made.answer) if policy is None else policy.accepts(made.answer)
        if policy is None and number in _ABSENT and _is_absence(made.answer):
            continue
        if isinstance(policy, Returns | Makes) and not met and s.binding.refuses(made.answer):
            continue  # an absence is for those who read, and whoever has something done is refused it
        refused[number] |= met
        last = trial
        if not met and not s.binding.fails(made.answer):
            s.accuse(trial, str(policy or stated), answer_text(made.answer), s.escaped(made.answer))
    never = [number for number, met in refused.items() if not met]
    if last is not None and (never if by_status else len(never) == len(refused)):
        s.gateways.suspect = ""
        s.tell(last)
        expected = f"{s.binding.refusal(never[0]) or stated} for {never[0] if by_status else 'one status of 4xx'}"
        s.broken(expected, "no operation answers so")


def _is_as_it_came(call: Call, fault: Fault, answer: Returned) -> bool:
    """Whether it is what a client gives that hands bodies out: nothing for 204, and gzip that it did not ask for."""
    if call.reply.json is not MISSING:
        return False
    return answer.value in (b"", "") or (isinstance(answer.value, bytes) and "gzip" in fault.text)


def _are_made_of_arguments(s: GatewayScenario, calls: list[Call]) -> None:
    """A refusal that is made of the arguments is made of those of some operation.

    Raises:
        ContractError: no operation is called so.
    """
    for policy in s.binding.refusals:
        if isinstance(policy, Makes) and not any(policy.takes(call.args, call.kwargs) for call in calls):
            raise policy.takes_something_else("what any operation is called with")


def _is_absence(answer: Answer) -> bool:
    """Whether it says that there is nothing, as a port may answer where the provider knows no such thing."""
    return isinstance(answer, Returned) and (answer.value is None or answer.value in (False, [], (), {}))


def _results(s: GatewayScenario, calls: list[Call]) -> dict[str, object]:
    """What each operation gives where nothing is wrong."""
    trials = [s.calling(call.operation.name, call, answered(call.reply), "does what it should") for call in calls]
    return {made.call.operation.name: s.value(trial, made) for trial, made in s.made(trials)}


def _status(s: GatewayScenario, call: Call, number: int) -> Trial:
    return s.calling(f"{call.operation.name}, {number}", call, status(number), f"answers {status(number).text}")


def _closed_between(call: Call, bench: Bench) -> None:
    bench.succeed(call)
    bench.provider.drop()
    bench.call(call, answered(call.reply), "closed its idle connections before this call")
