"""The command line.

Each command is a module of its own, imported only when it is called: a pre-commit hook pays for nothing else.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

from dovetail.architecture.replay import replay
from dovetail.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "lint": "hold a repository to its architecture",
    "baseline": "record today's findings, so that only new ones break",
    "graph": "draw the layers, and in red what is not allowed between them",
    "explain": "say what a clause promises and which bug it catches",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: as on the command line, without the program's name.

    Returns:
        The exit code: 0 holds, 1 something is broken, 2 could not be evaluated.
    """
    name, *rest = (sys.argv[1:] if arguments is None else arguments) or ["--help"]
    if name in ("-h", "--help"):
        print(_usage())
        return 0
    if name == "--version":
        print(f"dovetail {import_module('importlib.metadata').version('dovetail')}")
        return 0
    if name not in COMMANDS:
        print(f"error: there is no command {name!r}\n\n{_usage()}", file=sys.stderr)
        return 2
    return _run(name, rest)


def _run(name: str, arguments: Sequence[str]) -> int:
    known = replay(arguments) if name == "lint" else None
    if known is not None:
        return known
    try:
        exit_code: int = import_module(f"dovetail.cli.{name}").run(arguments)
    except ContractError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return exit_code


def _usage() -> str:
    commands = "\n".join(f"  {name:<10}{what}" for name, what in COMMANDS.items())
    return f"usage: dovetail [--version] [--help] command ...\n\n{commands}\n\ndovetail command --help says more."
