"""What a line of the log is: OPS-01 to OPS-03."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from dovetail.suites.kernel.check import check
from dovetail.suites.operations.entries import WANTED, Entry, moment, without_servers
from dovetail.suites.operations.outages import outages
from dovetail.suites.operations.performed import new_unique
from dovetail.suites.operations.process.asking import Ask
from dovetail.suites.operations.scenario import OperationsScenario

_APART = dt.timedelta(hours=1)
_SILENT = "no request logs anything: state one that does"
_LINE_BREAKS = ("\n", "\r\n")


@check("OPS-01", random=False, needs_a_case=True)
def each_line_is_an_object(s: OperationsScenario) -> None:
    for told, entries in _logged(s):
        own = without_servers(entries)
        broken = next((each for each in own if each.fields is None), None)
        if broken is not None:
            s.say(*told)
            hint = "a traceback, a print or a library's own handler; JSON has line breaks inside of its texts"
            s.broken("each line of the log is one JSON object", s.show(broken), broken.line.stream, hint)
        if left := len([each for each in entries if each.line.text.strip()]) - len(own):
            s.learned = f"{left} lines of the server and of Python itself were left out"


@check("OPS-02", random=False, needs_a_case=True)
def level_time_and_event(s: OperationsScenario) -> None:
    for told, entries in _logged(s):
        for each in entries:
            if each.fields is not None and (lacking := _lacking(s, each)) is not None:
                s.say(*told)
                s.broken("a level, an aware time and an event", f"{lacking}: {s.show(each)}")


@check("OPS-03", random=False, needs_a_case=True)
def line_breaks_forge_nothing(s: OperationsScenario) -> None:
    met = False
    for option in ("request", "failing") if s.states("failing") else ("request",):
        for line_break in _LINE_BREAKS:
            for changed in _places(s, option):
                met |= _forged(s, option, line_break, changed)
    if not met:
        s.no_case("nothing that a request brings along is logged, so that there is nothing to forge an entry with")


def _logged(s: OperationsScenario) -> Iterator[tuple[list[str], list[Entry]]]:
    """What was done, and the entries that came of it: without trouble, and while something was down."""
    sample = s.sample
    if not without_servers(sample.entries):
        s.no_case(_SILENT)
    yield [each.text for each in sample.performed], list(sample.entries)
    for each in outages(s):
        yield each.lines, each.entries


def _lacking(s: OperationsScenario, each: Entry) -> str | None:
    called = s.contract.fields
    for wanted in WANTED:
        value = each.value(wanted, called)
        if value is None:
            return f"no {wanted}"
        if wanted == "time":
            found = moment(value)
            if found is None:
                return f"the time {value!r} has no zone"
            written = dt.datetime.fromtimestamp(each.line.at, dt.UTC)
            if isinstance(found, dt.datetime) and abs(found - written) > _APART:
                return f"the time {value!r}, written at {written:%H:%M} UTC"
    return None


def _places(s: OperationsScenario, option: str) -> Iterator[Callable[[str], dict[str, Any]]]:
    """The places of an operation where a text of a caller's can be: each gives the arguments of `perform`."""
    yield lambda text: {"unique": text}
    asked = (s.sample.requests if option == "request" else s.sample.failing)[0].asked
    for path in _texts(asked.body if isinstance(asked, Ask) else asked):
        yield partial(_changing, path)
    if isinstance(asked, Ask):
        yield lambda text: {"changed": lambda ask: replace(ask, target=_with_query(ask.target, text))}


def _changing(path: tuple[Any, ...], text: str) -> dict[str, Any]:
    def changed(asked: Any) -> Any:
        if isinstance(asked, Ask):
            return replace(asked, body=_put(asked.body, path, text))
        return _put(asked, path, text)

    return {"changed": changed}


def _forged(s: OperationsScenario, option: str, line_break: str, arguments: Callable[[str], dict[str, Any]]) -> bool:
    """Try to forge an entry; gives whether what was tried is in the log at all."""
    mark = new_unique()
    entry = {"level": "critical", "time": dt.datetime.now(dt.UTC).isoformat(), "event": mark, "message": mark}
    process = s.process
    position = process.output.position
    made = s.perform(option, **arguments(f"{mark}{line_break}{json.dumps(entry)}{line_break}"))
    s.wait_for_entries(process, position, [made], also=mark, hurried=True)
    entries = [each for each in s.entries_since(process, position) if each.mentions(mark)]
    for each in without_servers(entries):
        is_forged = each.fields is not None and each.value("event", s.contract.fields) == mark
        if each.fields is None or is_forged:
            hint = "let the formatter write JSON, which escapes line breaks: json.dumps, and no text around it"
            s.broken("a line break in a request is no end of an entry", s.show(each), hint=hint)
    return bool(entries)


def _texts(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where in a body texts are."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from _texts(each, (*path, name))
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from _texts(each, (*path, place))


def _put(value: Any, path: tuple[Any, ...], text: str) -> Any:
    if not path:
        return text
    first, *rest = path
    if isinstance(value, list):
        return [_put(each, tuple(rest), text) if place == first else each for place, each in enumerate(value)]
    return {name: _put(each, tuple(rest), text) if name == first else each for name, each in value.items()}


def _with_query(target: str, text: str) -> str:
    return f"{target}{'&' if '?' in target else '?'}note={text.replace('&', '')}"
