"""What is given back, kept to oneself, and kept apart: MAIL-14 to MAIL-17."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from operator import methodcaller

from dovetail.faults.mail_server import END, GREETING, SECURED, said
from dovetail.suites.environment.disclosure import told_by_answer, told_by_logs
from dovetail.suites.environment.logs import Keeping, everything_logged
from dovetail.suites.gateway.bench import Bench, Script
from dovetail.suites.gateway.binding import Call
from dovetail.suites.gateway.certificates import lasting
from dovetail.suites.gateway.checking import check
from dovetail.suites.gateway.left_open import CLOSE, FEW, MANY, NONE_OPEN, Left, connections_left
from dovetail.suites.gateway.made import Made
from dovetail.suites.gateway.mail.bench import MailSetting
from dovetail.suites.gateway.mail.clauses.losing import CLOSED
from dovetail.suites.gateway.mail.messages import sent
from dovetail.suites.gateway.mail.scenario import MailScenario, at, well
from dovetail.suites.gateway.preconditions import all_of, fails_as_declared, states, takes


@check("MAIL-14")
def connections_are_given_back(s: MailScenario) -> None:
    trials = [
        s.trial(f"{call.operation.name}, {text}, {MANY} times", partial(_many, call, script, text))
        for call in s.calls()
        for text, script in _LEAKING.items()
    ]
    for trial, _ in s.made(trials):
        left: Left = trial.result
        if left.open > FEW:
            got = f"{left.open} open connections after {MANY} calls one after the other"
            s.accuse_last(trial, "a connection is closed or used again after a call that failed", got)
        if left.closed:
            s.accuse_last(trial, NONE_OPEN, f"{left.closed} open", then=CLOSE)


@check("MAIL-15", needs_a_case=True)
def secrets_are_told_nowhere(s: MailScenario) -> None:
    keeping = Keeping()
    trials = [
        s.trial(f"{call.operation.name}, {text}", methodcaller("call", call, script, text), s.setting(keeping=keeping))
        for call in s.calls()
        for text, script in _revealing()
    ]
    with everything_logged(keeping):
        ran = list(s.made(trials))
    secrets = s.secrets
    if not secrets:
        s.no_case("no session has a login, and the contract states no secrets")
    for trial, made in ran:
        for where, text in [*told_by_answer(made.answer), *told_by_logs(trial.records), ("repr(gateway)", trial.shown)]:
            if any(each in text for each in secrets):
                s.accuse(trial, "no secret in it", f"{where}: {text}"[:300], path=where)


@check(
    "MAIL-16",
    all_of(
        fails_as_declared,
        states("tls", 'tls = "starttls", or "implicit"', "how TLS is spoken"),
        takes("ca", "its authority cannot be given"),
    ),
)
def untrusted_servers_are_refused(s: MailScenario) -> None:
    known, starttls = lasting(), s.binding.contract.tls == "starttls"
    cases = {
        "its certificate is signed by another authority than the one given": known.untrusted,
        "its certificate is another host's": known.other_host,
        "its certificate has expired": known.expired,
    }
    call = s.calls()[0]
    settings = {text: MailSetting(tls=tls, ca=known.ca, starttls=starttls) for text, tls in cases.items()}
    if starttls:
        settings["does not offer STARTTLS"] = MailSetting(tls=known.right, ca=known.ca, starttls=True, offered=False)
    trials = [s.trial(text, methodcaller("call", call, well, text), setting) for text, setting in settings.items()]
    for trial, made in s.made(trials):
        told = [each.request.method for each in made.exchanges if each.request.method in {"AUTH", "MAIL"}]
        if told:
            hint = "starttls(context=ssl.create_default_context()), whether or not the server offers it"
            s.accuse(trial, "neither a login nor a message", f"{told[0]}", hint)
        s.failed(trial, made)
    for trial, made in s.made([s.trial("trusted", methodcaller("call", call, well, "its certificate is right"))]):
        open_ones = [each.request for each in made.exchanges if SECURED not in each.request.headers]
        told = [each.method for each in open_ones if each.method in {"AUTH", "MAIL"}]
        if told:
            s.accuse(trial, "neither a login nor a message before TLS is spoken", told[0])


@check("MAIL-17", most=4, needs_a_case=True)
def parallel_calls_send_their_own(s: MailScenario) -> None:
    calls = enumerate(s.several_calls())
    alone = [s.trial(f"call {at}", methodcaller("succeed", call), shares="alone") for at, call in calls]
    known: dict[tuple[tuple[str, ...], str], Call] = {}
    for _, made in s.made(alone):
        letters = _letters(made)
        if len(letters) == 1:
            known.setdefault(letters[0], made.call)
    if len(known) < 2:
        s.other_calls("no two calls send different messages: state a strategy of calls")
    trial = s.trial("at the same time", methodcaller("together", list(known.values()), well, "takes every message"))
    for _ in s.in_suspected_order([trial]):
        if trial.overdue:
            s.tell(trial)
            s.broken("calls that end, as each does alone", f"they were not back after {trial.patience:g} s")
        arrived = sorted(_letters(trial.result[0]))
        if arrived != sorted(known):
            s.tell(trial)
            s.broken("the messages that each call sends alone", _difference(sorted(known), arrived))


def _letters(made: Made) -> list[tuple[tuple[str, ...], str]]:
    """Whom each message went to, and what it says."""
    return [(tuple(sorted(each.recipients)), each.text) for each in sent(made.exchanges) if each.taken]


def _difference(wanted: list[tuple[tuple[str, ...], str]], got: list[tuple[tuple[str, ...], str]]) -> str:
    other = next((each for each in got if each not in wanted), None)
    if other is not None:
        return f"for {', '.join(other[0])}: {other[1][:100]!r}"
    return f"{len(got)} messages of {len(wanted)}"


def _revealing() -> Iterator[tuple[str, Script]]:
    yield "refuses the login", at("AUTH", said("535 5.7.8 wrong password"))
    yield "greets with 554", at(GREETING, said("554 5.3.2 no service here"))
    yield "closes the connection at the login", at("AUTH", CLOSED)
    yield "refuses the message", at(END, said("554 5.7.1 looks like spam"))
    yield "takes every message", well


_LEAKING = {
    "answers 451 at the recipient": at("RCPT", said("451 4.7.1 greylisted, come again")),
    "answers 550 at the recipient": at("RCPT", said("550 5.1.1 no such user here")),
    "answers 554 after the message": at(END, said("554 5.7.1 looks like spam")),
}
"""The failures on which a session is left open, each on its own: an adapter may forget one of them alone."""


def _many(call: Call, script: Script, text: str, bench: Bench) -> Left:
    return connections_left(bench, partial(bench.call, call, script, text))
