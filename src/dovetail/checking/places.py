"""Where a suite is written: the file and line of its class, for reports that point at lines."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple


class Place(NamedTuple):
    """A line of a file, relative to the repository."""

    path: str
    line: int


def places(root: Path, suites: Iterable[str]) -> dict[str, Place]:
    """The place of each suite, by its id; the first line of its file where its class is not found there.

    Args:
        root: the folder in which pytest ran.
        suites: ids as pytest gives them: `tests/test_orders.py::TestSqlOrders[postgres]`.
    """
    return {suite: _place(root, suite) for suite in suites}


def _place(root: Path, suite: str) -> Place:
    path, *names = suite.partition("[")[0].split("::")
    scope: ast.AST | None = _parsed(root / path)
    for name in names:
        inside = ast.walk(scope) if scope is not None else ()
        scope = next((each for each in inside if isinstance(each, ast.ClassDef) and each.name == name), None)
    return Place(path, getattr(scope, "lineno", 1))


@cache
def _parsed(path: Path) -> ast.AST | None:
    try:
        return ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return None
