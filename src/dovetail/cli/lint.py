"""`dovetail lint`: hold a repository to its architecture."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from dovetail.architecture.kept.kept_files import open_folder
from dovetail.architecture.kept.replay import Answer, folder_for, remember, settled
from dovetail.cli.commands import COMMANDS

if TYPE_CHECKING:
    from dovetail.architecture import Judgement

FORMATS = ("text", "json", "sarif", "github", "junit")


def run(arguments: Sequence[str]) -> int:
    """Judge the repository, print the report, and answer 0, 1 or 2."""
    options = _parser().parse_args(arguments)
    folder = folder_for(arguments)
    started = open_folder(folder) if folder else None
    if folder is None or started is None:
        return _answer(options, _judge(options, None))[0]
    known = import_module("dovetail.architecture.kept.touched").still_true(arguments, started)
    if known is not None:
        return int(known)
    judged = _judge(options, (Path(folder), started))
    code, output = _answer(options, judged)
    states = settled(judged.inputs, started) if judged.repeatable and options.since is None else None
    if states is not None:
        remember(arguments, Answer(code, output, states, _detail(Path(options.root).resolve(), judged)))
    return code


def _judge(options: argparse.Namespace, cache: tuple[Path, int] | None) -> Judgement:
    gate = import_module("dovetail.architecture.gate")
    root, config = Path(options.root), Path(options.config) if options.config else None
    before = None
    if options.since is not None:
        since = import_module("dovetail.architecture.since")
        before = since.findings_at(root.resolve(), options.since, lambda then: gate.lint(then, config).findings)
    judged: Judgement = gate.judge(root, config, cache=cache, baseline=before)
    return judged


def _answer(options: argparse.Namespace, judged: Judgement) -> tuple[int, str]:
    output: str = import_module(f"dovetail.report.lint_{options.format}").render(judged.report.document())
    sys.stdout.write(output)
    return judged.report.exit_code, output


def _detail(root: Path, judged: Judgement) -> str:
    if not judged.on_imports_alone:
        return ""
    places: dict[str, list[tuple[int, int]]] = {}
    for finding in judged.report.findings:
        places.setdefault(str(root / finding.path), []).append((finding.line, finding.column))
    detail: str = import_module("dovetail.architecture.kept.touched").describe(judged.scans, places)
    return detail


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dovetail lint", description=COMMANDS["lint"], allow_abbrev=False, formatter_class=_help
    )
    parser.add_argument("--root", metavar="DIR", default=".", help="the repository (default: this folder)")
    parser.add_argument("--config", metavar="PATH", help="the one file to read settings and contracts from")
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    parser.add_argument("--since", metavar="REV", help="let only what changed since that revision break")
    parser.add_argument("--cache-dir", metavar="DIR", help="default: .dovetail_cache in the repository, none in CI")
    parser.add_argument("--no-cache", action="store_true", help="judge everything anew")
    return parser


def _help(prog: str) -> argparse.HelpFormatter:
    """Of a set width: to ask for the terminal's, each parser would import `shutil` and all that it can unpack."""
    return argparse.HelpFormatter(prog, width=100)
