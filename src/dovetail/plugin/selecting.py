"""Chooses among the collected tests: the clauses of contracts alone, or those that a file names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest


def add_options(group: Any) -> None:
    """Add the options by which `dovetail check` chooses what runs."""
    group.addoption("--dovetail-only", action="store_true", help="run the clauses of contracts, and no other tests")
    group.addoption("--dovetail-chosen", metavar="PATH", help="run the clauses that PATH lists: [[suite, id], ...]")


def select(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what was not asked for."""
    chosen = config.getoption("dovetail_chosen")
    if not chosen and not config.getoption("dovetail_only"):
        return
    wanted = _read(chosen) if chosen else None
    kept = [item for item in items if _is_wanted(item, wanted)]
    left = [item for item in items if not _is_wanted(item, wanted)]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept


def _read(path: str) -> set[tuple[str, str]]:
    try:
        return {(str(suite), str(clause)) for suite, clause in json.loads(Path(path).read_text(encoding="utf-8"))}
    except (OSError, ValueError, TypeError) as error:
        raise pytest.UsageError(f"--dovetail-chosen={path}: {error}; it must hold [[suite, clause id], ...]") from error


def _is_wanted(item: pytest.Item, wanted: set[tuple[str, str]] | None) -> bool:
    check = getattr(getattr(item, "obj", None), "dovetail_check", None)
    if check is None or not isinstance(item, pytest.Function):
        return False
    suite = item.getparent(pytest.Class)
    name = (suite.nodeid if suite else "") + item.name.removeprefix(item.originalname)
    return wanted is None or (name, check.clause) in wanted
