"""The architecture gate: structure judged from source alone, with nothing of the user's imported.

The names are loaded on first use: where nothing has changed since the last run, none of them is needed.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dovetail.architecture.findings import ContractOutcome, Finding, LintReport, RuleOutcome
    from dovetail.architecture.gate import Judgement, judge, lint

__all__ = ["ContractOutcome", "Finding", "Judgement", "LintReport", "RuleOutcome", "judge", "lint"]

_GATE = ("Judgement", "judge", "lint")


def __getattr__(name: str) -> object:
    from importlib import import_module  # noqa: PLC0415 (a replayed answer needs none of these names)

    if name not in __all__:
        raise AttributeError(f"module 'dovetail.architecture' has no attribute {name!r}")
    return getattr(import_module(f"dovetail.architecture.{'gate' if name in _GATE else 'findings'}"), name)
