"""The last run of the gate, kept beside the lint's cache: what `--replay` runs again, and what is new since."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dovetail.architecture.cache.files import keep, open_folder, recall
from dovetail.checking.result import VERSION, Document
from dovetail.checking.tests import Failure
from dovetail.errors import ContractError

_NAME = "last-check"


def remember(root: Path, document: Document) -> None:
    """Keep a run's document; where it cannot be kept, the next run has nothing to compare with."""
    folder = root / ".dovetail_cache"
    if open_folder(str(folder)) is not None:
        keep(str(folder / _NAME), json.dumps(document).encode())


def last_run(root: Path) -> dict[str, Any] | None:
    """The document of the last run, or None where none is kept."""
    content = recall(str(root / ".dovetail_cache" / _NAME))
    return _checked(json.loads(content)) if content is not None else None


def read_run(path: Path) -> dict[str, Any]:
    """The document of a run, as `dovetail check --format json` wrote it.

    Raises:
        ContractError: it is not one.
    """
    document = _checked(_read(path, "dovetail check --format json"))
    if document is None:
        raise ContractError(f"{path} is no document of the gate", "write it with: dovetail check --format json")
    return document


def read_suites(path: Path) -> dict[str, Any]:
    """The document of a run of the suites, as `pytest --dovetail-json` or `dovetail check --format json` wrote it.

    Raises:
        ContractError: it is neither.
    """
    document = _read(path, "pytest --dovetail-json=PATH")
    if not isinstance(document, dict) or not isinstance(document.get("suites"), list):
        raise ContractError(f"{path} is no document of a run", "write it with: pytest --dovetail-json=PATH")
    return document


def _read(path: Path, command: str) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ContractError(f"{path} cannot be read: {error}", f"write it with: {command}") from error


def _checked(document: Any) -> dict[str, Any] | None:
    known = isinstance(document, dict) and document.get("version") == VERSION and {"suites", "lint"} <= set(document)
    return document if known else None


def failures(document: Document) -> list[Failure]:
    """The clauses that were broken, by suite."""
    return [
        (suite["suite"], clause["id"])
        for suite in document["suites"]
        for clause in suite["clauses"]
        if clause["outcome"] == "broken"
    ]
