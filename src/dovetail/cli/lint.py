"""`dovetail lint`: hold a repository to its architecture."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from dovetail.architecture.cache.files import open_folder
from dovetail.architecture.replay.answers import Answer, remember, settled
from dovetail.cli.commands import COMMANDS
from dovetail.cli.output import Reply
from dovetail.cli.repository import add_repository
from dovetail.replay import folder_for

if TYPE_CHECKING:
    from dovetail.architecture import Judgement

_CONTRACT = "judge only the import-linter contract of this id (or FILE:ID), and no architecture; may be repeated"
FORMATS = ("text", "json", "sarif", "github", "junit")


def run(arguments: Sequence[str]) -> Reply:
    """Judge the repository: the report, with 0, 1 or 2."""
    options = _parser().parse_args(arguments)
    folder = folder_for(arguments)
    started = open_folder(folder) if folder else None
    if folder is None or started is None:
        return _reply(options, _judge(options, None))
    known: Reply | None = import_module("dovetail.architecture.replay.touched").still_true(arguments, started)
    if known is not None:
        return known
    judged = _judge(options, (Path(folder), started))
    reply = _reply(options, judged)
    states = settled(judged.inputs, started) if judged.repeatable and options.since is None else None
    if states is not None:
        remember(arguments, Answer(*reply, states, _detail(Path(options.root).resolve(), judged), judged.expires))
    return reply


def _judge(options: argparse.Namespace, cache: tuple[Path, int] | None) -> Judgement:
    gate = import_module("dovetail.architecture.gate")
    root, config = Path(options.root), options.config
    before = None
    if options.since is not None:
        since = import_module("dovetail.architecture.since")
        before = since.findings_at(
            root.resolve(),
            options.since,
            lambda then: gate.judge(then, config, contracts=options.contract).report.findings,
        )
    judged: Judgement = gate.judge(root, config, contracts=options.contract, cache=cache, baseline=before)
    return judged


def _reply(options: argparse.Namespace, judged: Judgement) -> Reply:
    report: str = import_module(f"dovetail.report.lint.{options.format}").render(judged.report.document())
    return judged.report.exit_code, report.encode(), options.format != "text"


def _detail(root: Path, judged: Judgement) -> str:
    if not judged.on_imports_alone:
        return ""
    places: dict[str, list[tuple[int, int]]] = {}
    for finding in judged.report.findings:
        places.setdefault(str(root / finding.path), []).append((finding.line, finding.column))
    detail: str = import_module("dovetail.architecture.replay.touched").describe(judged.scans, places)
    return detail


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dovetail lint", description=COMMANDS["lint"], allow_abbrev=False, formatter_class=_help
    )
    add_repository(parser)
    parser.add_argument("--contract", metavar="ID", action="append", default=[], help=_CONTRACT)
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    parser.add_argument("--since", metavar="REV", help="let only what changed since that revision break")
    parser.add_argument("--cache-dir", metavar="DIR", help="default: .dovetail_cache in the repository, none in CI")
    parser.add_argument("--no-cache", action="store_true", help="judge everything anew")
    return parser


def _help(prog: str) -> argparse.HelpFormatter:
    """Of a set width: to ask for the terminal's, each parser would import `shutil` and all that it can unpack."""
    return argparse.HelpFormatter(prog, width=100)
