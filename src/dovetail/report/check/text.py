"""The whole gate's report for people: what is new and known, what was fixed, what is not seen, and one last line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dovetail.checking.result import Result
from dovetail.naming import number_of
from dovetail.report.page.entries import Entry, states_of
from dovetail.report.suites.columns import counted


def render(result: Result, entries: Iterable[Entry]) -> str:
    """Render a run of the gate.

    Returns:
        Lines; the last one is the verdict with its counts.
    """
    entries = list(entries)
    lines = [line for entry in entries for line in _entry(entry)]
    lines += [f"sees less: {loss.message}" for loss in result.losses]
    if result.losses:
        lines.append("    fix: put it back; or, where less is meant, record it: dovetail check --record")
    lines += [f"note: {note}" for note in result.notes]
    return "\n".join([*lines, summary(result, entries)]) + "\n"


def _entry(entry: Entry) -> Iterator[str]:
    yield f"{entry.state}: {entry.id} {entry.title}" if entry.title != entry.id else f"{entry.state}: {entry.id}"
    if entry.where:
        yield f"    {entry.where}" + (f" (port {entry.port})" if entry.port else "")
    yield from (f"      {line}" for line in entry.scenario)
    for name, text in entry.facts:
        first, *more = text.splitlines() or [""]
        yield f"    {name:<8}  {first}"
        yield from (f"              {line}" for line in more)


def summary(result: Result, entries: Iterable[Entry]) -> str:
    """The verdict of a run, with its counts, in one line."""
    found = states_of(entries)
    parts = [f"findings: {found}" if found else "no findings"]
    if result.losses:
        parts.append(f"{len(result.losses)} no longer looked at")
    if result.suites is not None:
        outcomes = counted(result.suites["suites"])
        number = len(result.suites["suites"])
        said = ", ".join(f"{outcomes[each]} {each}" for each in sorted(outcomes))
        parts.append(f"{number_of(number, 'suite')} ({said})")
    if result.lint is not None:
        parts.append(f"lint {result.lint['verdict']}")
    return f"{result.verdict}: {'; '.join(parts)}"
