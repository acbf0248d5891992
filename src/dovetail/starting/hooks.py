"""The entry for pre-commit, in the file that is there or in one of its own."""

from __future__ import annotations

import re

_HOOK = """\
- repo: local
  hooks:
    - id: dovetail-lint
      name: dovetail lint
      entry: dovetail lint
      language: python
      additional_dependencies: [pytest-dovetail]
      types_or: [python, toml]
      pass_filenames: false
"""


def hooks_file() -> str:
    """A `.pre-commit-config.yaml` with nothing but the lint."""
    return "repos:\n" + _indented(2)


def with_hook(before: str) -> tuple[str, str] | None:
    """A `.pre-commit-config.yaml` with the lint as its last repository.

    Returns:
        What will be in it, and the lines that are new; None where its list of repositories is written in another way
        than one a line, so that only a person can add to it.
    """
    lines = before.splitlines(keepends=True)
    starts = [number for number, line in enumerate(lines) if re.match(r"repos:\s*(#.*)?$", line)]
    if len(starts) != 1:
        return None
    items = [re.match(r"( *)- ", line) for line in lines[starts[0] + 1 :]]
    first = next((each for each in items if each), None)
    if first is None:
        return None
    end = next(
        (number for number in range(starts[0] + 1, len(lines)) if re.match(r"[A-Za-z_]", lines[number])), len(lines)
    )
    while end > 0 and re.match(r"\s*(#.*)?$", lines[end - 1]) and end < len(lines):
        end -= 1  # comments and blank lines stand before what comes next
    if lines[end - 1] and not lines[end - 1].endswith("\n"):
        lines[end - 1] += "\n"
    added = _indented(len(first[1]))
    return "".join([*lines[:end], added, *lines[end:]]), added


def _indented(spaces: int) -> str:
    return "".join(f"{' ' * spaces}{line}" for line in _HOOK.splitlines(keepends=True))
