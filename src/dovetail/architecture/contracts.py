"""The import contracts of the user, judged one by one on a shared graph."""

from __future__ import annotations

import sys
from contextlib import chdir, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dovetail.architecture.findings import ContractOutcome, Finding
from dovetail.architecture.imports.code import Code
from dovetail.architecture.imports.import_linter import (
    BrokenImport,
    Check,
    NotEvaluatedError,
    check_contract,
    contract_class,
)
from dovetail.architecture.imports.known_chains import known_first

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dovetail.architecture.findings import Key
    from dovetail.architecture.imports.linter_config import LinterConfig

Judged = tuple[ContractOutcome, tuple[Finding, ...]]


def judge_linter(
    config: LinterConfig, custom_types: Mapping[str, str], code: Code, root: Path, known: frozenset[Key]
) -> Iterator[Judged]:
    """The user's own contracts, each with the verdict that lint-imports gives; `known` is in the baseline."""
    if not config.contracts:
        yield from unjudged(
            config,
            "no contract follows: write [importlinter:contract:name] sections, or [[tool.importlinter.contracts]]",
        )
    scan = code.scan.at_run_time if config.flag("exclude_type_checking_imports") else code.scan
    with _started_in(root):
        yield from _unused_types(config, custom_types)
        for options in config.contracts:
            yield _judge_one(options, config, custom_types, Code(scan, code.sources), known)


def unjudged(config: LinterConfig, reason: str) -> Iterator[Judged]:
    """What is to be said where no contract can be judged: of each the reason, or of a file that has none."""
    for options in config.contracts or [{"name": config.file.name, "type": "configuration"}]:
        yield ContractOutcome(*_called(options), "not evaluated", reason), ()


def _unused_types(config: LinterConfig, custom_types: Mapping[str, str]) -> Iterator[Judged]:
    """Contract types that no contract is of, and that lint-imports would not start with."""
    used = [options.get("type") for options in config.contracts]
    for name in sorted(name for name in custom_types if name not in used):
        try:
            contract_class(name, custom_types)
        except NotEvaluatedError as error:
            yield ContractOutcome(name, "contract type", "not evaluated", str(error)), ()


def _called(options: Mapping[str, Any]) -> tuple[str, str]:
    return str(options.get("name", options.get("id", "?"))), str(options.get("type", "?"))


def _judge_one(
    options: Mapping[str, Any],
    config: LinterConfig,
    custom_types: Mapping[str, str],
    code: Code,
    known: frozenset[Key],
) -> Judged:
    name, kind = _called(options)
    graph = code.scan.graph(external=config.flag("include_external_packages"))
    try:
        check = check_contract(options, config.session, graph, custom_types)
    except NotEvaluatedError as error:
        return ContractOutcome(name, kind, "not evaluated", str(error)), ()
    check = check._replace(broken=tuple(known_first(check.broken, name, known, graph)))
    findings = _linter_findings(name, config, check, code)
    return outcome_of(name, kind, check, code), tuple(finding._replace(contract=name) for finding in findings)


def outcome_of(name: str, kind: str, check: Check, code: Code) -> ContractOutcome:
    """Kept on a part of the code is not kept: a file that cannot be parsed leaves the verdict open."""
    if check.kept and code.scan.unparsed:
        reason = f"{code.scan.unparsed[0].module} cannot be parsed"
        return ContractOutcome(name, kind, "not evaluated", reason, check.warnings)
    return ContractOutcome(name, kind, "kept" if check.kept else "broken", "", check.warnings)


def _linter_findings(name: str, config: LinterConfig, check: Check, code: Code) -> Iterator[Finding]:
    if not check.kept:
        yield from list(_at_imports(name, config, check, code)) or [_in_words(name, config, check, code)]


def _at_imports(name: str, config: LinterConfig, check: Check, code: Code) -> Iterator[Finding]:
    """A contract type of the user's own may report names that are not modules."""
    ignored = f"or list it in ignore_imports of this contract in {config.file.name}"
    for broken in filter(lambda broken: code.has(broken.chain[0]), check.broken):
        fix = check.guidance or f"remove one import of the chain, {ignored}"
        if len(broken.chain) > 1:
            message = f"{broken.chain[0]} imports {broken.chain[-1]}{and_also(broken)}, which the contract forbids"
            yield from code.import_findings(name, broken.chain, message=message, fix=fix)
        else:
            fix = check.guidance or "declare it as a layer, or list it in exhaustive_ignores"
            message = f"{broken.chain[0]} is not listed as a layer"
            yield code.finding(name, broken.chain[0], 1, message=message, fix=fix)


def _in_words(name: str, config: LinterConfig, check: Check, code: Code) -> Finding:
    fix = check.guidance or "the contract's own words are above"
    message = check.text or f"{name} is broken"
    return code.finding_in(config.file, name, _line_of(name, config.file), module="", message=message, fix=fix)


def and_also(broken: BrokenImport) -> str:
    """What else is imported at the end of a chain, in words."""
    return f" (and {', '.join(broken.also)})" if broken.also else ""


def _line_of(name: str, file: Path) -> int:
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    return next((number for number, line in enumerate(lines, 1) if name in line), 1)


@contextmanager
def _started_in(root: Path) -> Iterator[None]:
    """As if lint-imports had been started in the repository: its folder, its Python path. Only custom types look.

    Their modules are forgotten again, for `--since` judges two states of one repository, each by its own contracts.
    """
    path, modules = list(sys.path), set(sys.modules)
    sys.path[:0] = [str(root)]
    try:
        with chdir(root):
            yield
    finally:
        sys.path[:] = path
        for name in sys.modules.keys() - modules:
            file = Path(getattr(sys.modules[name], "__file__", None) or "/")
            if file.is_relative_to(root) and "site-packages" not in file.parts:
                del sys.modules[name]
