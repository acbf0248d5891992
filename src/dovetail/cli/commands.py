"""The commands, each a module of its own that is imported only when it is called."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import NoReturn

from dovetail.cli.output import Reply, for_people
from dovetail.errors import ContractError, nearest

COMMANDS = {
    "init": "find packages, layers, ports and adapters, and write what holds them from now on",
    "lint": "hold a repository to its architecture",
    "check": "run the whole gate: the lint, the suites, and what is no longer looked at",
    "baseline": "record today's findings, so that only new ones break",
    "graph": "draw the layers, and in red what is not allowed between them",
    "ports": "list ports and adapters, the contract and the suites of each, and what has none",
    "explain": "say what a clause promises and which bug it catches",
    "completion": "write the script by which bash, zsh or fish completes all of these",
}

_OF_A_REPOSITORY = ("lint", "check", "baseline", "graph", "ports")


def run(arguments: Sequence[str]) -> Reply:
    """Run the command that the first argument names.

    Raises:
        ContractError: there is no such command, or what it was asked could not be evaluated.
    """
    name, *rest = arguments or ["--help"]
    if name in ("-h", "--help"):
        return for_people(0, _usage())
    if name == "--version":
        return for_people(0, f"dovetail {import_module('importlib.metadata').version('pytest-dovetail')}")
    if name not in COMMANDS:
        raise ContractError(f"there is no command {name!r}{_meant(name)}", f"\n{_usage()}")
    if name in _OF_A_REPOSITORY:
        rest = import_module("dovetail.cli.repository").from_subfolder(rest)
    with _ended_in_order():
        reply: Reply = import_module(f"dovetail.cli.{name}").run(rest)
        return reply


@contextlib.contextmanager
def _ended_in_order() -> Iterator[None]:
    """Let whoever ends the run by SIGTERM have temporary folders removed first, as they are at its end."""

    def stop(number: int, _: object) -> NoReturn:
        raise SystemExit(128 + number)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _meant(name: str) -> str:
    near = nearest(name, COMMANDS)
    return f"\n  did you mean dovetail {near[0]}?" if near else ""


def _usage() -> str:
    commands = "\n".join(f"  {name:<12}{what}" for name, what in COMMANDS.items())
    return f"usage: dovetail [--version] [--help] command ...\n\n{commands}\n\ndovetail command --help says more."
