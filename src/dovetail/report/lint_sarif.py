"""The gate's report as SARIF 2.1.0, for code scanning."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from dovetail.catalogue import all_clauses

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(document: Mapping[str, Any]) -> str:
    """Render the gate's JSON document as one run. Findings of the baseline are unchanged results, the rest new ones."""
    findings = document["findings"]
    ids = list(dict.fromkeys(finding["id"] for finding in findings))
    run = {
        "tool": {"driver": {"name": "dovetail", "rules": [_rule(rule_id) for rule_id in ids]}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"ROOT": {"description": {"text": "The root of the repository."}}},
        "invocations": [_invocation(document)],
        "results": [_result(finding, ids.index(finding["id"])) for finding in findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _rule(rule_id: str) -> dict[str, Any]:
    clause = all_clauses().get(rule_id)
    if clause is None:
        return {"id": rule_id, "shortDescription": {"text": f"the import contract {rule_id}"}}
    return {
        "id": rule_id,
        "shortDescription": {"text": clause.title},
        "fullDescription": {"text": clause.statement},
        "help": {"text": clause.why},
        "defaultConfiguration": {"level": "error" if clause.level == "must" else "warning"},
    }


def _invocation(document: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "executionSuccessful": document["verdict"] != "not evaluated",
        "toolExecutionNotifications": list(_notifications(document["contracts"])),
    }


def _notifications(contracts: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    for contract in contracts:
        if contract["verdict"] == "not evaluated":
            text = f"{contract['name']} was not evaluated: {contract['reason']}"
            yield {"level": "error", "message": {"text": text}}
        for warning in contract["warnings"]:
            yield {"level": "warning", "message": {"text": f"{contract['name']}: {warning}"}}


def _result(finding: Mapping[str, Any], index: int) -> dict[str, Any]:
    chain = f"\n{' -> '.join(finding['chain'])}" if len(finding["chain"]) > 2 else ""
    return {
        "ruleId": finding["id"],
        "ruleIndex": index,
        "level": "error",
        "baselineState": "unchanged" if finding["baseline"] else "new",
        "message": {"text": f"{finding['message']}{chain}\nfix: {finding['fix']}"},
        "locations": [{"physicalLocation": _place(finding)}],
        "partialFingerprints": {"dovetail/v1": "|".join(map(str, finding["key"]))},
    }


def _place(finding: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "artifactLocation": {"uri": quote(finding["path"]), "uriBaseId": "ROOT"},
        "region": {"startLine": finding["line"], "startColumn": finding["column"]},
    }
