"""The gate's report as GitHub annotations: each finding at its line of the pull request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dovetail.report.escaping import in_github, in_github_property


def render(document: Mapping[str, Any]) -> str:
    """Render the gate's JSON document as workflow commands, one a line."""
    lines = [_finding(finding) for finding in document["findings"]]
    for contract in document["contracts"]:
        if contract["verdict"] == "not evaluated":
            lines.append(_command("error", f"not evaluated: {contract['reason']}", title=contract["name"]))
        lines += [_command("warning", warning, title=contract["name"]) for warning in contract["warnings"]]
    lines += [_command("notice", note, title="dovetail") for note in document["notes"]]
    return "".join(f"{line}\n" for line in lines)


def _finding(finding: Mapping[str, Any]) -> str:
    chain = f"\n{' -> '.join(finding['chain'])}" if len(finding["chain"]) > 2 else ""
    return _command(
        "notice" if finding["baseline"] else "warning" if finding.get("advisory") else "error",
        f"{finding['message']}{chain}\nfix: {finding['fix']}",
        file=finding["path"],
        line=finding["line"],
        col=finding["column"],
        title=finding["id"],
    )


def _command(level: str, message: str, **properties: object) -> str:
    stated = ",".join(f"{name}={in_github_property(str(value))}" for name, value in properties.items())
    return f"::{level} {stated}::{in_github(message)}"
