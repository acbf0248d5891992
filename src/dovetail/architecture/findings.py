"""What the gate found, as values: a finding is one of these before it is text."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

Verdict = Literal["kept", "broken", "not evaluated"]

# The rule, the module, and what it reaches: what a finding is, wherever it stands.
Key = tuple[str, str, str]

EXIT_CODES = {"holds": 0, "broken": 1, "not evaluated": 2}


class Finding(NamedTuple):
    """One place in the source where a rule does not hold.

    Attributes:
        id: the clause, e.g. `ARCH-02`; for a user's own import-linter contract, that contract's name.
        path: the file, relative to the repository, with forward slashes.
        line: counted from 1.
        column: counted from 1.
        module: the dotted name of the module in that file.
        imported: the module that it should not reach, where the rule is about imports.
        chain: the modules from `module` to `imported`, both included.
        message: what is wrong, in one sentence.
        fix: what to do about it.
        contract: the import contract that is broken, where one is.
        baseline: whether the finding is recorded in the baseline, and so does not break the build.
    """

    id: str
    path: str
    line: int
    column: int
    module: str
    message: str
    fix: str
    imported: str | None = None
    chain: tuple[str, ...] = ()
    contract: str = ""
    baseline: bool = False

    @property
    def key(self) -> Key:
        """What stays the same when lines move and chains take another way."""
        return (self.id, self.module, self.imported or self.message)

    @property
    def place(self) -> tuple[str, int, int, str, str, tuple[str, ...]]:
        """Where the finding belongs in a report: by file, then by line; of what is said twice, the chains tell."""
        return (self.path, self.line, self.column, self.id, self.message, self.chain)


class ContractOutcome(NamedTuple):
    """The verdict on one import contract, the preset's or the user's."""

    name: str
    type: str
    verdict: Verdict
    reason: str = ""
    warnings: tuple[str, ...] = ()


class RuleOutcome(NamedTuple):
    """What became of one rule: `kept`, `broken`, or `not applicable` with the reason."""

    id: str
    verdict: Literal["kept", "broken", "not applicable"]
    reason: str = ""


class LintReport(NamedTuple):
    """Everything one run of the gate has to say, in a stable order."""

    contracts: tuple[ContractOutcome, ...]
    rules: tuple[RuleOutcome, ...]
    findings: tuple[Finding, ...]
    layers: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...] = ()
    ports: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    @property
    def verdict(self) -> Literal["holds", "broken", "not evaluated"]:
        """Broken when anything is certainly broken, else not evaluated when anything could not be judged."""
        verdicts = {contract.verdict for contract in self.contracts}
        if "broken" in verdicts or any(not finding.baseline for finding in self.findings):
            return "broken"
        return "not evaluated" if "not evaluated" in verdicts else "holds"

    @property
    def exit_code(self) -> int:
        """0 holds, 1 broken, 2 not evaluated."""
        return EXIT_CODES[self.verdict]

    def document(self) -> dict[str, Any]:
        """The versioned JSON document; renderers read this and nothing else."""
        return {
            "version": 1,
            "verdict": self.verdict,
            "contracts": [contract._asdict() for contract in self.contracts],
            "rules": [rule._asdict() for rule in self.rules],
            "findings": [{**finding._asdict(), "key": finding.key} for finding in self.findings],
            "layers": {role: list(modules) for role, modules in self.layers.items()},
            "notes": list(self.notes),
            "ports": {port: list(adapters) for port, adapters in self.ports.items()},
        }
