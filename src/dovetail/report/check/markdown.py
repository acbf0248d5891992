"""The whole gate in short, for a pull request: the verdict, what is new, and the matrix folded away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dovetail.checking.result import Result
from dovetail.report.escaping import in_markdown, in_markdown_block
from dovetail.report.page.entries import Entry, states_of
from dovetail.report.suites.columns import CUT, NOT_EVALUATED, USUAL, counted

_MOST = 20  # more findings than that are read on the page


def render(result: Result, entries: Iterable[Entry]) -> str:
    """Render a run of the gate as Markdown."""
    entries = list(entries)
    lines = [f"## dovetail: {result.verdict}", "", f"{states_of(entries) or 'no findings'}."]
    shown = [entry for entry in entries if entry.state == "new"]
    for entry in shown[:_MOST]:
        lines += ["", *_entry(entry)]
    if len(shown) > _MOST:
        lines += ["", f"and {len(shown) - _MOST} more."]
    lines += _list("No longer looked at", (loss.message for loss in result.losses))
    lines += _list("Fixed", (f"{entry.id} {entry.where}" for entry in entries if entry.state == "fixed"))
    lines += _list("Notes", result.notes)
    lines += _matrix(result)
    return "\n".join(lines) + "\n"


def _entry(entry: Entry) -> Iterator[str]:
    yield f"**{in_markdown(entry.id)}** {in_markdown(entry.title)}: {in_markdown(entry.where)}"
    lines = [*entry.scenario, *(f"{name}: {text}" for name, text in entry.facts if name != "why")]
    if lines:
        yield from ("", *in_markdown_block(lines))


def _list(title: str, items: Iterable[str]) -> Iterator[str]:
    items = list(items)
    if items:
        yield from ("", f"### {title}", "", *(f"- {in_markdown(item)}" for item in items))


def _matrix(result: Result) -> Iterator[str]:
    suites = (result.suites or {}).get("suites", ())
    if not suites:
        return
    outcomes = [*USUAL, *(each for each in (CUT, NOT_EVALUATED) if counted(suites)[each])]
    yield from ("", "<details><summary>Ports and adapters</summary>", "")
    yield f"| port | adapter | {' | '.join(outcomes)} |"
    yield f"|---|---|{'---:|' * len(outcomes)}"
    for suite in suites:
        count = counted([suite])
        cells = " | ".join(str(count[each]) for each in outcomes)
        port, adapter = str(suite["port"]).rpartition(":")[2], str(suite["adapter"])
        yield f"| {in_markdown(port)} | {in_markdown(adapter)} | {cells} |"
    yield from ("", "</details>")
