"""What is sent again, and what is not: GATE-10 to GATE-14, and GATE-16."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from email.utils import format_datetime
from functools import partial
from operator import methodcaller
from typing import Any

from dovetail.faults.provider import Request, Way
from dovetail.policies import Returned
from dovetail.suites.gateway.bench import Bench, Script, Setting
from dovetail.suites.gateway.binding import Call
from dovetail.suites.gateway.checking import check
from dovetail.suites.gateway.idempotency import is_sent_again_by_client, key_of, repeatable
from dovetail.suites.gateway.made import Made
from dovetail.suites.gateway.preconditions import all_of, fails_as_declared, states, takes
from dovetail.suites.gateway.scenario import GatewayScenario
from dovetail.suites.gateway.trials import Trial
from dovetail.suites.gateway.ways import WIRE_FAULTS, answered, status
from dovetail.values import identical

_RESET = next(each for each in WIRE_FAULTS if each.text == "the connection is reset before an answer")
_CLOSED = "the connection is closed without an answer"
_NEVER_AGAIN = (400, 402, 404, 410, 422)  # 401 and 403 may renew a token, 409 may be waited for
_DAY = 86_400.0
_declares_attempts = states("attempts", "attempts = 3", "how often a call is tried")


@check("GATE-10", _declares_attempts)
def attempts_are_bounded(s: GatewayScenario) -> None:
    attempts = int(s.binding.contract.attempts)
    seen = 0
    last = None
    trials = _with_ways(s, s.calls(), [("503", lambda _call: status(503)), (_RESET.text, _reset)])
    for trial, made in s.made(trials):
        places = Counter(map(_place, made.requests))
        most = max(places.values(), default=0)
        if made.condition == _RESET.text and any(map(is_sent_again_by_client, made.requests)):
            most = -(-most // 2)
        seen = max(seen, most)
        last = trial
        if most > attempts:
            s.accuse(trial, f"at most {attempts} attempts", f"{max(places.values())} requests")
    if last is not None and 0 < seen < attempts:
        s.accuse(last, f"{attempts} attempts", f"{seen}, of every operation, whatever went wrong")


@check("GATE-11")
def refusals_are_not_repeated(s: GatewayScenario) -> None:
    ways = [(str(number), partial(_status, number)) for number in _NEVER_AGAIN]
    for trial, made in s.made(_with_ways(s, s.calls(), ways)):
        if (again := _sent_twice(made.requests)) is not None:
            s.accuse(trial, "one request: what was refused will be refused again", f"{again} requests")


@check("GATE-12", needs_a_case=True)
def unsafe_calls_are_not_repeated(s: GatewayScenario) -> None:
    ways = [
        (_RESET.text, _reset),
        (_CLOSED, partial(_fault, _CLOSED)),
        ("500", lambda _call: status(500)),
        ("504", lambda _call: status(504)),
    ]
    cases = 0
    for trial, made in s.made(_with_ways(s, s.calls(), ways)):
        if not made.requests or repeatable(s.binding, made):
            continue
        cases += 1
        if (again := _sent_twice(made.requests)) is not None:
            hint = (
                f"the provider may have done it: send a key ({s.binding.key}), or where it is safe to repeat, "
                f'idempotent = ["{made.call.operation.name}"]'
            )
            s.accuse(trial, "one request", f"{again} requests", hint)
    if not cases:
        s.no_case("every operation is safe to repeat, by its method or by its key")


@check("GATE-13", needs_a_case=True)
def repeated_attempt_is_the_same_call(s: GatewayScenario) -> None:
    cases = 0
    trials = [
        s.calling(call.operation.name, call, _once_unavailable(call), "answers 503, and then what it should")
        for call in s.calls()
    ]
    for trial, made in s.made(trials):
        first = made.requests[0] if made.requests else None
        again = [each for each in made.requests[1:] if first is not None and _place(each) == _place(first)]
        if first is None or not again:
            continue
        cases += 1
        for each in again:
            for what, one, other in (
                ("body", first.body.decode("utf-8", "replace"), each.body.decode("utf-8", "replace")),
                ("target", first.target, each.target),
                (s.binding.key, key_of(s.binding, first), key_of(s.binding, each)),
            ):
                if one != other:
                    s.accuse(trial, f"the {what} of the first attempt: {one}", f"{other}")
    if not cases:
        s.no_case("no call is tried again after a 503")


@check("GATE-14", most=3, needs_a_case=True)
def new_call_has_a_new_key(s: GatewayScenario) -> None:
    cases = _keys_are_new(s, Setting())
    if s.sandbox is not None:
        cases += _keys_are_new(s, s.sandbox)
    if not cases:
        s.no_case(f"no request has a header {s.binding.key}: key = ..., where the key travels under another name")


def _keys_are_new(s: GatewayScenario, setting: Setting) -> int:
    """How many operations send a key, each of which is new."""
    pairs = [(s.call(name), s.call(name)) for name in s.binding.calls]
    fresh = [s.trial(f"{call.operation.name}, elsewhere", methodcaller("succeed", call), setting) for call, _ in pairs]
    elsewhere = {made.call.operation.name: _keys(s, made) for _, made in s.made(fresh)}
    trials = [
        s.trial(f"{call.operation.name}, twice", partial(_twice, call, other), setting)
        for call, other in pairs
        if elsewhere[call.operation.name]
    ]
    cases = 0
    for trial, made in s.made(trials):
        first, same, other = (_keys(s, each) for each in trial.made)
        if not first or not same:
            continue
        cases += 1
        name = made.call.operation.name
        of_the_arguments = first == elsewhere[name]
        if first & same and not of_the_arguments:
            s.accuse(trial, "a key of its own for each call", f"{next(iter(first & same))} again")
        if first & other and _share_nothing(trial.made[0].call, made.call):
            s.accuse(trial, "a key of its own for each call", f"{next(iter(first & other))} for other arguments too")
    return cases


@check("GATE-16", all_of(fails_as_declared, takes("sleep", "what is waited for cannot be seen")))
def retry_after_is_kept(s: GatewayScenario) -> None:
    now = dt.datetime.now(dt.UTC)
    values = {
        "3": 3.0,
        "0": 0.0,
        "-5": 0.0,
        "1.5": 0.0,
        "soon": 0.0,
        "9999999999": _DAY,
        "": 0.0,
        "Fri, 31 Dec 9999 23:59:59 GMT": _DAY,
        format_datetime(now + dt.timedelta(seconds=30), usegmt=True): 15.0,
        format_datetime(now - dt.timedelta(hours=1), usegmt=True): 0.0,
        "Tue, 99 Nov 2026 99:99:99 GMT": 0.0,
    }
    cases = {
        f"{call.operation.name}, {number}, Retry-After: {value}": (call, number, value)
        for call in s.calls()
        for place, value in enumerate(values)
        for number in ((429, 503) if not place else (429,) if place % 2 else (503,))
    }
    for trial, made in s.made([_told_when(s, label, *case) for label, case in cases.items()]):
        wanted = values[cases[trial.label][2]]
        if not isinstance(made.answer, Returned):
            s.failed(trial, made, or_refused=True)
        if sum(made.slept) > max(_DAY, s.deadline or 0):
            s.accuse(trial, "a wait that has an end, or none", f"it slept {max(made.slept):g} s")
        if wanted < _DAY and len(made.requests) > 1 and sum(made.slept) < wanted:
            s.accuse(trial, f"no attempt before {wanted:g} s have passed", f"it slept {sum(made.slept):g} s")


def _with_ways(s: GatewayScenario, calls: list[Call], ways: list[tuple[str, Any]]) -> list[Trial]:
    """A trial of each call in front of a provider that answers each request in one way."""
    return [
        s.calling(f"{call.operation.name}, {text}", call, way(call), f"answers {text}" if text[0].isdigit() else text)
        for call in calls
        for text, way in ways
    ]


def _twice(call: Call, other: Call, bench: Bench) -> None:
    bench.succeed(call)
    bench.succeed(call)
    bench.succeed(other)


def _told_when(s: GatewayScenario, label: str, call: Call, number: int, value: str) -> Trial:
    late = status(number, {"Retry-After": value})
    said = f"answers {late.text}, and then what it should"
    return s.calling(label, call, lambda _request, count: late if not count else answered(call.reply), said)


def _status(number: int, _call: Call) -> Way:
    return status(number)


def _reset(call: Call) -> Way:
    return _fault(_RESET.text, call)


def _fault(text: str, call: Call) -> Way:
    way = next(each.way for each in WIRE_FAULTS if each.text == text)
    assert way is not None
    return way(call.reply)


def _once_unavailable(call: Call) -> Script:
    return lambda _request, number: answered(call.reply) if number else status(503)


def _share_nothing(one: Call, other: Call) -> bool:
    """Whether two calls have no argument in common, of which a key could be made."""
    mine, theirs = ([*each.args, *each.kwargs.values()] for each in (one, other))
    return bool(mine) and not any(identical(each, its) for each in mine for its in theirs)


def _place(request: Request) -> tuple[str, str]:
    return request.method, request.target.partition("?")[0]


def _sent_twice(requests: list[Request]) -> int | None:
    """How often one request came, where it came more than once."""
    most = max(Counter((each.method, each.target) for each in requests).values(), default=0)
    return most if most > 1 else None


def _keys(s: GatewayScenario, made: Made) -> set[str]:
    return {key for each in made.requests if (key := key_of(s.binding, each)) is not None}
