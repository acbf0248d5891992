"""The documents of a run that was split over several machines, put together again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dovetail.errors import ContractError


def merged(paths: Iterable[Path]) -> dict[str, Any]:
    """One document from those that `pytest --dovetail-json` wrote on each machine.

    A clause that two of them have is broken where one of them found it broken.

    Raises:
        ContractError: one of them is not such a document.
    """
    suites: dict[str, dict[str, Any]] = {}
    disagreements: dict[str, dict[str, Any]] = {}
    for document in map(_read, paths):
        for suite in document["suites"]:
            known = suites.setdefault(suite["suite"], {**suite, "clauses": []})
            known["clauses"] = _together(known["clauses"], suite["clauses"])
        for each in document.get("disagreements", ()):
            disagreements[json.dumps(each, sort_keys=True)] = each
    return {"version": 1, "suites": list(suites.values()), "disagreements": list(disagreements.values())}


def _together(known: list[dict[str, Any]], more: list[dict[str, Any]]) -> list[dict[str, Any]]:
    by_id = {each["id"]: each for each in known}
    for each in more:
        if each["id"] not in by_id or each["outcome"] == "broken":
            by_id[each["id"]] = each
    return [by_id[clause] for clause in sorted(by_id)]


def _read(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        known = document["version"] == 1 and isinstance(document["suites"], list)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise _unreadable(path, str(error)) from error
    if not known:
        raise _unreadable(path, "it is of another version")
    return dict(document)


def _unreadable(path: Path, reason: str) -> ContractError:
    return ContractError(f"{path} cannot be read: {reason}", "write it with: pytest --dovetail-json=PATH")
