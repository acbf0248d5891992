"""`dovetail ports`: the inventory of ports, adapters, contracts and suites."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from dovetail.checking.inventory import take_inventory
from dovetail.checking.last_run import last_run, read_suites
from dovetail.cli.commands import COMMANDS
from dovetail.cli.output import Reply, for_people
from dovetail.cli.repository import add_repository
from dovetail.report.escaping import as_json
from dovetail.report.ports import markdown, text

FORMATS = ("text", "json", "markdown")


def run(arguments: Sequence[str]) -> Reply:
    """The inventory; it is no verdict, so that the exit code is 0.

    Raises:
        ContractError: the repository draws no layers, or the document of a run cannot be read.
    """
    options = _parser().parse_args(arguments)
    root = Path(options.root).resolve()
    document = read_suites(options.suites) if options.suites else last_run(root)
    inventory = take_inventory(root, document, options.config)
    if options.format == "json":
        return 0, as_json(inventory.document()).encode(), True
    if options.format == "markdown":
        return 0, markdown.render(inventory).encode("utf-8", "backslashreplace"), True
    return for_people(0, text.render(inventory).removesuffix("\n"))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dovetail ports", description=COMMANDS["ports"], allow_abbrev=False)
    add_repository(parser)
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    parser.add_argument(
        "--suites",
        metavar="PATH",
        type=Path,
        help="the JSON of a run (pytest --dovetail-json, dovetail check --format json); default: the last check here",
    )
    return parser
