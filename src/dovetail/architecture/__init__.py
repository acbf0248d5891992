"""The architecture gate: structure judged from source alone, with nothing of the user's imported."""

from __future__ import annotations

from dovetail.architecture.findings import ContractOutcome as ContractOutcome
from dovetail.architecture.findings import Finding as Finding
from dovetail.architecture.findings import LintReport as LintReport
from dovetail.architecture.findings import RuleOutcome as RuleOutcome
from dovetail.architecture.gate import lint as lint

__all__ = ["ContractOutcome", "Finding", "LintReport", "RuleOutcome", "lint"]
