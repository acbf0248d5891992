"""The id of a request, from where it comes in to where it goes out: OPS-04 to OPS-09."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dovetail.faults.provider import Request
from dovetail.patience import eventually
from dovetail.suites.environment.texts import texts_in
from dovetail.suites.kernel.check import all_of, check
from dovetail.suites.operations.binding import TRACE
from dovetail.suites.operations.entries import Entry, same, without_servers
from dovetail.suites.operations.performed import Performed
from dovetail.suites.operations.preconditions import states, with_gateways, with_ids
from dovetail.suites.operations.process.asking import Ask
from dovetail.suites.operations.scenario import OperationsScenario

_LONGEST = 200  # characters: an id that is longer than this is none that was made here
_SILENT = "no request logs anything: state one that does"
_REPLACED = "take what is short, printable ASCII, and make a new id for everything else"
_UNANSWERED = "its operations are not answered"


@check("OPS-04", with_ids, random=False, needs_a_case=True)
def id_is_in_the_log(s: OperationsScenario) -> None:
    entries = without_servers(s.sample.entries)
    if not entries:
        s.no_case(_SILENT)
    for each in s.sample.requests:
        if not any(holds(entry, each.identity) for entry in entries):
            s.say(each.text)
            s.broken(f"an entry with the id {each.identity}", f"none of {len(entries)}, such as {s.show(entries[0])}")


@check("OPS-05", all_of(with_ids, with_gateways), random=False, needs_a_case=True)
def id_goes_to_gateways(s: OperationsScenario) -> None:
    before = _asked_so_far(s)
    made = s.perform()
    asked = _asked_since(s, before)
    if not asked:
        s.no_case("the request calls no gateway: state one that does")
    for each in asked:
        if not any(same(made.identity) in same(text) for text in _texts_of(each)):
            sent = each.header(s.header)
            s.say(f"{each.method} {each.target}  # at the gateway; {s.header}: {sent!r}")
            s.broken(f"{s.header}, or another header, with {made.identity}", repr(sent))


@check(
    "OPS-06",
    all_of(with_ids, states("events", "events = staticmethod(lambda: [...])", "which events are published")),
    random=False,
    needs_a_case=True,
)
def id_is_in_events(s: OperationsScenario) -> None:
    s.begin()
    before = len(s.read("events"))
    made = s.perform()
    published = eventually(lambda: s.read("events")[before:], s.contract.patience)
    if not published:
        s.no_case("the request publishes no event: state one that does")
    for each in published:
        if not any(same(made.identity) in same(text) for text in (*texts_in(each), repr(each))):
            s.say(f"events()[-1]  # {each!r}")
            s.broken(f"an event with the id {made.identity}", repr(each))


@check("OPS-07", with_ids, random=False, needs_a_case=True)
def id_comes_back(s: OperationsScenario) -> None:
    if s.header.lower() == TRACE:
        s.no_case("a traceparent goes onward, and does not come back")
    answered = [each for each in s.sample.performed if each.answer is not None]
    if not answered:
        s.no_case(_UNANSWERED)
    for each in answered:
        if same(each.returned(s.header)) != same(each.identity):
            s.say(each.text)
            s.broken(f"{s.header}: {each.identity} in the answer", each.returned(s.header) or f"no {s.header}")


@check("OPS-08", with_ids, random=False, needs_a_case=True)
def request_without_an_id_gets_one(s: OperationsScenario) -> None:
    if not isinstance(s.sample.requests[0].asked, Ask):
        s.no_case("what a worker is given has its id already")
    met: dict[str, Performed] = {}
    for _ in range(2):
        made, entries = _performed(s, "")
        given = set(_given(s, made, entries))
        if not given and not _path(s) and not s.sample.requests[0].returned(s.header):
            s.no_case(
                "the id neither comes back nor is in the log, as OPS-04 and OPS-07 tell", left_to_another_clause=True
            )
        if not given:
            s.broken("an id of its own", "none")
        returned = made.returned(s.header)
        if returned and entries and _path(s) and not any(holds(each, returned) for each in entries):
            s.broken(f"an entry with the id {returned}", f"none of {len(entries)}")
        for each in given:
            if each in met:
                s.broken("an id of its own", f"{each}, which another request got too")
            met[each] = made


@check("OPS-09", with_ids, random=False)
def bad_id_is_replaced(s: OperationsScenario) -> None:
    for name, bad in _bad(s):
        before = _asked_so_far(s)
        made, entries = _performed(s, bad)
        expected = f"another id in place of one {name}"
        wrong = next((each for each in _given(s, made, entries) if _is_bad(each, bad)), None)
        if wrong is not None:
            s.broken(expected, repr(wrong[:100]), hint=_REPLACED)
        if _has_lost_its_id(s, made):
            s.broken(expected, "none in the answer")
        for each in _asked_since(s, before):
            if any(text in sent for text in _spellings(bad) for sent in _texts_of(each)):
                s.say(f"{each.method} {each.target}  # at the gateway")
                s.broken(expected, "it is passed on as it came", hint=_REPLACED)


def _has_lost_its_id(s: OperationsScenario, made: Performed) -> bool:
    """Whether an answer has no id, though those to other requests have one; one that refuses the request need not."""
    if made.answer is None or 400 <= made.answer.status < 500:
        return False
    return bool(s.sample.requests[0].returned(s.header)) and not made.returned(s.header)


def holds(entry: Entry, identity: str) -> bool:
    """Whether an entry has an id; where it is no JSON, as OPS-01 tells, whether it has it in its text."""
    return entry.carries(identity) if entry.fields is not None else identity in entry.line.text


def _performed(s: OperationsScenario, identity: str | bytes) -> tuple[Performed, list[Entry]]:
    """A request with an id as given, and what was logged for it."""
    s.begin()
    process = s.process
    position = process.output.position
    made = s.perform(identity=identity)
    s.wait_for_entries(process, position, [made] if s.binding.may_differ else [], hurried=bool(identity))
    return made, without_servers(s.entries_since(process, position))


def _given(s: OperationsScenario, made: Performed, entries: list[Entry]) -> Iterator[str]:
    """The ids under which a request went: that of its answer, and those of its entries."""
    if made.returned(s.header):
        yield made.returned(s.header)
    path = _path(s)
    for each in entries:
        held = next((value for name, value in each.leaves() if name == path), None)
        if path and held not in (None, "", "-") and (made.is_mentioned_in(each) or not s.binding.may_differ):
            yield str(held)


def _asked_so_far(s: OperationsScenario) -> dict[str, int]:
    """How often each gateway was asked."""
    return {name: len(each.exchanges) for name, each in s.session.outside.gateways.items()}


def _asked_since(s: OperationsScenario, before: Mapping[str, int]) -> list[Request]:
    """What gateways were asked since then."""
    gateways = s.session.outside.gateways
    return [each.request for name, one in gateways.items() for each in one.exchanges[before[name] :]]


def _texts_of(sent: Request) -> list[str]:
    """Where a call may have an id: in any header, since each provider has a name of its own for it, path or body."""
    return [*(value for _, value in sent.headers), sent.target, sent.body.decode("utf-8", "replace")]


def _spellings(bad: str | bytes) -> set[str]:
    """A bad id as it is read on the way."""
    data = bad.encode() if isinstance(bad, str) else bad
    return {data.decode("utf-8", "replace"), data.decode("latin-1")}


def _path(s: OperationsScenario) -> str | None:
    """The field that has the id in the log; None where there is none."""
    found = (
        each.path_of(made.identity)
        for made in s.sample.requests
        for each in s.sample.entries
        if each.fields is not None
    )
    return next((path for path in found if path is not None), None)


def _bad(s: OperationsScenario) -> Iterator[tuple[str, str | bytes]]:
    """Ids that nobody may pass on, each with what is wrong with it."""
    over_http = isinstance(s.sample.requests[0].asked, Ask)
    yield "of 1,000 characters", "a" * 1000
    yield "that is no ASCII", "café-ü".encode() if over_http else "café-ü"
    yield "with a line break", b"forged\r\n entry" if over_http else 'forged\n{"event": "entry"}'


def _is_bad(given: Any, bad: str | bytes) -> bool:
    text = bad.decode("utf-8", "replace") if isinstance(bad, bytes) else bad
    return given == text or len(given) > _LONGEST or not given.isascii() or not given.isprintable()
