"""The root packages of a repository that names none, and the copies of those that it names."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from dovetail.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Packages beside the code that no one means by "the root package".
NOT_THE_CODE = frozenset({"tests", "test", "docs", "doc", "examples", "scripts", "tools", "benchmarks", "build"})


def guess_root_packages(root: Path) -> tuple[str, ...]:
    """The packages of a repository that names none: those in `src/`, else those at its top.

    Where the code imports from `src.shop`, the root package is `src`.

    Raises:
        ContractError: there is none.
    """
    source = root / "src"
    inner = _packages_in(source)
    if source.is_dir() and _is_imported_from(source, inner):
        return ("src",)
    chosen = inner or _packages_in(root)
    if not chosen:
        raise ContractError(f"no package was found in {root} or its src/ folder", 'write: root_packages = ["shop"]')
    return chosen


def _packages_in(place: Path) -> tuple[str, ...]:
    names = sorted(init.parent.name for init in place.glob("*/__init__.py"))
    return tuple(name for name in names if name.isidentifier() and name not in NOT_THE_CODE and name != "src")


def _is_imported_from(source: Path, inner: Iterable[str]) -> bool:
    """Whether the modules in `src/` import each other by that name, more often than without it."""
    names = "|".join(("src", *inner))
    imported = re.compile(rf"^[ \t]*(?:from|import)[ \t]+({names})\b".encode(), re.MULTILINE)
    counts: Counter[bytes] = Counter()
    for file in _files_in(source):
        try:
            counts.update(imported.findall(Path(file).read_bytes()))
        except OSError:
            continue  # whoever judges it will say so
    return 2 * counts[b"src"] > counts.total()


def _files_in(source: Path) -> Iterator[str]:
    """The Python files below a folder; no pipe or device, which would be waited for."""
    for place, _, files in os.walk(source):
        paths = (f"{place}{os.sep}{file}" for file in files if file.endswith(".py"))
        yield from filter(os.path.isfile, paths)


def looked_at(root: Path) -> Iterator[str]:
    """Every file and folder on which a guess depends, absent ones included: each that could become a root package."""
    for place in (root, root / "src"):
        yield str(place)
        for folder in sorted(place.iterdir()) if place.is_dir() else ():
            if folder.name.isidentifier() and folder.is_dir():
                yield str(folder / "__init__.py")
    yield from (folder for folder, _, _ in os.walk(root / "src"))
    yield from _files_in(root / "src")


def copies(root: Path, package: str, judged: Iterable[Path]) -> Iterator[str]:
    """What is to be said of a root package that is there twice, or not in the repository at all."""
    found = tuple(judged)
    places = (root.joinpath(*package.split(".")), root.joinpath("src", *package.split(".")))
    others = [place for place in places if place not in found and any(place.glob("**/*.py"))]
    for place in others:
        shown = ", ".join(_shown(root, directory) for directory in found)
        yield f"there are two copies of {package}: {shown} is judged, and {_shown(root, place)} is not"
    for place in () if others else found:
        there = Path(os.path.realpath(place))
        if not (place.is_relative_to(root) and there.is_relative_to(os.path.realpath(root))):
            yield f"{package} is not in this repository: what is judged lies in {there}"


def _shown(root: Path, place: Path) -> str:
    return f"{place.relative_to(root).as_posix()}/" if place.is_relative_to(root) else str(place)
