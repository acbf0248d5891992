"""`dovetail lint`: hold a repository to its architecture."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from dovetail.architecture import lint
from dovetail.cli import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Sequence

FORMATS = ("text", "json")


def run(arguments: Sequence[str]) -> int:
    """Judge the repository, print the report, and answer 0, 1 or 2."""
    options = _parser().parse_args(arguments)
    report = lint(Path(options.root), Path(options.config) if options.config else None)
    renderer = import_module(f"dovetail.report.lint_{options.format}")
    sys.stdout.write(renderer.render(report.document()))
    return report.exit_code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dovetail lint", description=COMMANDS["lint"])
    parser.add_argument("--root", metavar="DIR", default=".", help="the repository (default: this folder)")
    parser.add_argument("--config", metavar="PATH", help="the one file to read settings and contracts from")
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    return parser
