"""What is kept, given back, and kept to oneself: GATE-17 to GATE-19."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from operator import methodcaller

from dovetail.faults.provider import Way
from dovetail.policies import Failed, Raised
from dovetail.suites.environment.disclosure import told_by_answer, told_by_logs
from dovetail.suites.environment.logs import Keeping, everything_logged
from dovetail.suites.gateway.bench import Bench, Setting, setting_of
from dovetail.suites.gateway.binding import Call
from dovetail.suites.gateway.checking import check
from dovetail.suites.gateway.left_open import CLOSE, FEW, MANY, NONE_OPEN, Left, connections_left
from dovetail.suites.gateway.made import Made
from dovetail.suites.gateway.preconditions import fails_as_declared
from dovetail.suites.gateway.reply import Reply
from dovetail.suites.gateway.scenario import GatewayScenario
from dovetail.suites.gateway.trials import Trial
from dovetail.suites.gateway.ways import WIRE_FAULTS, answered, status, way_of

_HEADER = "put it in a header in place of the query, and raise from a cause that has no request in it, or from None"


@check("GATE-17", fails_as_declared, needs_a_case=True)
def cause_is_kept(s: GatewayScenario) -> None:
    faults = [each for each in WIRE_FAULTS if each.before_status][:3]
    trials = [
        s.calling(f"{call.operation.name}, {each.text}", call, way_of(each, call.reply), each.text, setting_of(each))
        for call in s.calls()
        for each in faults
    ]
    cases = 0
    texts: dict[str, set[str]] = {}
    causeless: dict[str, Trial] = {}
    for trial, made in s.made(trials):
        if not isinstance(made.answer, Raised) or not s.binding.fails(made.answer):
            continue
        cases += 1
        error = made.answer.error
        name = made.call.operation.name
        texts.setdefault(name, set()).add(repr(error.args))
        if _is_wrapper(error.__cause__):
            got = f"{type(error).__name__} from {error.__cause__!r}"[:200]
            s.accuse(
                trial, "the failure of the last attempt as the cause", got, "reraise=True, or raise from its cause"
            )
        if error.__cause__ is None and (error.__context__ is None or error.__suppress_context__):
            causeless[name] = trial
    for name, trial in causeless.items():
        if len(texts[name]) == 1:
            hint = "raise ... from error, or say in the message what went wrong"
            s.accuse(trial, "an error that tells what went wrong", "no cause, and the same words whatever it was", hint)
    if not cases:
        s.no_case("no operation raises its failure")


@check("GATE-18")
def connections_are_given_back(s: GatewayScenario) -> None:
    trials = [
        s.trial(f"{call.operation.name}, {text}, {MANY} times", partial(_many, call, way, text))
        for call in s.calls()
        for text, way in _leaking(call)
    ]
    hint = "read or close each response, also where it is an error"
    for trial, made in s.made(trials):
        left: Left = trial.result
        count = len(trial.made)
        if left.open > FEW:
            got = f"{left.open} open connections after {count} calls one after the other"
            s.accuse_last(trial, "the connection of a failed attempt goes back to the pool, or is closed", got, hint)
        if left.unasked and not _is_remembered(s, made) and not _is_shut_out(s, made.call):
            got = f"call {count} gets none, and asks nobody"
            s.accuse_last(trial, "a connection for each of the calls, one after the other", got, hint)
        if left.closed:
            s.accuse_last(trial, NONE_OPEN, f"{left.closed} open", "close the client, too", then=CLOSE)


def _is_remembered(s: GatewayScenario, made: Made) -> bool:
    """Whether a call that asked nobody was answered as the provider had answered before."""
    answer = made.answer
    failed = isinstance(answer, (Raised, Failed)) or (answer is not None and s.binding.fails(answer))
    return answer is not None and (not failed or s.binding.refuses(answer))


def _is_shut_out(s: GatewayScenario, call: Call) -> bool:
    """Whether the adapter stops asking without any response that it could keep: it has a breaker."""
    if s.binding.contract.breaker is not None:
        return True
    (trial,) = s.run([s.trial(f"{call.operation.name}, without a response", partial(_many, call, *_UNANSWERED))])
    return trial.overdue or trial.result.unasked


@check("GATE-19", needs_a_case=True)
def secrets_are_told_nowhere(s: GatewayScenario) -> None:
    trials: list[Trial] = []
    keeping = Keeping()
    for call in s.calls():
        trials += [
            s.calling(
                f"{call.operation.name}, {text}",
                call,
                way,
                text,
                Setting(dead=text.startswith("nobody"), keeping=keeping),
            )
            for text, way in _revealing(call)
        ]
        if s.sandbox is not None:
            asking = replace(s.sandbox, keeping=keeping)
            trials.append(s.trial(f"{call.operation.name}, sandbox", methodcaller("succeed", call), asking))
    with everything_logged(keeping):
        ran = list(s.made(trials))
    secrets = s.secrets
    if not secrets:
        s.no_case('no request carries a credential that is known for one: secrets = ["sk_test_..."]')
    for trial, made in ran:
        by_answer = told_by_answer(made.answer, _told_by_request)
        told = [*by_answer, *told_by_logs(trial.records), ("repr(gateway)", trial.shown)]
        for where, text in told:
            if any(each in text for each in secrets):
                s.accuse(trial, "no secret in it", f"{where}: {text}"[:300], _HEADER if "?" in text else "", path=where)


_REVEALING = {
    "nobody listens: the connection is refused",
    "the connection is reset before an answer",
    "bytes that are no HTTP",
    "the body is cut off",
}


def _revealing(call: Call) -> Iterator[tuple[str, Way]]:
    """The answers on which libraries and adapters say most of what they were about to do."""
    yield from ((fault.text, way_of(fault, call.reply)) for fault in WIRE_FAULTS if fault.text in _REVEALING)
    for number in (401, 422, 500):
        yield f"answers {number}", status(number)
    yield "answers with another document", answered(Reply(json=["unexpected"]))
    yield "does what it should", answered(call.reply)


_CLOSED = next(each for each in WIRE_FAULTS if each.text == "the connection is closed without an answer")
_UNANSWERED = (way_of(_CLOSED, Reply()), _CLOSED.text)


def _leaking(call: Call) -> Iterator[tuple[str, Way]]:
    """The failures on which a response is left unread, each on its own: an adapter may forget one of them alone."""
    page = b"<html>" * 2000
    yield "answers 404", answered(Reply(404, body=page))
    yield "answers 500", answered(Reply(500, body=page))
    yield "answers with HTML in place of JSON", answered(Reply(call.reply.status, body=page))


def _many(call: Call, way: Way, text: str, bench: Bench) -> Left:
    return connections_left(bench, partial(bench.call, call, way, text))


def _is_wrapper(cause: BaseException | None) -> bool:
    """Whether it is what a library of retries raises in place of what went wrong; that of requests says what did."""
    kind = type(cause)
    return kind.__name__ == "RetryError" and not kind.__module__.startswith("requests.")


def _told_by_request(name: str, error: BaseException) -> Iterator[tuple[str, str]]:
    """The URL of the request that client libraries hang on their errors."""
    for owner in ("request", "response", "request_info"):
        try:
            url = getattr(getattr(error, owner, None), "url", None)
        except RuntimeError:  # httpx raises it where there is none
            continue
        if url is not None:
            yield f"{name}.{owner}.url", str(url)
