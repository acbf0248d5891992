"""Holds the repositories that work on a schema to their own contracts, here or in the code of a release."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import settings

from dovetail.errors import ContractError
from dovetail.suites.kernel.outcome import Report
from dovetail.suites.kernel.verifying import verify
from dovetail.suites.migration.scenario import MigrationScenario
from dovetail.suites.migration.tools.tool import ScratchDatabase

_EXAMPLES = 5  # the suites of the repositories themselves try more


def in_few_examples(contract: Any) -> Any:
    """The contract with as many examples as show whether a schema is the right one, and without its crowds."""
    few = {
        "settings": settings(contract.settings, max_examples=_EXAMPLES),
        "checks": tuple(replace(check, first=None) for check in contract.checks),
        "__module__": contract.__module__,
        "__test__": False,
    }
    return type(contract.__name__, (contract,), few)


def store_on(make: Callable[..., Any], database: ScratchDatabase) -> Any:
    """The store that a contract's function makes over a database, whose tables nobody else makes.

    Raises:
        ContractError: it takes something else than an engine or a URL.
    """
    parameters = [
        each.name for each in inspect.signature(make).parameters.values() if each.default is inspect.Parameter.empty
    ]
    if len(parameters) > 1:
        raise ContractError(
            f"{getattr(make, '__name__', make)} takes ({', '.join(parameters)}), and there is an engine to give",
            "write a function of an engine (or of a `url`) that gives the store",
        )
    if not parameters:
        store = make()
    elif parameters[0] == "url":
        store = make(database.url)
    else:
        store = make(_engine(database.url))
    if hasattr(store, "migrated_by"):
        store.migrated_by, store.disposable = _nothing, True
    return store


def _engine(url: str) -> Any:
    try:
        from sqlalchemy import create_engine  # noqa: PLC0415 - a project on Django need not have it
    except ModuleNotFoundError as error:
        raise ContractError(
            "a function of repositories takes an engine, and SQLAlchemy is not installed",
            "let it take nothing where the store is on Django's own connection, or a `url`",
        ) from error
    return create_engine(url)


def _nothing(_on: Any) -> None:
    """The tables are there."""


def held_here(contract: Any, make: Callable[..., Any], database: ScratchDatabase) -> Report:
    """What a repository contract says of an adapter on the schema as it is."""
    store = store_on(make, database)
    try:
        return verify(in_few_examples(contract), store=store)
    finally:
        forget = getattr(store, "forget_connections", None)
        if forget is not None and not inspect.iscoroutinefunction(forget):  # an async store has closed them itself
            forget()


def held_in_a_process(s: MigrationScenario, contract: Any, make: Any, checkout: Path, top: Path) -> dict[str, Any]:
    """The same, of the adapter of a release in a process of its own.

    Args:
        s: the scenario.
        contract: the repository's contract, of which the release may have its own.
        make: the function that makes the store, which is looked for in the release first.
        checkout: where the release's files are.
        top: the folder that it is a state of.
    """
    asked = {
        "contract": path_of(contract),
        "make": path_of(make),
        "url": s.database.url,
        "tool": s.tree.tool,
        "path": [*_in_checkout(checkout, top), *sys.path],
    }
    command = [sys.executable, "-m", "dovetail.suites.migration.release_process"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        command, input=json.dumps(asked), cwd=checkout, env=environment, capture_output=True, text=True, check=False
    )
    lines = done.stdout.splitlines()
    try:
        answer: dict[str, Any] = json.loads(lines[-1])
    except (IndexError, json.JSONDecodeError):
        said = done.stderr.strip().splitlines()
        return {"error": said[-1] if said else f"its process ends with {done.returncode}"}
    return answer


def path_of(held: Any) -> str:
    """`module:name`, by which something is found again in another process.

    Raises:
        ContractError: it has no such name.
    """
    name = getattr(held, "__qualname__", "")
    if not name or "<" in name:
        raise ContractError(
            f"{held!r} has no name by which the release has it too",
            "write the contract and the function that makes its store at the top of a module",
        )
    return f"{held.__module__}:{name}"


def _in_checkout(checkout: Path, top: Path) -> list[str]:
    """The folders of the release from which modules are imported, as they are here."""
    found = []
    for entry in sys.path:
        folder = Path(entry or ".").resolve()
        if folder.is_relative_to(top) and (checkout / folder.relative_to(top)).is_dir():
            found.append(str(checkout / folder.relative_to(top)))
    return found
