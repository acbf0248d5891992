"""The whole gate as one document of the lint's shape, so that one renderer a format serves both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dovetail.checking.places import Place
from dovetail.checking.result import Document, Result
from dovetail.checking.sight import FILE
from dovetail.report.page.entries import Entry

SIGHT = "sees-less"
"""The id of what the gate no longer looks at."""
_TOLD = {
    SIGHT: (
        "the gate looks at no less than before",
        f"Suites, clauses, operations, contracts and rules that {FILE} names are still looked at.",
        "Put it back; or, where less is meant, record it: dovetail check --record",
    )
}
_SKIPPED = ("not applicable", "not stated", "waived", "cut short")
_HELD: Mapping[str, Any] = {"contracts": [], "rules": [], "findings": [], "layers": {}, "notes": []}


def joined(result: Result, entries: Iterable[Entry], places: Mapping[str, Place]) -> dict[str, Any]:
    """The document of the lint with what the suites found beside it.

    Args:
        result: a run of the gate.
        entries: its findings.
        places: where each suite is written, by its id.

    Returns:
        The lint's document; besides, `cases` has an item for each clause of each suite, `told` has the texts of ids
        that are no clause's, and a finding may be `advisory`.
    """
    lint = result.lint or _HELD
    found = [each for each in entries if each.key[0] in {"suite", "disagreement"} and each.state != "fixed"]
    levels = {(suite["suite"], each["id"]): each.get("level") for suite, each in _clauses(result)}
    of_suites = {each.key: _finding(each, levels, places) for each in found}
    losses = [_loss(each.name, each.message) for each in result.losses]
    others = [] if result.tests != "not evaluated" else [_not_evaluated(result.notes)]
    return {
        **lint,
        "verdict": result.verdict,
        "contracts": [*lint["contracts"], *others],
        "findings": [*lint["findings"], *of_suites.values(), *losses],
        "notes": [*dict.fromkeys((*lint["notes"], *result.notes))],
        "cases": [_case(suite, each, of_suites) for suite, each in _clauses(result)],
        "told": _TOLD,
    }


def _clauses(result: Result) -> Iterator[tuple[Document, Document]]:
    for suite in (result.suites or {}).get("suites", ()):
        for each in suite["clauses"]:
            yield suite, each


def _finding(entry: Entry, levels: Mapping[tuple[str, str], str | None], places: Mapping[str, Place]) -> dict[str, Any]:
    suite = entry.key[2] if entry.key[0] == "suite" else ""
    place = places.get(suite, Place(".", 1))
    facts = [f"{name}: {text}" for name, text in entry.facts if name not in {"write", "why"}]
    told = {name: text for name, text in entry.facts if name in {"write", "note"}}
    fix = told.get("write") or f"dovetail explain {entry.id} says why, and what to do"
    return {
        "id": entry.id,
        "path": place.path,
        "line": place.line,
        "column": 1,
        "module": entry.where,
        "chain": [],
        "contract": None,
        "message": "\n".join([f"{entry.title}: {entry.where} (port {entry.port})", *entry.scenario, *facts]),
        "fix": fix,
        "baseline": False,
        "advisory": levels.get((suite, entry.id)) == "should",
        "key": [*entry.key],
    }


def _loss(name: str, message: str) -> dict[str, Any]:
    return {
        "id": SIGHT,
        "path": FILE,
        "line": 1,
        "column": 1,
        "module": name,
        "chain": [],
        "contract": None,
        "message": message,
        "fix": "put it back; or, where less is meant, record it: dovetail check --record",
        "baseline": False,
        "key": [SIGHT, name],
    }


def _not_evaluated(notes: Iterable[str]) -> dict[str, Any]:
    reason = next((each for each in notes if each.startswith("pytest ended")), "pytest could not run the suites")
    return {"name": "pytest", "type": "suites", "verdict": "not evaluated", "reason": reason, "warnings": []}


def _case(suite: Document, clause: Document, found: Mapping[tuple[str, ...], dict[str, Any]]) -> dict[str, Any]:
    """A clause of a suite as a test case: what it found, or why it was not judged."""
    finding = found.get(("suite", clause["id"], suite["suite"]))
    broken = finding is not None and clause.get("evaluated", True) and not finding["advisory"]
    unevaluated = finding is not None and not clause.get("evaluated", True)
    skipped = clause["outcome"] in _SKIPPED or (finding is not None and finding["advisory"])
    verdict = "not evaluated" if unevaluated else "broken" if broken else "not applicable" if skipped else "kept"
    said = clause.get("reason") or (finding["message"] if finding is not None else "")
    reason = f"{clause['outcome']}: {said}" if skipped else said
    return {
        "classname": suite["suite"],
        "name": clause["id"],
        "seconds": clause["seconds"],
        "verdict": verdict,
        "reason": reason,
        "findings": [finding] if broken else [],
    }
