"""The gate: everything there is to say about a repository's structure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dovetail.architecture.contracts import Judged, judge_linter, judge_preset
from dovetail.architecture.findings import ContractOutcome, Finding, LintReport, RuleOutcome
from dovetail.architecture.ignores import Ignores
from dovetail.architecture.layers import Layers, draw_layers
from dovetail.architecture.model import Architecture, Code, InapplicableError
from dovetail.architecture.presets import load_preset
from dovetail.architecture.repository import Repository, open_repository
from dovetail.architecture.rules import RULES, escaped_modules
from dovetail.architecture.sources import Sources
from dovetail.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from dovetail.architecture.import_linter import LinterConfig
    from dovetail.architecture.settings import Settings


def lint(root: Path, config: Path | None = None) -> LintReport:
    """Judge a repository.

    Args:
        root: its folder.
        config: the one file to read its settings and contracts from.

    Returns:
        Every verdict and every finding, in a stable order. None of the user's code is imported, except by contract
        types that they wrote for import-linter themselves.

    Raises:
        ContractError: nothing could be judged, and what to change.
    """
    return _Run(open_repository(root.resolve(), config)).report()


class _Run:
    """One run: gathers as it goes, and reports once."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self.sources = Sources(repository.root)
        self.codes: dict[frozenset[str], Code] = {}
        self.contracts: list[ContractOutcome] = []
        self.findings: list[Finding] = []
        self.rules: list[RuleOutcome] = []
        self.layers: Layers | None = None
        self.unreadable: list[Finding] = []
        self.ignores = Ignores(repository.settings)

    def report(self) -> LintReport:
        if self.repository.settings:
            self._judge_settings(self.repository.settings)
        if self.repository.linter:
            self._judge_linter(self.repository.linter)
        self._judge_escapes()
        return LintReport(
            contracts=tuple(self.contracts),
            rules=tuple(sorted(self.rules, key=lambda rule: rule.id)),
            findings=tuple(sorted(dict.fromkeys(self.findings), key=lambda finding: finding.place)),
            layers=self.layers.modules if self.layers else {},
            notes=tuple(self.ignores.notes()),
        )

    def _judge_settings(self, settings: Settings) -> None:
        roots = self.repository.root_packages
        code = self._code(roots)
        if not settings.type_checking_imports:
            code = Code(code.scan.at_run_time, self.sources)
        self.layers = draw_layers(load_preset(settings.architecture), settings, roots, code.graph)
        for contract in self.layers.preset.contracts:
            try:
                self._add([judge_preset(contract, self.layers, code, roots)])
            except InapplicableError as reason:
                self.rules.append(RuleOutcome(contract.clause, "not applicable", str(reason)))
        architecture = Architecture(settings, self.layers, code, roots)
        for clause, rule in RULES.items():
            try:
                self._add_rule(clause, rule(architecture))
            except InapplicableError as reason:
                self.rules.append(RuleOutcome(clause, "not applicable", str(reason)))
        self.unreadable.extend(escaped_modules.check_classes(architecture))

    def _judge_linter(self, linter: LinterConfig) -> None:
        try:
            code = self._code(linter.root_packages)
        except ContractError as error:
            self._add((_not_evaluated(options, error), ()) for options in linter.contracts)
        else:
            self._add(judge_linter(linter, code, self.repository.root))

    def _judge_escapes(self) -> None:
        found = [finding for code in self.codes.values() for finding in escaped_modules.check(code)]
        self._add_rule(escaped_modules.ID, [*found, *self.unreadable])

    def _code(self, packages: tuple[str, ...]) -> Code:
        """One scan for each set of root packages: the preset and import-linter share theirs."""
        key = frozenset(packages)
        if key not in self.codes:
            self.codes[key] = Code(self.repository.scan(packages), self.sources)
        return self.codes[key]

    def _add(self, judged: Iterable[Judged]) -> None:
        for outcome, findings in judged:
            left = self.ignores.sift(findings)
            forgiven = bool(findings) and not left
            reason = f"{len(findings)} {'finding' if len(findings) == 1 else 'findings'} ignored"
            self.contracts.append(replace(outcome, verdict="kept", reason=reason) if forgiven else outcome)
            self.findings.extend(left)

    def _add_rule(self, clause: str, findings: Iterable[Finding]) -> None:
        left = self.ignores.sift(findings)
        self.findings.extend(left)
        self.rules.append(RuleOutcome(clause, "broken" if left else "kept"))


def _not_evaluated(options: Mapping[str, Any], error: ContractError) -> ContractOutcome:
    return ContractOutcome(str(options.get("name")), str(options.get("type")), "not evaluated", str(error))
