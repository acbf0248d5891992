"""Which suites a change concerns: those whose test module, contract, port or adapter it reaches by imports."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from dovetail.errors import ContractError

_PROSE = frozenset({".md", ".rst", ".txt", ".png", ".svg", ".jpg"})


@dataclass(frozen=True, slots=True)
class Concerned:
    """What of a repository's tests a change concerns.

    Attributes:
        files: the test files with suites to run.
        left: how many such files it does not concern.
        reason: why all of them run, where something changed of which it cannot be known who reads it.
    """

    files: tuple[str, ...]
    left: int
    reason: str = ""


def concerned(root: Path, revision: str, suites: Iterable[str]) -> Concerned:
    """The files with suites that a change since a revision concerns.

    Args:
        root: the repository, or a folder of it.
        revision: anything that git understands.
        suites: the test files with suites, relative to the root.

    Raises:
        ContractError: git cannot compare with that revision.
    """
    suites = tuple(sorted(suites))
    touched = _changed(root, revision)
    unknown = sorted(each for each in touched if PurePosixPath(each).suffix not in {".py", *_PROSE})
    if unknown:
        return Concerned(suites, 0, f"{unknown[0]} changed, and nothing tells which suites read it")
    sources = _Sources(root)
    found = tuple(each for each in suites if touched & sources.reached_from(each))
    return Concerned(found, len(suites) - len(found))


def _changed(root: Path, revision: str) -> frozenset[str]:
    since = _git(root, "diff", "--name-only", "--relative", "-z", "--end-of-options", revision, "--")
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    return frozenset(each for each in (since + new).split("\0") if each)


def _git(root: Path, *arguments: str) -> str:
    try:
        run = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=True)
    except OSError as error:
        raise ContractError(f"git cannot be run: {error}", "install git, or leave out --changed") from error
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode(errors="replace").strip()
        raise ContractError(
            f"git cannot compare: {reason}", "name a commit, a tag or a branch: --changed main"
        ) from error
    return run.stdout.decode(errors="surrogateescape")


class _Sources:
    """The Python files of a repository, and which of them a file imports, by whatever folder is on the path."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[str, frozenset[str]] = {}

    @cached_property
    def _by_name(self) -> dict[str, set[str]]:
        """Each file by every dotted name under which it may be imported: below any of its folders."""
        names: dict[str, set[str]] = {}
        for path in self._root.rglob("*.py"):
            parts = path.relative_to(self._root).with_suffix("").parts
            if any(part.startswith(".") for part in parts):
                continue
            parts = parts[:-1] if parts[-1] == "__init__" else parts
            for start in range(len(parts)):
                names.setdefault(".".join(parts[start:]), set()).add(path.relative_to(self._root).as_posix())
        return names

    def reached_from(self, file: str) -> frozenset[str]:
        """The file, every conftest.py above it, and all that they import at any remove."""
        above = [str(PurePosixPath(each, "conftest.py")) for each in PurePosixPath(file).parents]
        waiting = [file, *(each for each in above if (self._root / each).is_file())]
        seen: set[str] = set()
        while waiting:
            each = waiting.pop()
            if each not in seen:
                seen.add(each)
                waiting += self._imported(each) - seen
        return frozenset(seen)

    def _imported(self, file: str) -> frozenset[str]:
        if file not in self._known:
            self._known[file] = frozenset(
                found for name in self._names(file) for found in self._by_name.get(name, ()) if found != file
            )
        return self._known[file]

    def _names(self, file: str) -> Iterator[str]:
        try:
            tree = ast.parse((self._root / file).read_bytes())
        except (OSError, SyntaxError, ValueError):
            return  # pytest says what is wrong with it
        package = PurePosixPath(file).parent.parts
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield from _itself_and_parents(alias.name)
            elif isinstance(node, ast.ImportFrom):
                above = package[: len(package) - node.level + 1] if node.level else ()
                base = ".".join((*above, *filter(None, [node.module])))
                yield from _itself_and_parents(base)
                yield from (f"{base}.{alias.name}" for alias in node.names)


def _itself_and_parents(name: str) -> Iterator[str]:
    parts = name.split(".")
    yield from (".".join(parts[:end]) for end in range(1, len(parts) + 1))
