"""The commands, each a module of its own that is imported only when it is called."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

from dovetail.errors import ContractError

COMMANDS = {
    "lint": "hold a repository to its architecture",
    "baseline": "record today's findings, so that only new ones break",
    "graph": "draw the layers, and in red what is not allowed between them",
    "explain": "say what a clause promises and which bug it catches",
}


def run(arguments: Sequence[str]) -> int:
    """Run the command that the first argument names.

    Returns:
        Its exit code; 2 where there is no such command, or what it was asked could not be evaluated.
    """
    name, *rest = arguments or ["--help"]
    if name in ("-h", "--help"):
        print(_usage())
        return 0
    if name == "--version":
        print(f"dovetail {import_module('importlib.metadata').version('dovetail')}")
        return 0
    if name not in COMMANDS:
        print(f"error: there is no command {name!r}\n\n{_usage()}", file=sys.stderr)
        return 2
    try:
        exit_code: int = import_module(f"dovetail.cli.{name}").run(rest)
    except ContractError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return exit_code


def _usage() -> str:
    commands = "\n".join(f"  {name:<10}{what}" for name, what in COMMANDS.items())
    return f"usage: dovetail [--version] [--help] command ...\n\n{commands}\n\ndovetail command --help says more."
