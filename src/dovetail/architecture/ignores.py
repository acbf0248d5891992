"""Rules that a team switched off for some paths, with their reasons."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from dovetail.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dovetail.architecture.findings import Finding
    from dovetail.architecture.settings import Ignore, Settings
    from dovetail.terms import Terms


class Ignores:
    """Takes findings away, and knows which entries took none.

    Raises:
        ContractError: an entry names a rule that does not exist.
    """

    def __init__(self, settings: Settings | None) -> None:
        self._entries = settings.ignore if settings else ()
        self._used: set[Ignore] = set()
        known = _rules() if self._entries else []
        for entry in self._entries:
            if entry.rule not in known:
                file = settings.file.name if settings else ""
                raise ContractError(
                    f"{file}: [[tool.dovetail.ignore]] names the rule {entry.rule!r}, which does not exist",
                    f"the rules are {known[0]} to {known[-1]}; an import-linter contract has ignore_imports of its own",
                )

    def sift(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that are left."""
        return [finding for finding in findings if not self._covers(finding)]

    def _covers(self, finding: Finding) -> bool:
        covering = [entry for entry in self._entries if entry.rule == finding.id and _matches(finding.path, entry.path)]
        self._used.update(covering)
        return bool(covering)

    @property
    def terms(self) -> list[Terms]:
        """The terms of every entry."""
        return [entry.terms for entry in self._entries]

    def due(self) -> list[str]:
        """One line for each entry whose day has come."""
        return [
            f"{said}: [[tool.dovetail.ignore]] {entry.rule} for {entry.path}: {entry.reason}"
            for entry in self._entries
            if (said := entry.terms.told())
        ]

    def notes(self) -> list[str]:
        """One line for each entry that is no longer needed."""
        return [
            f"[[tool.dovetail.ignore]] {entry.rule} for {entry.path} matches no finding: take it out"
            for entry in self._entries
            if entry not in self._used
        ]


def _rules() -> list[str]:
    from dovetail.catalogue import kind  # noqa: PLC0415 (only where something is ignored)

    return [clause.id for clause in kind("architecture")]


def _matches(path: str, pattern: str) -> bool:
    return fnmatchcase(path, pattern) or path.startswith(f"{pattern.rstrip('/')}/")
