"""The Python files in which a repository keeps its tests and its contracts."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dovetail.architecture.source.configured_testpaths import stated_test_paths
from dovetail.architecture.source.walk import Reach, walk

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

FOLDERS = ("tests", "test", "contracts", "testing")

# So many folders are entered through links: tests that are shared have fewer, data that a test needs may have millions.
LINKED = 500
# pytest looks into none of these either.
_NO_TESTS = frozenset({"__pycache__", "node_modules"})


@dataclass(eq=False, repr=False)
class FilesOfTests:
    """What there is in the folders of tests.

    Attributes:
        folders: those that were looked into, and where others would be.
        modules: the Python files, in order.
        lost: links with the name of a Python file that lead nowhere.
        left: folders that were not looked into, for links lead to too many.
    """

    folders: list[str] = field(default_factory=list)
    modules: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def find_test_files(root: Path) -> FilesOfTests:
    """Look through the folders of tests of a repository, absent ones included, environments and hidden ones not.

    They are those that go by the usual names, and those that pytest's `testpaths` names.
    """
    found, reach = FilesOfTests(), Reach(LINKED)
    for name in _outermost((*FOLDERS, *stated_test_paths(root))):
        top = str(root / name)
        if not os.path.isdir(top):  # noqa: PTH112 (the walk is one of texts)
            found.folders.append(top)
        for folder in walk(top, reach=reach):
            found.folders.append(folder.path)
            if "pyvenv.cfg" in folder.files:
                folder.subfolders.clear()
                continue
            folder.subfolders[:] = [name for name in folder.subfolders if name not in _NO_TESTS and name[:1] != "."]
            found.modules.extend(f"{folder.path}{os.sep}{file}" for file in folder.files if file.endswith(".py"))
            found.lost.extend(f"{folder.path}{os.sep}{file}" for file in folder.lost if file.endswith(".py"))
    found.modules.sort()
    found.left.extend(reach.left)
    return found


def _outermost(folders: Collection[str]) -> list[str]:
    """The folders that lie in no other one, each once."""
    return [folder for folder in dict.fromkeys(folders) if not any(folder.startswith(f"{other}/") for other in folders)]
