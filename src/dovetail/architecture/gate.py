"""The gate: everything there is to say about a repository's structure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dovetail.architecture.baseline import FILE, Baseline, read_baseline
from dovetail.architecture.cache.imports import ImportCache
from dovetail.architecture.contracts import Judged, judge_linter, unjudged
from dovetail.architecture.deep_stack import with_deep_stack
from dovetail.architecture.findings import ContractOutcome, Finding, LintReport, RuleOutcome
from dovetail.architecture.ignores import Ignores
from dovetail.architecture.imports.code import Code
from dovetail.architecture.imports.linter_config import LinterConfig
from dovetail.architecture.imports.scan import Scan
from dovetail.architecture.imports.unmatched import unmatched
from dovetail.architecture.project import Configs, Repository, open_repository
from dovetail.architecture.rules import escaped_modules
from dovetail.architecture.settings import Settings
from dovetail.architecture.source.guess import copies
from dovetail.architecture.source.sources import Sources
from dovetail.errors import ContractError
from dovetail.terms import next_due

if TYPE_CHECKING:
    from dovetail.architecture.layers import Layers
    from dovetail.architecture.model import Architecture


class Judgement(NamedTuple):
    """A report, and what it was made from.

    Attributes:
        report: the verdicts and findings.
        repository: what was judged.
        repeatable: whether the same inputs must give the same report; a contract type of the user's own may look at
            anything.
        scans: what the graphs were made of.
        expires: when something is due that is not yet, in seconds since 1970; 0 where nothing will be.
    """

    report: LintReport
    repository: Repository
    repeatable: bool
    scans: tuple[Scan, ...]
    expires: int = 0

    @property
    def inputs(self) -> set[str]:
        """Every file and folder that was looked at, absent ones included."""
        from dovetail.architecture.replay.inputs import inputs_of  # noqa: PLC0415 (only where the answer is kept)

        return inputs_of(self.repository, self.scans)

    @property
    def on_imports_alone(self) -> bool:
        """Whether the report depends on nothing else in a module."""
        return self.repository.architecture is None


def lint(root: Path, config: Configs = None) -> LintReport:
    """Judge a repository.

    Args:
        root: its folder.
        config: the files to read its settings and contracts from, one or several.

    Returns:
        Every verdict and every finding, in a stable order. None of the user's code is imported, except by contract
        types that they wrote for import-linter themselves.

    Raises:
        ContractError: nothing could be judged, and what to change.
    """
    return judge(root, config).report


def judge(
    root: Path,
    config: Configs = None,
    *,
    contracts: Sequence[str] = (),
    cache: tuple[Path, int] | None = None,
    baseline: Baseline | None = None,
) -> Judgement:
    """Judge a repository, and say what the judgement depends on.

    Args:
        root: its folder.
        config: the files to read its settings and contracts from, one or several.
        contracts: the ids of the only contracts to judge, as `lint-imports --contract` takes them.
        cache: a folder in which to keep the imports of files from run to run, and the time that it tells.
        baseline: the findings that do not count; else those in the repository's own baseline.

    Raises:
        ContractError: nothing could be judged, and what to change.
    """
    repository = open_repository(root.resolve(), config, contracts)
    known = read_baseline(repository.root) if baseline is None else baseline
    run = Run(repository, ImportCache(*cache) if cache else None, known or Baseline())
    report = with_deep_stack(lambda: run.report(whole=not contracts))
    scans = tuple(code.scan for code in run.codes.values())
    custom = any(linter.has_custom_types for linter in repository.linters)
    expires = next_due([*run.ignores.terms, *run.baseline.terms.values()])
    return Judgement(report, repository, not custom, scans, expires)


def opened(root: Path, config: Configs = None) -> Architecture:
    """A repository with its layers drawn in, and nothing judged.

    Args:
        root: its folder.
        config: the files to read its settings from, one or several.

    Raises:
        ContractError: it draws no layers, or says something that is not so.
    """
    from dovetail.architecture.by_preset import architecture_of  # noqa: PLC0415 (as in `_judge_settings`)

    repository = open_repository(root.resolve(), config)
    if repository.architecture is None:
        raise ContractError(
            "there are no layers, and so no ports",
            'write in pyproject.toml: [tool.dovetail] architecture = "hexagonal"',
        )
    run = Run(repository, None, Baseline())
    return architecture_of(repository.architecture, run.whole_code(), repository.root_packages)


class Run:
    """One run: gathers as it goes, and reports once. What it gathered stays to be drawn."""

    def __init__(self, repository: Repository, cache: ImportCache | None, baseline: Baseline) -> None:
        self.repository = repository
        self.baseline = baseline
        self.cache = cache
        self.sources = Sources(repository.root)
        self.codes: dict[frozenset[str], Code] = {}
        self.contracts: list[ContractOutcome] = []
        self.findings: list[Finding] = []
        self.rules: list[RuleOutcome] = []
        self.layers: Layers | None = None
        self.ports: dict[str, tuple[str, ...]] = {}
        self.unreadable: list[Finding] = []
        self.notes: list[str] = []
        self.ignores = Ignores(repository.settings)

    def report(self, *, whole: bool = True) -> LintReport:
        """Judge everything; `whole` says whether that is all there is, so that what is no longer found is fixed."""
        if self.repository.settings:
            self.code_of(self.repository.root_packages)
        if self.repository.architecture:
            self._judge_settings(self.repository.architecture)
        for linter in self.repository.linters:
            self._judge_linter(linter)
        self._judge_escapes()
        return LintReport(
            contracts=tuple(self.contracts),
            rules=tuple(sorted(self.rules, key=lambda rule: rule.id)),
            findings=tuple(sorted(dict.fromkeys(self.findings), key=lambda finding: finding.place)),
            layers=self.layers.modules if self.layers else {},
            ports=self.ports,
            notes=tuple(self._notes(whole=whole)),
        )

    def _judge_settings(self, settings: Settings) -> None:
        # Import contracts alone need none of this: loading it would take longer than judging many of them.
        from dovetail.architecture.by_preset import judge_by_preset  # noqa: PLC0415

        roots = self.repository.root_packages
        judged = judge_by_preset(settings, self.whole_code(), roots, self.baseline.keys)
        self.layers = judged.layers
        self.ports = judged.ports
        self._add(judged.contracts)
        for clause, findings in judged.rules.items():
            self._add_rule(clause, findings)
        self.rules.extend(judged.inapplicable)
        self.notes.extend(judged.notes)
        self.unreadable.extend(judged.unreadable)

    def _judge_linter(self, linter: LinterConfig) -> None:
        try:
            code, custom_types = self.code_of(linter.root_packages), linter.custom_types
        except ContractError as error:
            self._add(unjudged(linter, str(error)))
        else:
            self._add(judge_linter(linter, custom_types, code, self.repository.root, self.baseline.keys))
            self.notes.extend(note for options in linter.contracts for note in unmatched(options, code.graph))

    def _judge_escapes(self) -> None:
        codes = [self._whole(code) if self.repository.architecture else code for code in self.codes.values()]
        found = [finding for code in codes for finding in escaped_modules.check(code, self.layers)]
        self._add_rule(escaped_modules.ID, [*found, *self.unreadable])

    @property
    def _external(self) -> bool:
        """Whether anybody asks for imports of third-party packages."""
        asked = any(linter.flag("include_external_packages") for linter in self.repository.linters)
        return asked or self.repository.architecture is not None

    @property
    def _type_checking(self) -> bool:
        """Whether anybody asks for imports under `if TYPE_CHECKING:`."""
        excluded = [linter.flag("exclude_type_checking_imports") for linter in self.repository.linters]
        return self.repository.architecture is not None or not (excluded and all(excluded))

    def code_of(self, packages: tuple[str, ...]) -> Code:
        """One scan for each set of root packages: the preset and import-linter share theirs."""
        key = frozenset(packages)
        if key not in self.codes:
            scan = Scan(self.repository.portions(packages), self._external, self._type_checking, self.cache)
            self.codes[key] = Code(scan, self.sources)
        return self.codes[key]

    def whole_code(self) -> Code:
        """What a preset judges of the root packages that `[tool.dovetail]` speaks about."""
        return self._whole(self.code_of(self.repository.root_packages))

    def _whole(self, code: Code) -> Code:
        """What a preset judges: import-linter's contracts alone are held to grimp's graph."""
        return Code(code.scan.whole, self.sources)

    def _add(self, judged: Iterable[Judged]) -> None:
        for outcome, findings in judged:
            left = self._sifted(findings)
            forgiven = bool(findings) and all(finding.baseline for finding in left)
            reason = _forgiveness(len(findings) - len(left), len(left))
            self.contracts.append(outcome._replace(verdict="kept", reason=reason) if forgiven else outcome)
            self.findings.extend(left)

    def _add_rule(self, clause: str, findings: Iterable[Finding]) -> None:
        everything = list(findings)
        left = self._sifted(everything)
        self.findings.extend(left)
        broken = any(not finding.baseline for finding in left)
        reason = _forgiveness(len(everything) - len(left), len(left)) if everything and not broken else ""
        self.rules.append(RuleOutcome(clause, "broken" if broken else "kept", reason))

    def _sifted(self, findings: Iterable[Finding]) -> list[Finding]:
        return self.baseline.mark(self.ignores.sift(findings))

    def _notes(self, *, whole: bool) -> Iterator[str]:
        yield from self.ignores.due()
        yield from self.baseline.due()
        yield from self.ignores.notes()
        yield from self.notes
        yield from self._copies()
        for rule, module, subject in self.baseline.fixed(self.findings) if whole else ():
            yield f"fixed: {rule} {module}: {subject} (dovetail baseline --prune takes it out of {FILE})"

    def _copies(self) -> Iterator[str]:
        """What is to be said of root packages that are there twice."""
        places: dict[str, list[Path]] = {}
        portions = (portion for code in self.codes.values() for portion in code.scan.portions)
        for portion in {portion.directory: portion for portion in portions}.values():
            places.setdefault(portion.package, []).append(portion.directory)
        for package, judged in places.items():
            yield from copies(self.repository.root, package, judged)


def _forgiveness(ignored: int, known: int) -> str:
    counts = ((ignored, "ignored"), (known, "in the baseline"))
    return ", ".join(f"{count} {'finding' if count == 1 else 'findings'} {what}" for count, what in counts if count)
