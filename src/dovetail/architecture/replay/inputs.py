# ruff: noqa: PTH100, PTH120 (a Path for each of hundreds of files costs more than its stat)
"""Every file and folder that a judgement depends on, absent ones included."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from dovetail.architecture.baseline import FILE
from dovetail.architecture.imports.linter_config import CONFIG_FILES
from dovetail.architecture.imports.scan import Scan
from dovetail.architecture.project import Repository
from dovetail.architecture.source.guess import looked_at
from dovetail.architecture.source.walk import walk
from dovetail.catalogue import directory

_TOOLS = frozenset({"dovetail", "grimp", "importlinter"})


def inputs_of(repository: Repository, scans: Iterable[Scan]) -> set[str]:
    """The absolute paths of what the judgement was made from.

    A folder stands for what it holds: a file added to it or taken away changes its modification time.
    """
    root = repository.root
    found = {str(root / name) for name in (*CONFIG_FILES, FILE)}
    found.update(map(str, repository.configs))
    for scan in scans:
        for portion in scan.portions:
            found.update(portion.folders)
            found.update(portion.modules.values())
            found.update(str(file) for files in portion.escaped.values() for file in files)
            found.update(_where_it_could_be(root, portion.package, portion.directory))
    if repository.guesses:
        found.update(looked_at(root))
    if repository.architecture:
        found.update(_of_an_architecture(root))
    found.update(_tools())
    found.update(_everything_below(directory()))
    return found


def _of_an_architecture(root: Path) -> Iterator[str]:
    """What is asked besides where there are layers: the packages that the repository needs, and its tests."""
    # Import contracts alone need none of this.
    from dovetail.architecture.source.configured_testpaths import CONFIGURED  # noqa: PLC0415
    from dovetail.architecture.source.dependencies import LOCKS  # noqa: PLC0415
    from dovetail.architecture.source.files_of_tests import find_test_files  # noqa: PLC0415

    yield from (str(root / name) for name in (*LOCKS, *CONFIGURED))
    tests = find_test_files(root)
    yield from (*tests.folders, *tests.modules, *tests.lost)


def _tools() -> Iterator[str]:
    """What judged: this gate with its reports, and the libraries that it stands on, as far as they were loaded.

    What was not loaded had no say. A module added in one of the folders could be loaded in place of another.
    """
    for name, module in tuple(sys.modules.items()):
        if name.partition(".")[0] in _TOOLS and (file := getattr(module, "__file__", None)):
            yield os.path.abspath(file)
            yield os.path.abspath(os.path.dirname(file))


def _where_it_could_be(root: Path, package: str, directory: Path) -> Iterator[str]:
    """The places that come before the one where a package was found."""
    top = package.partition(".")[0]
    for place in (root, root / "src"):
        yield from (str(place / top), str(place / f"{top}.py"), str(place / top / "__init__.py"))
    if not directory.is_relative_to(root):
        yield from sys.path


def _everything_below(folder: Path) -> Iterator[str]:
    """A folder, whether or not it is there, and what lies in it, compiled files apart."""
    yield str(folder)
    for found in walk(str(folder)):
        found.subfolders[:] = [subfolder for subfolder in found.subfolders if subfolder != "__pycache__"]
        yield found.path
        yield from (f"{found.path}{os.sep}{file}" for file in (*found.files, *found.lost) if not file.endswith(".pyc"))
