"""What arrives where nothing is wrong: MAIL-01 to MAIL-04."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dovetail.policies import Answer, Raised, Returned
from dovetail.suites.gateway.binding import Call
from dovetail.suites.gateway.checking import check
from dovetail.suites.gateway.clauses.success import gives_the_result
from dovetail.suites.gateway.made import Made
from dovetail.suites.gateway.mail.messages import Sent, sent, twice
from dovetail.suites.gateway.mail.scenario import MailScenario, well
from dovetail.suites.gateway.texts import replaced, texts_of
from dovetail.suites.kernel.scenario import answer_text

_ADDED = "X-Dovetail-Added"
_SOMEBODY = "somebody.else@example.org"
_TEXTS = ("Grüße aus Zürich, 你好", "first\n.\nthird", "first\n..second")
_LONG = "a long line " * 100


@check("MAIL-01", most=3)
def message_goes_to_each_recipient_once(s: MailScenario) -> None:
    trials = [
        s.calling(f"{call.operation.name} {place}", call, well, "takes every message")
        for place, call in enumerate(s.several_calls())
    ]
    for trial, made in s.made(trials):
        gives_the_result(s, trial, made)
        messages = [each for each in sent(made.exchanges) if each.taken]
        if not messages:
            hint = "does the adapter use the host and the port that it is given?"
            s.accuse(trial, "a message", "the server took none", hint)
        if (again := twice(messages)) is not None:
            s.accuse(trial, f"one message for {again}", "more than one")
        wanted = s.binding.recipients(made.call)
        found = sorted({recipient for each in messages for recipient in each.recipients})
        if wanted is not None and found != wanted:
            s.accuse(trial, f"recipients {wanted}", str(found))


@check("MAIL-02", most=3, needs_a_case=True)
def text_arrives_as_written(s: MailScenario) -> None:
    calls = s.calls()
    cases = dict(_with_texts(calls, s.well(calls)))
    if not cases:
        s.no_case("no argument that is a text is found in the message")
    trials = [s.calling(label, call, well, "takes every message") for label, (call, _) in cases.items()]
    for trial, made in s.made(trials):
        text = cases[trial.label][1]
        assert made.answer is not None
        if not isinstance(made.answer, Returned):
            if _is_of_encoding(made.answer):
                s.accuse(trial, "a message with this text", answer_text(made.answer), "encode messages as UTF-8")
            continue  # an adapter may know what an order's number looks like, and a header has one line
        arrived = [each.text for each in sent(made.exchanges)]
        if not any(_has(each, text) for each in arrived):
            s.accuse(trial, f"the text {text[:60]!r}", repr(arrived[0][:200]) if arrived else "no message")


@check("MAIL-03", needs_a_case=True)
def no_argument_becomes_a_header(s: MailScenario) -> None:
    calls = s.calls()
    cases = {
        f"{call.operation.name}, {where}, {header} {place}": (replaced(call, where, text), "@" in value)
        for call in calls
        for where, value in texts_of(call)
        for header in ("Bcc", _ADDED)
        for place, text in (
            ("in a line after it", f"{value}\r\n{header}: {_SOMEBODY}"),
            ("in a line before it", f"{header}: {_SOMEBODY}\r\n{value}"),
        )
    }
    if not cases:
        s.no_case("no argument is a text")
    trials = [s.calling(label, call, well, "takes every message") for label, (call, _) in cases.items()]
    for trial, made in s.made(trials):
        _, is_address = cases[trial.label]  # of which the recipient may well be read
        for each in sent(made.exchanges):
            added = each.message[_ADDED] is not None or each.message["Bcc"] is not None
            if added or (_SOMEBODY in each.recipients and not is_address):
                hint = "build messages with email.message.EmailMessage, which refuses line breaks in headers"
                s.accuse(trial, "no header and no recipient out of an argument", "one more", hint)


@check("MAIL-04")
def blind_copies_stay_blind(s: MailScenario) -> None:
    trials = [s.calling(call.operation.name, call, well, "takes every message") for call in s.calls()]
    for trial, made in s.made(trials):
        for each in sent(made.exchanges):
            if each.message["Bcc"] is not None:
                s.accuse(trial, "no header Bcc", f"Bcc: {each.message['Bcc']}", "del message['Bcc'] before it is sent")


def _with_texts(calls: list[Call], known: Mapping[str, Made]) -> Iterator[tuple[str, tuple[Call, str]]]:
    """Calls with other texts where the text of the call is in its message, and is no address.

    A subject may be cut, so that long texts are for bodies.
    """
    for call in calls:
        messages = sent(known[call.operation.name].exchanges)
        for where, value in texts_of(call):
            if _is_in(value, messages) and "@" not in value:
                for text in (*_TEXTS, _LONG) if _is_in_body(value, messages) else _TEXTS:
                    yield f"{call.operation.name}, {where}: {text[:12]!r}", (replaced(call, where, text), text)


def _is_in(value: str, messages: list[Sent]) -> bool:
    """Whether a text is in a message where it surely comes from the argument, since it is not short."""
    return len(value) > 2 and any(value in each.text for each in messages)


def _is_in_body(value: str, messages: list[Sent]) -> bool:
    return all(value not in str(each.message["Subject"]) for each in messages)


def _is_of_encoding(answer: Answer) -> bool:
    """Whether an adapter failed on a letter."""
    error = answer.error if isinstance(answer, Raised) else None
    return isinstance(error, UnicodeError) or isinstance(getattr(error, "__cause__", None), UnicodeError)


def _has(message: str, text: str) -> bool:
    """Whether a message has each line of a text, however the lines are parted there."""
    return all(_folded(line) in _folded(message) for line in text.split("\n"))


def _folded(text: str) -> str:
    """A text in which all blanks are alike: where a long line is folded is nobody's business."""
    return " ".join(text.split())
