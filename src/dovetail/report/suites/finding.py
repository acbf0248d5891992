"""A finding of a suite as text: the clause, the smallest scenario, what was promised and what came."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from dovetail.catalogue import clause
from dovetail.suites.kernel.outcome import Finding

_MOST = 120
_INDENT = " " * len("  expected  ")


def finding_text(finding: Finding, *, adapter: str, port: str, width: int = _MOST) -> str:
    """Write a finding so that it explains itself.

    Args:
        finding: the finding.
        adapter: the adapter's name.
        port: the port's name.
        width: the columns of the terminal. What is there to be read is wrapped at them, and not what may be pasted.
    """
    broken = clause(finding.clause)
    lines = [f"{broken.id} {broken.title}      broken by {adapter} (port {port})"]
    lines += [f"    {line}" for each in finding.scenario for line in each.splitlines()]
    lines += [*_labelled("expected", finding.expected), *_labelled("got", finding.got)]
    if finding.also:
        lines += _labelled("also", "\n".join(finding.also))
    if finding.hint:
        lines += _labelled("note", finding.hint)
    why = textwrap.wrap(f"{broken.why}   dovetail explain {broken.id}", min(width, _MOST) - len(_INDENT))
    lines += _labelled("why", "\n".join(why))
    return "\n".join(lines)


def _labelled(label: str, text: str) -> Iterator[str]:
    """The text beside its label, further lines below it."""
    first, *more = text.splitlines() or [""]
    yield f"  {label:<8}  {first}".rstrip()
    yield from (f"{_INDENT}{line}" for line in more)
