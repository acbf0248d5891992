"""The gate's report for people: `path:line:col`, the rule, the chain, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dovetail.naming import number_of
from dovetail.report.alike import alike
from dovetail.report.escaping import in_text, visible

Document = Mapping[str, Any]


def render(document: Document) -> str:
    """Render the gate's JSON document as text.

    Args:
        document: what `LintReport.document()` gives.

    Returns:
        Lines; findings first, in the order of their places, then what was found and what could not be judged; the
        last one is the verdict with its counts.
    """
    lines = [line for finding in document["findings"] for line in _finding(finding)]
    lines += _not_evaluated(document["contracts"])
    for contract in document["contracts"]:
        lines += [f"warning: {contract['name']}: {text}" for text in contract["warnings"]]
    lines += [f"note: {note}" for note in document["notes"]]
    return in_text("\n".join([*lines, *_seen(document), _summary(document)])) + "\n"


def _seen(document: Document) -> Iterator[str]:
    """The layers and ports that a preset found, and the rules that had nothing to judge, each with the reason."""
    if document["layers"]:
        layers = (f"{layer} {', '.join(alike(modules))}" for layer, modules in document["layers"].items())
        yield f"layers: {'; '.join(layers)}"
    names = {port: visible(port.rpartition(".")[2]) for port in document.get("ports", ())}
    if names:
        told = (f"{name} ({_adapters(document['ports'][port])})" for port, name in names.items())
        yield f"ports: {', '.join(told)}"
    reasons: dict[str, list[str]] = {}
    for rule in document["rules"]:
        if rule["verdict"] == "not applicable":
            reasons.setdefault(rule["reason"], []).append(rule["id"])
    if reasons:
        yield "not judged:"
        yield from (f"  {' '.join(ids)}  {visible(reason)}" for reason, ids in reasons.items())


def _adapters(adapters: list[str]) -> str:
    return number_of(len(adapters), "adapter") if adapters else "no adapter"


def _finding(finding: Mapping[str, Any]) -> Iterator[str]:
    baseline = " (baseline)" if finding["baseline"] else ""
    place = f"{visible(finding['path'])}:{finding['line']}:{finding['column']}"
    first, *others = finding["message"].splitlines() or [""]
    yield f"{place}: {finding['id']} {first}{baseline}"
    yield from (f"    {line}" for line in others)
    if len(finding["chain"]) > 2:
        yield f"    {visible(' -> '.join(finding['chain']))}"
    yield "    fix: " + "\n         ".join(finding["fix"].splitlines())


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
    return f"{document['verdict']}: {', '.join(words)}; {number_of(found, 'finding')}"
