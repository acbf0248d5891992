"""The text of the files in which findings lie."""

from __future__ import annotations

import tokenize
from functools import cache
from typing import TYPE_CHECKING

from dovetail.architecture.source.texts import LARGEST

if TYPE_CHECKING:
    from pathlib import Path


class Sources:
    """Files, read at most once.

    Args:
        root: the repository; paths in findings are relative to it.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lines: dict[Path, tuple[str, ...]] = {}

    def relative(self, path: Path) -> str:
        """The path as a finding shows it."""
        return _relative(path, self.root)

    def line(self, path: Path, number: int) -> str:
        """One line of a file, without its end; empty where there is none."""
        if path not in self._lines:
            self._lines[path] = _read_lines(path)
        lines = self._lines[path]
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def column(self, path: Path, number: int) -> int:
        """Where the statement on a line begins, counted from 1."""
        line = self.line(path, number)
        return len(line) - len(line.lstrip()) + 1


@cache
def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def _read_lines(path: Path) -> tuple[str, ...]:
    try:
        if path.stat().st_size > LARGEST:
            return ()
        with tokenize.open(path) as file:
            return tuple(file.read().splitlines())
    except (OSError, SyntaxError, LookupError, ValueError):
        return ()
