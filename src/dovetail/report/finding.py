"""A finding of a suite as text: the clause, the smallest scenario, what was promised and what came."""

from __future__ import annotations

from dovetail.catalogue import clause
from dovetail.suites import Finding


def finding_text(finding: Finding, *, adapter: str, port: str) -> str:
    """Write a finding so that it explains itself.

    Args:
        finding: the finding.
        adapter: the adapter's name.
        port: the port's name.
    """
    broken = clause(finding.clause)
    lines = [f"{broken.id} {broken.title}      broken by {adapter} (port {port})"]
    lines += [f"    {line}" for each in finding.scenario for line in each.splitlines()]
    lines += [f"  expected  {finding.expected}", f"  got       {finding.got}"]
    if finding.hint:
        lines.append(f"  note      {finding.hint}")
    lines.append(f"  why       {broken.why}   dovetail explain {broken.id}")
    return "\n".join(lines)
