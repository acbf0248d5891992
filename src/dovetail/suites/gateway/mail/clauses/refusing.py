"""What a server says no to: MAIL-06 to MAIL-09, and MAIL-13."""

from __future__ import annotations

from typing import Any

from dovetail.faults.mail_server import END, said
from dovetail.policies import Returned
from dovetail.suites.gateway.bench import Script
from dovetail.suites.gateway.checking import check
from dovetail.suites.gateway.mail.messages import asked_for, begun, sent, twice
from dovetail.suites.gateway.mail.scenario import MailScenario, at
from dovetail.suites.gateway.preconditions import fails_as_declared, states
from dovetail.suites.kernel.scenario import answer_text
from dovetail.values import identical

_LATER: list[tuple[str, Script]] = [
    ("answers 450 to the sender", at("MAIL", said("450 4.3.2 not now"))),
    ("answers 451 to every recipient", at("RCPT", said("451 4.7.1 greylisted, come again"))),
    ("answers 451 to DATA", at("DATA", said("451 4.3.0 not now"))),
    ("answers 452 to the message", at(END, said("452 4.3.1 no room"))),
    ("answers 421 to every recipient, and closes", at("RCPT", said("421 4.3.2 shutting down"))),
]
_NEVER: list[tuple[str, Script]] = [
    ("answers 550 to every recipient", at("RCPT", said("550 5.1.1 no such user here"))),
    ("answers 554 to the message", at(END, said("554 5.7.1 looks like spam"))),
]
_states_refusal = states("refusal", "refusal = raises(EmailRefused)", "how a refusal of the server is answered")


@check("MAIL-06", fails_as_declared)
def later_is_the_failure(s: MailScenario) -> None:
    for trial, made in s.made(s.each(_LATER)):
        s.failed(trial, made)
        assert made.answer is not None
        if s.binding.refuses_apart(made.answer):
            s.accuse(trial, str(s.binding.contract.failure), answer_text(made.answer), "4xx is for now, 5xx for ever")


@check("MAIL-07", _states_refusal)
def never_is_the_refusal(s: MailScenario) -> None:
    for trial, made in s.made(s.each(_NEVER)):
        assert made.answer is not None
        if not s.binding.refuses(made.answer):
            s.accuse(trial, str(s.binding.contract.refusal), answer_text(made.answer), s.escaped(made.answer))


@check("MAIL-08")
def refusals_are_not_sent_again(s: MailScenario) -> None:
    calls = s.calls()
    usually = {name: begun(made.exchanges) for name, made in s.well(calls).items()}
    for trial, made in s.made(s.each(_NEVER, calls)):
        most = usually[made.call.operation.name]
        if begun(made.exchanges) > most:
            hint = "what was refused will be refused again"
            s.accuse(trial, _messages(most), _messages(begun(made.exchanges)), hint)


@check("MAIL-09", needs_a_case=True)
def refused_recipients_are_told(s: MailScenario) -> None:
    calls = s.calls()
    well = s.well(calls)
    cases = {
        f"{call.operation.name}, {reply[:3]} to {refused}": (call, refused, reply)
        for call in calls
        if len(found := asked_for(well[call.operation.name].exchanges)) > 1
        for refused in (found[0], found[-1])
        for reply in ("550 5.1.1 no such user here", "451 4.7.1 greylisted, come again")
    }
    if not cases:
        s.other_calls("no message goes to more than one recipient: let calls have one that does")
    trials = [
        s.calling(label, call, at("RCPT", said(reply), to=refused), f"answers {reply[:3]} to {refused} alone")
        for label, (call, refused, reply) in cases.items()
    ]
    for trial, made in s.made(trials):
        call, refused, _ = cases[trial.label]
        if (again := twice(sent(made.exchanges))) is not None:
            s.accuse(trial, f"one message for {again}, who had it", "more than one")
        _told(s, trial, made, well[call.operation.name].answer, refused)


def _told(s: MailScenario, trial: Any, made: Any, success: Any, refused: str) -> None:
    partial = s.binding.contract.partial
    if partial is not None and partial.accepts(made.answer):
        return
    if isinstance(made.answer, Returned) and isinstance(success, Returned):
        if partial is not None or identical(made.answer.value, success.value):
            hint = "SMTP.sendmail and send_message return the recipients that were refused"
            s.accuse(trial, f"an answer that tells of {refused}", answer_text(made.answer), hint)
        return
    s.failed(trial, made, or_refused=True)


@check("MAIL-13", states("attempts", "attempts = 3", "how often a message is tried"))
def attempts_are_bounded(s: MailScenario) -> None:
    attempts = int(s.binding.contract.attempts)
    calls = s.calls()
    usually = {name: max(1, begun(made.exchanges)) for name, made in s.well(calls).items()}
    last, seen = None, 0
    for trial, made in s.made(s.each(_LATER[:2], calls)):
        most = attempts * usually[made.call.operation.name]
        count = begun(made.exchanges)
        last, seen = trial, max(seen, -(-count // usually[made.call.operation.name]))
        if count > most:
            s.accuse(trial, f"at most {_messages(most)}", _messages(count))
    if last is not None and seen < attempts:
        s.accuse(last, f"{attempts} attempts", f"{seen}, of every operation")


def _messages(count: int) -> str:
    return "one message" if count == 1 else f"{count} messages"
