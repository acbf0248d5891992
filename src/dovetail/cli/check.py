"""`dovetail check`: the whole gate, with one verdict."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from dovetail.architecture.cache.files import write_whole
from dovetail.architecture.drawing import draw
from dovetail.checking.gate import Asked, check
from dovetail.checking.last_run import last_run, read_run
from dovetail.checking.places import places
from dovetail.checking.result import Result
from dovetail.cli.commands import COMMANDS
from dovetail.cli.output import Reply, for_people
from dovetail.cli.repository import add_repository
from dovetail.errors import ContractError
from dovetail.report.check import markdown, text
from dovetail.report.check.joined import joined
from dovetail.report.escaping import as_json, in_text
from dovetail.report.graph import svg
from dovetail.report.lint import github, junit, sarif
from dovetail.report.page.content import Content, gather
from dovetail.report.page.entries import Entry, Key, entries, keys_of
from dovetail.report.page.html import render

_AS_LINT = {"sarif": sarif.render, "github": github.render, "junit": junit.render}
_BESIDE = ("markdown", "sarif", "junit")
FORMATS = ("text", "json", "markdown", *_AS_LINT)


def run(arguments: Sequence[str]) -> Reply:
    """Run the lint and the suites, and write the reports: the one asked for here, with 0, 1 or 2.

    Raises:
        ContractError: something is misstated, or a report cannot be written.
    """
    options = _parser().parse_args(arguments)
    root = Path(options.root).resolve()
    before = read_run(options.against) if options.against else last_run(root)
    asked = Asked(
        root,
        tuple(options.config),
        (*options.pytest, *(["--dovetail-live"] if options.live else [])),
        options.changed,
        options.replay,
        tuple(options.merge),
    )
    result = check(asked, record=options.record)
    keys = keys_of(before, before["lint"]) if before is not None and not asked.partial else None
    found = entries(result.suites, result.lint, keys)
    if options.html is not None:
        _write(options.html, render(_content(result, asked, keys)))
    for form in _BESIDE:
        if (path := getattr(options, form)) is not None:
            _write(path, _output(form, result, found, root))
    output = _output(options.format, result, found, root)
    if options.format == "text":
        return for_people(result.exit_code, output.removesuffix("\n"))
    return result.exit_code, output.encode("utf-8", "backslashreplace"), True


def _output(form: str, result: Result, found: list[Entry], root: Path) -> str:
    if form == "json":
        return as_json(result.document())
    if form in _AS_LINT:
        where = places(root, (each["suite"] for each in (result.suites or {}).get("suites", ())))
        report = _AS_LINT[form](joined(result, found, where))
        return report if form != "github" else report + in_text(text.summary(result, found)) + "\n"
    return markdown.render(result, found) if form == "markdown" else text.render(result, found)


def _content(result: Result, asked: Asked, before: frozenset[Key] | None) -> Content:
    losses = tuple(f"no longer looked at: {loss.message}" for loss in result.losses)
    return gather(
        verdict=result.verdict,
        suites=result.suites,
        lint=result.lint,
        graph=_drawing(asked),
        before=before,
        notes=(*losses, *result.notes),
        version=version("pytest-dovetail"),
    )


def _drawing(asked: Asked) -> str:
    """The layers as SVG; nothing where the repository draws none."""
    try:
        return svg.render(draw(asked.root, asked.config))
    except ContractError:
        return ""


def _write(path: Path, report: str) -> None:
    try:
        write_whole(str(path), report.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise ContractError(
            f"{path} cannot be written: {error.strerror}", "name a file in a folder that exists"
        ) from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dovetail check",
        description=COMMANDS["check"],
        epilog="What follows -- is given to pytest: dovetail check -- -k orders",
        allow_abbrev=False,
    )
    add_repository(parser)
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    parser.add_argument("--html", metavar="PATH", type=Path, help="write the page, one file that opens from disk")
    parser.add_argument("--markdown", metavar="PATH", type=Path, help="write the short report for a pull request")
    parser.add_argument("--sarif", metavar="PATH", type=Path, help="write SARIF, for code scanning")
    parser.add_argument("--junit", metavar="PATH", type=Path, help="write JUnit XML, for CI servers")
    parser.add_argument("--changed", metavar="REV", help="run only the suites that a change since REV concerns")
    parser.add_argument("--replay", action="store_true", help="run only what was broken last time")
    parser.add_argument(
        "--record", action="store_true", help="record what the gate looks at, so that less is a finding"
    )
    parser.add_argument("--live", action="store_true", help="ask the sandboxes that contracts state, too")
    parser.add_argument("--against", metavar="PATH", type=Path, help="tell new from known by another run's JSON")
    parser.add_argument(
        "--merge", metavar="PATH", type=Path, nargs="+", default=[], help="put together the JSON of sharded pytest runs"
    )
    parser.add_argument("pytest", nargs="*", metavar="-- PYTEST ...", help=argparse.SUPPRESS)
    return parser
