"""The gate's report as SARIF 2.1.0, for code scanning.

GitHub's own requirements are met as well: it wants a `fullDescription` and a `help` of every rule, resolves relative
URIs against the repository, and looks neither at `baselineState` nor at `suppressions`, so that the level of what the
baseline knows is `note`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from dovetail.architecture.baseline import FILE
from dovetail.catalogue import all_clauses
from dovetail.report.escaping import as_json, in_sarif

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(document: Mapping[str, Any]) -> str:
    """Render the gate's JSON document as one run. Findings of the baseline are suppressed, the rest new."""
    findings = document["findings"]
    ids = list(dict.fromkeys(finding["id"] for finding in findings))
    driver = {
        "name": "dovetail",
        "semanticVersion": version("pytest-dovetail"),
        "rules": [_rule(rule_id, document.get("told", {})) for rule_id in ids],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"ROOT": {"description": {"text": "The root of the repository."}}},
        "invocations": [_invocation(document["contracts"])],
        "results": [_result(finding, ids.index(finding["id"])) for finding in findings],
    }
    return as_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule_id: str, told: Mapping[str, tuple[str, str, str]]) -> dict[str, Any]:
    if rule_id in told:
        return _described(rule_id, *told[rule_id])
    clause = all_clauses().get(rule_id)
    if clause is None:
        remedy = "Remove one import of each chain, or list it in the contract's ignore_imports with the reason."
        return _described(rule_id, rule_id, f"The import contract {rule_id!r} of this repository holds.", remedy)
    help_text = f"{clause.why} dovetail explain {rule_id} says more."
    level = "error" if clause.level == "must" else "warning"
    return {**_described(rule_id, clause.title, clause.statement, help_text), "defaultConfiguration": {"level": level}}


def _described(rule_id: str, short: str, full: str, help_text: str) -> dict[str, Any]:
    texts = {"shortDescription": short, "fullDescription": full, "help": help_text}
    return {"id": rule_id, **{name: {"text": in_sarif(text)} for name, text in texts.items()}}


def _invocation(contracts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    notifications = list(_notifications(contracts))
    failed = any(notification["level"] == "error" for notification in notifications)
    return {"executionSuccessful": not failed, "toolExecutionNotifications": notifications}


def _notifications(contracts: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    for contract in contracts:
        if contract["verdict"] == "not evaluated":
            text = f"{contract['name']} was not evaluated: {contract['reason']}"
            yield {"level": "error", "message": {"text": in_sarif(text)}}
        for warning in contract["warnings"]:
            yield {"level": "warning", "message": {"text": in_sarif(f"{contract['name']}: {warning}")}}


def _result(finding: Mapping[str, Any], index: int) -> dict[str, Any]:
    chain = f"\n{' -> '.join(finding['chain'])}" if len(finding["chain"]) > 2 else ""
    known = finding["baseline"]
    return {
        "ruleId": finding["id"],
        "ruleIndex": index,
        "level": "note" if known else "warning" if finding.get("advisory") else "error",
        "baselineState": "unchanged" if known else "new",
        "suppressions": [{"kind": "external", "justification": f"recorded in {FILE}"}] if known else [],
        "message": {"text": in_sarif(f"{finding['message']}{chain}\nfix: {finding['fix']}")},
        "locations": [{"physicalLocation": _place(finding)}],
        "partialFingerprints": {"dovetail/v1": "|".join(map(str, finding["key"]))},
    }


def _place(finding: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "artifactLocation": _file(Path(finding["path"])),
        "region": {"startLine": finding["line"], "startColumn": finding["column"]},
    }


def _file(path: Path) -> dict[str, str]:
    """Relative to the repository; a root package may also lie outside of it."""
    return (
        {"uri": path.as_uri()}
        if path.is_absolute()
        else {"uri": quote(path.as_posix(), errors="surrogateescape"), "uriBaseId": "ROOT"}
    )
