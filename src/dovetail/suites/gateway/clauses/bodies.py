"""Answers that say success and are none: GATE-03 to GATE-05."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from typing import Any

from dovetail.faults.provider import Way
from dovetail.policies import Answer, Returned
from dovetail.port import MISSING
from dovetail.port.conformance import conforms
from dovetail.suites.gateway.bench import Bench
from dovetail.suites.gateway.binding import Call
from dovetail.suites.gateway.checking import check
from dovetail.suites.gateway.conformity import is_document, misfit
from dovetail.suites.gateway.documents import NOTHING, Path, altered, at, fields, other, shown, wrong
from dovetail.suites.gateway.made import Made
from dovetail.suites.gateway.preconditions import fails_as_declared
from dovetail.suites.gateway.reply import Reply
from dovetail.suites.gateway.scenario import GatewayScenario
from dovetail.suites.gateway.trials import Trial
from dovetail.suites.gateway.ways import BODY_FAULTS, HTML, answered
from dovetail.values import code, differences, identical, leaves

_PROBES = ("an empty body", "HTML that says it is JSON", "null")
_NOTHING = ("null", "204 without a body")  # what may rightly mean None, where that may come
_OTHER_BODIES: tuple[tuple[str, Callable[[bytes], bytes]], ...] = (
    ("an empty body", lambda _body: b""),
    ("HTML", lambda _body: HTML),
    ("half of the body", lambda body: body[: len(body) // 2]),
    ("bytes that are no text", lambda body: b"\xff\xfe\x00" + body),
)
_LENIENT_MEMBERS = ("unknown", "other", "unrecogni", "unspecified", "undefined")


@dataclass(frozen=True)
class Read:
    """What is known of an operation that reads the provider's document.

    Attributes:
        call: the call.
        value: its result, where the provider does what it should.
        steady: whether it is the same every time.
    """

    call: Call
    value: Any
    steady: bool

    @property
    def is_document(self) -> bool:
        """Whether it is the document as it came, of whose fields the port declares nothing."""
        return is_document(self.value, self.call.operation.returns)


Field = tuple[Read, Path, Any, bool]
"""What is asked of whom with another value in one field, and whether that value is of another type."""


@check("GATE-03", fails_as_declared, needs_a_case=True)
def missing_fields_are_refused(s: GatewayScenario) -> None:
    asked = [(each, path, value, True) for each in _reading(s) for path in _asked(each) for value in (NOTHING, None)]
    for trial, (each, path, _, _), answer, taken in _misread(s, asked):
        if taken and not _may_be_absent(s, each, path):
            name, option = each.call.operation.name, shown(path)
            hint = f'where the provider may leave it out: optional = {{"{name}": ["{option}"]}}'
            s.accuse(trial, s.binding.expected_failure(), f"{code(answer.value)}, made without {option}", hint)


@check("GATE-04", fails_as_declared, needs_a_case=True)
def wrong_types_are_refused(s: GatewayScenario) -> None:
    asked = [
        (each, path, value, strict)
        for each in _reading(s)
        for path in _asked(each)
        for value, strict in wrong(at(each.call.reply.json, path))
    ]
    for trial, (each, path, value, strict), answer, taken in _misread(s, asked):
        if strict and taken:
            s.accuse(trial, s.binding.expected_failure(), f"{code(answer.value)}, made of {shown(path)} = {value!r}")
        member = _member_made_up(each, path, value, answer)
        if member is not None:
            s.accuse(trial, s.binding.expected_failure(), f"{code(member)}, made of {shown(path)} = {value!r}")


def _misread(s: GatewayScenario, asked: list[Field]) -> Iterator[tuple[Trial, Field, Returned, bool]]:
    """What is returned for documents that are wrong in one field, and whether anything was made of that field."""
    depends = _flows(s, [(each, path) for each, path, _, _ in asked])
    trials = [_with_field(s, each, path, value) for each, path, value, _ in asked]
    where = {trial.label: case for trial, case in zip(trials, asked, strict=True)}
    for trial, made in s.made(trials):
        each, path, _, _ = where[trial.label]
        answer = _refused_or_returned(s, trial, made)
        if answer is None or each.is_document:
            continue
        _typed(s, trial, each, answer)
        if each.steady:
            same = identical(each.value, answer.value)
            taken = depends[each.call.operation.name, path] if same else _taken(each.value, answer.value)
            yield trial, where[trial.label], answer, taken


@check("GATE-05", fails_as_declared, needs_a_case=True)
def another_body_is_refused(s: GatewayScenario) -> None:
    calls = s.calls()
    others = [call for call in calls if call.reply.json is MISSING and call.reply.body]
    _no_parser_fails(s, others)
    if len(others) == len(calls):
        return
    cases = [(each, text, made(each.call.reply)) for each in _reading(s, calls) for text, made in BODY_FAULTS]
    cases = [(each, text, reply) for each, text, reply in cases if not _may_be_right(s, each, text)]
    trials = [
        s.calling(f"{each.call.operation.name} {text}", each.call, _way(reply, text), f"answers with {text}")
        for each, text, reply in cases
    ]
    where = {trial.label: (each, text) for trial, (each, text, _) in zip(trials, cases, strict=True)}
    for trial, made in s.made(trials):
        each, text = where[trial.label]
        answer = _refused_or_returned(s, trial, made)
        if answer is not None and each.is_document:
            _typed(s, trial, each, answer)
        elif answer is not None and not (text in _NOTHING and answer.value is None and _optional(each)):
            s.accuse(trial, s.binding.expected_failure(), code(answer.value))


def _no_parser_fails(s: GatewayScenario, calls: list[Call]) -> None:
    """What is no JSON may be anything to those who know its format; but its parser's exceptions do not escape."""
    trials = [
        s.calling(
            f"{call.operation.name} {text}",
            call,
            _way(replace(call.reply, body=made(call.reply.body)), text),
            f"answers with {text}",
        )
        for call in calls
        for text, made in _OTHER_BODIES
    ]
    for trial, made in s.made(trials):
        if not isinstance(made.answer, Returned):
            s.failed(trial, made)


def _reading(s: GatewayScenario, calls: list[Call] | None = None) -> list[Read]:
    """The operations that read the document of their reply; for others, nothing can be wrong in it."""
    calls = [call for call in calls or s.calls() if call.reply.json is not MISSING and 200 <= call.reply.status < 300]
    trials = [s.trial(f"{call.operation.name} as it should be", partial(_probed, call)) for call in calls]
    found = []
    for trial in s.run(trials):
        if trial.overdue or trial.bench is None:
            continue
        first, again, *probes = trial.result
        if not isinstance(first.answer, Returned):
            s.value(trial, first)
            continue
        value = first.answer.value
        steady = isinstance(again.answer, Returned) and identical(value, again.answer.value)
        untouched = [isinstance(each.answer, Returned) and identical(each.answer.value, value) for each in probes]
        if not all(untouched):
            found.append(Read(first.call, value, steady))
    if not found:
        s.no_case("no operation reads a JSON document of the provider")
    return found


def _probed(call: Call, bench: Bench) -> list[Made]:
    made = [bench.succeed(call), bench.succeed(call)]
    for text in _PROBES:
        way = _way(dict(BODY_FAULTS)[text](call.reply), text)
        made.append(bench.call(call, way, f"answers with {text}"))
    return made


def _asked(each: Read) -> list[Path]:
    return fields(each.call.reply.json)


def _with_field(s: GatewayScenario, each: Read, path: Path, value: Any) -> Trial:
    document = altered(each.call.reply.json, path, value)
    said = f"{shown(path)} left out" if value is NOTHING else f"{shown(path)} = {value!r}"
    reply = each.call.reply.with_json(document)
    return s.calling(f"{each.call.operation.name} {said}", each.call, _way(reply, said), f"answers with {said}")


def _way(reply: Reply, text: str) -> Way:
    return Way(reply.text if reply.json is not MISSING else f"{reply.status}, {text}", answered(reply).play)


def _flows(s: GatewayScenario, asked: list[tuple[Read, Path]]) -> dict[tuple[str, Path], bool]:
    """Whether anything of a result depends on a field: on another value of its type, it is another or is refused."""
    cases = {}
    for each, path in asked:
        value = other(at(each.call.reply.json, path))
        if value is not NOTHING:
            cases[each.call.operation.name, path] = (each, _with_field(s, each, path, value))
    s.run([trial for _, trial in cases.values()])
    found = dict.fromkeys(((each.call.operation.name, path) for each, path in asked), False)
    for key, (each, trial) in cases.items():
        answer = None if trial.overdue else s.last(trial).answer
        found[key] = answer is not None and not (isinstance(answer, Returned) and identical(each.value, answer.value))
    return found


def _refused_or_returned(s: GatewayScenario, trial: Trial, made: Made) -> Returned | None:
    """What was returned; None where it was refused as declared. All else breaks the clause."""
    if isinstance(made.answer, Returned) and not s.binding.fails(made.answer):
        return made.answer
    s.failed(trial, made)
    return None


def _typed(s: GatewayScenario, trial: Trial, each: Read, answer: Returned) -> None:
    if (odd := misfit(answer.value, each.call.operation.returns)) is not None:
        s.accuse(trial, s.binding.expected_failure(), f"{odd[0] or 'it'} is {odd[1]}", path=odd[0])


def _may_be_absent(s: GatewayScenario, each: Read, path: Path) -> bool:
    """Whether the contract says that the provider may leave a field out, or the object that it is in."""
    names = s.binding.optional(each.call)
    return any(shown(path[: end + 1]) in names or path[end] in names for end in range(len(path)))


def _optional(each: Read) -> bool:
    returns = each.call.operation.returns
    return returns is not MISSING and conforms(None, returns)


def _may_be_right(s: GatewayScenario, each: Read, text: str) -> bool:
    """Whether the body may be another answer of this very operation: an empty list in place of a list."""
    document = each.call.reply.json
    if isinstance(document, list):
        return text == "an empty list"
    if isinstance(document, dict) and text in {"an empty object", "an error in place of what was asked for"}:
        return all(_may_be_absent(s, each, (name,)) for name in document)
    return not isinstance(document, (dict, list)) and text in {"a text", "a number", "null"}


def _taken(before: Any, after: Any) -> bool:
    """Whether a result has something else than None where another one had a value."""
    return any(str(each.got) != "None" for each in differences(before, after))


def _member_made_up(each: Read, path: Path, value: Any, answer: Answer) -> Enum | None:
    """The member of an enumeration that was made of a text which stands for none."""
    text = at(each.call.reply.json, path)
    if value != "dovetail-unknown" or not isinstance(answer, Returned):
        return None
    before = _members(each.value)
    named = {str(text).lower().replace("-", "_"), str(text).lower()}
    stood = [place for place, member in before.items() if {str(member.value).lower(), member.name.lower()} & named]
    after = _members(answer.value)
    for place in after:
        changed = before.get(place) is not after[place]
        lenient = any(word in after[place].name.lower() for word in _LENIENT_MEMBERS)
        if (changed or place in stood) and not lenient:
            return after[place]
    return None


def _members(value: Any) -> dict[str, Enum]:
    return {path: leaf for path, leaf in leaves(value) if isinstance(leaf, Enum)}
