"""The gate's report for people: `path:line:col`, the rule, the chain, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Document = Mapping[str, Any]


def render(document: Document) -> str:
    """Render the gate's JSON document as text.

    Args:
        document: what `LintReport.document()` gives.

    Returns:
        Lines, the last one a count; findings first, in the order of their places.
    """
    lines = [line for finding in document["findings"] for line in _finding(finding)]
    lines += _not_evaluated(document["contracts"])
    for contract in document["contracts"]:
        lines += [f"warning: {contract['name']}: {text}" for text in contract["warnings"]]
    lines += [f"note: {note}" for note in document["notes"]]
    return "\n".join([*lines, _summary(document)]) + "\n"


def _finding(finding: Mapping[str, Any]) -> Iterator[str]:
    baseline = " (baseline)" if finding["baseline"] else ""
    place = f"{finding['path']}:{finding['line']}:{finding['column']}"
    first, *others = finding["message"].splitlines()
    yield f"{place}: {finding['id']} {first}{baseline}"
    yield from (f"    {line}" for line in others)
    if len(finding["chain"]) > 2:
        yield f"    {' -> '.join(finding['chain'])}"
    yield f"    fix: {finding['fix']}"


def _not_evaluated(contracts: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for contract in contracts:
        if contract["verdict"] == "not evaluated":
            first, *others = contract["reason"].splitlines() or [""]
            yield f"not evaluated: {contract['name']}: {first}"
            yield from (f"    {line.strip()}" for line in others)


def _summary(document: Document) -> str:
    counts = dict.fromkeys(("kept", "broken", "not evaluated", "not applicable"), 0)
    for judged in (*document["contracts"], *document["rules"]):
        if judged["verdict"] in counts:
            counts[judged["verdict"]] += 1
    words = [f"{count} {verdict}" for verdict, count in counts.items() if count or verdict == "kept"]
    found = len(document["findings"])
    return f"{document['verdict']}: {', '.join(words)}; {found} {'finding' if found == 1 else 'findings'}"
