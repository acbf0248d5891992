"""`dovetail lint`: hold a repository to its architecture."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from dovetail.architecture import Judgement, judge
from dovetail.architecture.kept_files import open_folder
from dovetail.architecture.replay import folder_for, remember
from dovetail.cli import COMMANDS

FORMATS = ("text", "json", "sarif", "github", "junit")


def run(arguments: Sequence[str]) -> int:
    """Judge the repository, print the report, and answer 0, 1 or 2."""
    options = _parser().parse_args(arguments)
    folder = folder_for(arguments)
    started = open_folder(folder) if folder else None
    cache = None if folder is None or started is None else (Path(folder), started)
    judged = _judge(options, cache)
    output = import_module(f"dovetail.report.lint_{options.format}").render(judged.report.document())
    sys.stdout.write(output)
    if started is not None and judged.repeatable and options.since is None:
        remember(arguments, judged.report.exit_code, output, judged.inputs, started)
    return judged.report.exit_code


def _judge(options: argparse.Namespace, cache: tuple[Path, int] | None) -> Judgement:
    root, config = Path(options.root), Path(options.config) if options.config else None
    if options.since is None:
        return judge(root, config, cache=cache)
    since = import_module("dovetail.architecture.since")
    before = since.findings_at(root.resolve(), options.since, lambda then: judge(then, config).report.findings)
    return judge(root, config, cache=cache, baseline=before)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dovetail lint", description=COMMANDS["lint"], allow_abbrev=False)
    parser.add_argument("--root", metavar="DIR", default=".", help="the repository (default: this folder)")
    parser.add_argument("--config", metavar="PATH", help="the one file to read settings and contracts from")
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    parser.add_argument("--since", metavar="REV", help="let only what changed since that revision break")
    parser.add_argument("--cache-dir", metavar="DIR", help="default: .dovetail_cache in the repository, none in CI")
    parser.add_argument("--no-cache", action="store_true", help="judge everything anew")
    return parser
