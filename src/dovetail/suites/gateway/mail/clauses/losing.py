"""What is lost on the way, and what takes too long: MAIL-05, and MAIL-10 to MAIL-12."""

from __future__ import annotations

from operator import methodcaller

from dovetail.faults.listener import Wire
from dovetail.faults.mail_server import END, GREETING, said, usual
from dovetail.faults.provider import Request, Way
from dovetail.policies import Returned
from dovetail.suites.gateway.bench import Script
from dovetail.suites.gateway.binding import Call
from dovetail.suites.gateway.checking import check
from dovetail.suites.gateway.mail.messages import sent
from dovetail.suites.gateway.mail.scenario import MailScenario, at
from dovetail.suites.gateway.preconditions import all_of, fails_as_declared, states
from dovetail.suites.gateway.trials import Trial
from dovetail.suites.kernel.scenario import answer_text

_SLACK = 1.0
_ALL_AT_ONCE = 64


def _ended(_wire: Wire, _request: Request) -> bool:
    return False


def _was_reset(wire: Wire, _request: Request) -> bool:
    wire.reset()
    return False


def _nothing_said(wire: Wire, _request: Request) -> bool:
    wire.hold()
    return False


def _without_end(interval: float) -> Way:
    def play(wire: Wire, _request: Request) -> bool:
        while wire.hold(interval):
            wire.send(b"250-and more\r\n")
        return False

    return Way("a reply without end", play)


def _late(way: Way, seconds: float) -> Way:
    def play(wire: Wire, request: Request) -> bool:
        return wire.hold(seconds) and way.play(wire, request)

    return Way(way.text, play)


CLOSED = Way("the connection is closed", _ended)
RESET = Way("the connection is reset", _was_reset)
SILENCE = Way("nothing", _nothing_said)

_UNREACHABLE: list[tuple[str, Script]] = [
    ("closes the connection at once", at(GREETING, CLOSED)),
    ("resets the connection at once", at(GREETING, RESET)),
    ("greets with 554", at(GREETING, said("554 5.3.2 no service here"))),
    ("greets with 421", at(GREETING, said("421 4.3.2 too busy"))),
    ("greets with HTTP", at(GREETING, said("HTTP/1.1 400 Bad Request"))),
    ("closes the connection at the sender", at("MAIL", CLOSED)),
    ("resets the connection at a recipient", at("RCPT", RESET)),
    ("refuses the login", at("AUTH", said("535 5.7.8 wrong password"))),
]
_LOST: list[tuple[str, Script]] = [
    ("takes the message, and closes the connection without a reply", at(END, CLOSED)),
    ("takes the message, and resets the connection", at(END, RESET)),
]
_SLOWLY = "answers each command in good time, and all of them too late"
_SILENT = "takes the message, and says nothing"


@check("MAIL-05", fails_as_declared)
def unreachable_is_the_failure(s: MailScenario) -> None:
    calls = s.calls()
    refused = [_refused(s, call) for call in calls]
    for trial, made in s.made([*refused, *s.each(_UNREACHABLE, calls)]):
        logs_in = any(each.request.method == "AUTH" for each in made.exchanges)
        if trial.label.endswith("refuses the login") and not logs_in:
            continue
        s.failed(trial, made, or_refused=trial.label.endswith(("refuses the login", "greets with 554")))


@check(
    "MAIL-10",
    all_of(
        fails_as_declared,
        states("unknown", "unknown = raises(EmailUnknown)", "how a call is answered of which nobody knows the outcome"),
    ),
    needs_a_case=True,
)
def lost_reply_is_unknown(s: MailScenario) -> None:
    calls = s.calls()
    cases = 0
    for trial, made in s.made(s.each(_LOST, calls)):
        if not sent(made.exchanges):
            continue
        cases += 1
        assert made.answer is not None
        if not s.binding.unknown(made.answer):
            s.accuse(trial, str(s.binding.contract.unknown), answer_text(made.answer), s.escaped(made.answer))
    if not cases:
        s.no_case("no message is sent")
    for trial, made in s.made([_refused(s, call) for call in calls]):
        assert made.answer is not None
        if s.binding.unknown_apart(made.answer):
            hint = "no connection came about, so that no message can have arrived"
            s.accuse(trial, str(s.binding.contract.failure), answer_text(made.answer), hint)


@check("MAIL-11", needs_a_case=True)
def lost_reply_is_not_sent_again(s: MailScenario) -> None:
    again = set(s.binding.contract.idempotent)
    calls = [call for call in s.calls() if call.operation.name not in again]
    if not calls:
        s.no_case("the contract says of each operation that it may be sent twice")
    usually = {name: len(sent(made.exchanges)) for name, made in s.well(calls).items()}
    for trial, made in s.made(s.each(_LOST, calls)):
        messages = sent(made.exchanges)
        lost = [each for each in messages if not each.taken]
        if len(lost) > 1 or (lost and len(messages) > usually[made.call.operation.name]):
            hint = "the server may have taken it, and only its reply was lost"
            s.accuse(trial, "the message once", f"{len(messages)} messages", hint)


@check("MAIL-12", all_of(fails_as_declared, states("deadline", "deadline = 2.0", "how long a call may take in all")))
def deadline_on_the_whole_call(s: MailScenario) -> None:
    limit = s.deadline or 0.0
    most = limit * 1.25 + _SLACK
    slow = min(0.2, limit / 5)
    ways: list[tuple[str, Script]] = [
        ("does not greet", at(GREETING, SILENCE)),
        ("says nothing to a recipient", at("RCPT", SILENCE)),
        (_SILENT, at(END, SILENCE)),
        ("answers EHLO without end", at("EHLO", _without_end(slow))),
        ("answers the sender without end", at("MAIL", _without_end(slow))),
        (_SLOWLY, lambda request, _number: _late(usual(request), 0.6 * limit)),
    ]
    trials = [
        s.trial(f"{call.operation.name}, {text}", methodcaller("call", call, script, text), patience=most + 0.5)
        for call in s.calls()
        for text, script in ways
    ]
    for trial in s.in_suspected_order(trials, at_once=_ALL_AT_ONCE):
        made = s.last(trial)
        if trial.overdue or trial.taken > most:
            took = f"it was not back after {most:g} s" if trial.overdue else f"it took {trial.taken:.1f} s"
            s.accuse(trial, f"an answer within {limit:g} s", took, "bound the whole call, not only each read")
        if not trial.label.endswith(_SLOWLY) or not isinstance(made.answer, Returned):
            s.failed(trial, made)


def _refused(s: MailScenario, call: Call) -> Trial:
    """Its server's port takes no connection."""
    body = methodcaller("call", call, at("", CLOSED), "nobody listens: the connection is refused")
    return s.trial(f"{call.operation.name}, refused", body, s.setting(dead=True))
