"""What the gate sees: its suites, clauses and operations, the lint's contracts and rules.

A gate may pass because everything holds, or because it looks at less than it did. The record says what it looked at,
so that the second is a finding. The file belongs in version control.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dovetail.architecture.cache.files import write_whole
from dovetail.checking.result import Document, Loss
from dovetail.errors import ContractError

FILE = "dovetail-seen.json"
_VERSION = 1
_TRIED = frozenset({"held", "broken", "waived", "not stated", "cut short"})


@dataclass(frozen=True, slots=True)
class Sight:
    """What one run looked at.

    Attributes:
        suites: by suite, the ids of the clauses that were tried.
        operations: by suite, the port's operations that some clause called; None where the run does not say it.
        contracts: the names of the import contracts that were judged.
        rules: the ids of the rules that were judged.
    """

    suites: dict[str, list[str]] = field(default_factory=dict)
    operations: dict[str, list[str]] = field(default_factory=dict)
    contracts: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)

    def write(self, root: Path) -> None:
        """Write the record, a suite a line, in order."""
        document = {
            "version": _VERSION,
            "suites": self.suites,
            "operations": self.operations,
            "contracts": self.contracts,
            "rules": self.rules,
        }
        text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
        write_whole(str(root / FILE), text.encode())


def sight_of(suites: Document | None, lint: Document | None) -> Sight:
    """What a run looked at, by its documents."""
    held = {
        each["suite"]: sorted(clause["id"] for clause in each["clauses"] if clause["outcome"] in _TRIED)
        for each in (suites or {}).get("suites", ())
    }
    called = {each["suite"]: sorted(each["called"]) for each in (suites or {}).get("suites", ()) if "called" in each}
    contracts = sorted(each["name"] for each in (lint or {}).get("contracts", ()) if each["verdict"] != "not evaluated")
    rules = sorted(each["id"] for each in (lint or {}).get("rules", ()) if each["verdict"] != "not applicable")
    return Sight(held, called, contracts, rules)


def read_sight(root: Path) -> Sight | None:
    """Read the record of a repository; None where there is none.

    Raises:
        ContractError: the file is not what `dovetail check --record` writes.
    """
    path = root / FILE
    if not path.is_file():
        return None
    try:
        document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        seen = Sight(document["suites"], document["operations"], document["contracts"], document["rules"])
        known = document["version"] == _VERSION
    except (ValueError, TypeError, KeyError) as error:
        raise _unreadable(path, str(error)) from error
    if not known:
        raise _unreadable(path, f"it is of version {document['version']}")
    return seen


def _unreadable(path: Path, reason: str) -> ContractError:
    remedy = f"remove {FILE} and write it anew: dovetail check --record"
    return ContractError(f"{path} cannot be read: {reason}", remedy)


def losses(before: Sight, now: Sight) -> list[Loss]:
    """What was seen and no longer is, in order."""
    return [*_lost_suites(before, now), *_lost_operations(before, now), *_lost_rules(before, now)]


def _lost_suites(before: Sight, now: Sight) -> Iterator[Loss]:
    for suite, clauses in sorted(before.suites.items()):
        if suite not in now.suites:
            yield Loss("suite", suite, f"the suite {suite} no longer runs")
            continue
        gone = sorted(set(clauses) - set(now.suites[suite]))
        if gone:
            yield Loss("clause", suite, f"{suite} no longer tries {', '.join(gone)}")


def _lost_operations(before: Sight, now: Sight) -> Iterator[Loss]:
    for suite, operations in sorted(before.operations.items()):
        gone = sorted(set(operations) - set(now.operations.get(suite, operations)))
        if gone:
            yield Loss("operation", suite, f"no clause of {suite} calls {', '.join(gone)} any more")


def _lost_rules(before: Sight, now: Sight) -> Iterator[Loss]:
    for name in sorted(set(before.contracts) - set(now.contracts)):
        yield Loss("contract", name, f"the import contract {name!r} is no longer judged")
    for name in sorted(set(before.rules) - set(now.rules)):
        yield Loss("rule", name, f"{name} has nothing to judge any more")
