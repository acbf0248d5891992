"""`dovetail baseline`: record today's findings, so that only new ones break."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from dovetail.architecture import judge
from dovetail.architecture.baseline import FILE, Baseline, read_baseline
from dovetail.cli.commands import COMMANDS
from dovetail.errors import ContractError


def run(arguments: Sequence[str]) -> int:
    """Write, prune or grow the baseline.

    Returns:
        0, or 1 where there are new findings and it was not asked to grow.

    Raises:
        ContractError: some contract could not be evaluated, so that nobody knows what is fixed.
    """
    options = _parser().parse_args(arguments)
    root = Path(options.root).resolve()
    report = judge(root, Path(options.config) if options.config else None).report
    if any(contract.verdict == "not evaluated" for contract in report.contracts):
        raise ContractError("some contracts could not be evaluated", "see dovetail lint, and put them right first")
    known = read_baseline(root)
    today = Baseline(frozenset(finding.key for finding in report.findings))
    if known is None:
        return _write(root, today, f"{len(today.keys)} findings recorded in {FILE}")
    new, fixed = today.keys - known.keys, known.keys - today.keys
    if new and not options.grow:
        for finding in known.new(report.findings):
            print(f"{finding.path}:{finding.line}:{finding.column}: {finding.id} {finding.message}")
        print(f"{len(new)} new findings: a baseline only shrinks. Fix them, or add them with --grow.")
        return 1
    kept = known.keys - fixed if options.prune else known.keys
    words = f"{len(new)} added, {len(known.keys - kept)} removed, {len(kept | new)} left in {FILE}"
    waiting = f"; {len(fixed)} are fixed, --prune removes them" if fixed and not options.prune else ""
    return _write(root, Baseline(kept | new), words + waiting)


def _write(root: Path, baseline: Baseline, message: str) -> int:
    baseline.write(root)
    print(message)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dovetail baseline", description=COMMANDS["baseline"], allow_abbrev=False)
    parser.add_argument("--root", metavar="DIR", default=".", help="the repository (default: this folder)")
    parser.add_argument("--config", metavar="PATH", help="the one file to read settings and contracts from")
    parser.add_argument("--prune", action="store_true", help="take out what has been fixed")
    parser.add_argument("--grow", action="store_true", help="add what is new")
    return parser
