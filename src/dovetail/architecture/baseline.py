"""The baseline: findings that were there when the gate came, and that may only grow fewer."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from dovetail.architecture.findings import Finding, Key
from dovetail.errors import ContractError

FILE = "dovetail-baseline.json"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Baseline:
    """The keys of known findings: the rule, the module, and what it reaches. Lines and chains are no part of them."""

    keys: frozenset[Key] = frozenset()

    def mark(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings, those that are known marked so."""
        return [replace(finding, baseline=finding.key in self.keys) for finding in findings]

    def new(self, findings: Iterable[Finding]) -> list[Finding]:
        """Those that are not known."""
        return [finding for finding in findings if finding.key not in self.keys]

    def fixed(self, findings: Iterable[Finding]) -> list[Key]:
        """What is known and no longer there."""
        return sorted(self.keys - {finding.key for finding in findings})

    def write(self, root: Path) -> None:
        """Write the file, one finding a line, in order."""
        lines = [json.dumps(list(key), ensure_ascii=False) for key in sorted(self.keys)]
        body = ",\n".join(f"    {line}" for line in lines)
        text = f'{{\n  "version": {_VERSION},\n  "findings": [\n{body}\n  ]\n}}\n'
        (root / FILE).write_text(text, encoding="utf-8")


def read_baseline(root: Path) -> Baseline | None:
    """Read the baseline of a repository.

    Returns:
        None where there is none.

    Raises:
        ContractError: the file is not what `dovetail baseline` writes.
    """
    path = root / FILE
    if not path.is_file():
        return None
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        keys = {(str(rule), str(module), str(subject)) for rule, module, subject in document["findings"]}
        known = document["version"] == _VERSION
    except (ValueError, TypeError, KeyError) as error:
        raise _unreadable(path, str(error)) from error
    if not known:
        raise _unreadable(path, f"it is of version {document['version']}")
    return Baseline(frozenset(keys))


def _unreadable(path: Path, reason: str) -> ContractError:
    return ContractError(f"{path} cannot be read: {reason}", f"remove {FILE} and write it anew: dovetail baseline")
