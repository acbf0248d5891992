"""`dovetail baseline`: record today's findings, so that only new ones break."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from dovetail.architecture import judge
from dovetail.architecture.baseline import FILE, Baseline, read_baseline
from dovetail.cli.commands import COMMANDS
from dovetail.cli.output import Reply, for_people
from dovetail.cli.repository import add_repository
from dovetail.errors import ContractError
from dovetail.terms import read_terms


def run(arguments: Sequence[str]) -> Reply:
    """Write, prune or grow the baseline.

    Returns:
        What was done, with 0, or 1 where there are new findings and it was not asked to grow.

    Raises:
        ContractError: some contract could not be evaluated, so that nobody knows what is fixed.
    """
    options = _parser().parse_args(arguments)
    root = Path(options.root).resolve()
    report = judge(root, options.config).report
    if any(contract.verdict == "not evaluated" for contract in report.contracts):
        raise ContractError("some contracts could not be evaluated", "see dovetail lint, and put them right first")
    known = read_baseline(root)
    today = Baseline.of(report.findings)
    terms = read_terms(options.until, options.who, 'dovetail baseline --until 2027-01-31 --who "Ana"')
    if known is None:
        return _write(root, today.on_terms(today.counts, terms), f"{today.total} findings recorded in {FILE}")
    new, fixed = known.new(report.findings), known.fixed(report.findings)
    if new and not options.grow:
        lines = [f"{finding.path}:{finding.line}:{finding.column}: {finding.id} {finding.message}" for finding in new]
        return for_people(
            1, *lines, f"{len(new)} new findings: a baseline only shrinks. Fix them, or add them with --grow."
        )
    left = known.with_and_without([finding.key for finding in new], fixed if options.prune else [])
    left = left.on_terms({finding.key for finding in new} - known.keys, terms)
    removed = len(fixed) if options.prune else 0
    words = f"{len(new)} added, {removed} removed, {left.total} left in {FILE}"
    waiting = f"; {len(fixed)} are fixed, --prune removes them" if fixed and not options.prune else ""
    return _write(root, left, words + waiting)


def _write(root: Path, baseline: Baseline, message: str) -> Reply:
    baseline.write(root)
    return for_people(0, message)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dovetail baseline", description=COMMANDS["baseline"], allow_abbrev=False)
    add_repository(parser)
    parser.add_argument("--prune", action="store_true", help="take out what has been fixed")
    parser.add_argument("--grow", action="store_true", help="add what is new")
    parser.add_argument("--until", metavar="DATE", help="the day on which what is added is due, as 2027-01-31")
    parser.add_argument("--who", metavar="NAME", help="who decided to add it")
    return parser
