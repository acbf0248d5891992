"""`dovetail init`: from nothing to a gate."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from dovetail.architecture.deep_stack import with_deep_stack
from dovetail.cli.commands import COMMANDS
from dovetail.cli.output import Reply, for_people
from dovetail.report.starting.text import render
from dovetail.starting.draft import draft
from dovetail.starting.files_to_write import Plan
from dovetail.starting.survey import Survey, survey


def run(arguments: Sequence[str]) -> Reply:
    """Survey the repository and write what holds it: what was found, and what is left to fill in, with 0.

    Raises:
        ContractError: no code was found, or a file cannot be read, added to or written.
    """
    options = _parser().parse_args(arguments)
    root = Path(options.root).resolve()
    found, plan = with_deep_stack(lambda: _planned(root, agents=options.agents))
    if not options.dry_run:
        plan.apply()
    return for_people(0, render(found, plan, dry_run=options.dry_run).removesuffix("\n"))


def _planned(root: Path, *, agents: bool) -> tuple[Survey, Plan]:
    found = survey(root)
    return found, draft(found, agents=agents)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dovetail init", description=COMMANDS["init"], allow_abbrev=False)
    parser.add_argument("--root", metavar="DIR", default=".", help="the repository (default: this folder)")
    parser.add_argument(
        "--dry-run", action="store_true", help="show everything that would be written, and write nothing"
    )
    parser.add_argument("--agents", action="store_true", help="write a SKILL.md and a section of AGENTS.md, too")
    return parser
