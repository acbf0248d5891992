# pathlib makes an object of every file, and there are many.
# ruff: noqa: PTH110, PTH116, PTH120
"""The one way in which folders are walked: for code, for tests, and for what an answer depends on.

Links are followed, for Python follows them. So a link may lead back to a folder above it, and two such links make more
paths than can ever be walked: below a link, no folder is entered that the path has already come through.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# The device and the inode of a folder.
Identity = tuple[int, int]

# Through links that lead from each of many folders to all others, there are more paths than can be walked as well.
_PATHS_TO_A_FOLDER = 16


class Folder(NamedTuple):
    """One folder and what lies in it, in order.

    Attributes:
        path: where it is.
        subfolders: the names of folders, linked ones included. The caller takes out those that it will not enter.
        files: the names of regular files. A pipe, a socket or a device is none, and reading it may never end.
        lost: the names of links that lead nowhere.
    """

    path: str
    subfolders: list[str]
    files: list[str]
    lost: list[str]


@dataclass
class Reach:
    """How far links may lead.

    Attributes:
        folders: how many more may be entered below them.
        left: those that were not, for there were too many.
    """

    folders: int
    left: list[str] = field(default_factory=list)


def walk(
    top: str, on_error: Callable[[OSError], None] = lambda error: None, reach: Reach | None = None
) -> Iterator[Folder]:
    """A folder and everything below it, outermost first.

    Args:
        top: the folder.
        on_error: called with the error of a folder that cannot be read; such a folder is left out.
        reach: how far links may lead; anywhere, where nothing is said.
    """
    visits: Counter[Identity] = Counter()
    waiting = [(top, False)]
    while waiting:
        path, below_a_link = waiting.pop()
        if below_a_link and reach and not reach.folders:
            reach.left.append(path)
            continue
        if below_a_link and not _may_enter(path, visits):
            continue
        if below_a_link and reach:
            reach.folders -= 1
        try:
            with os.scandir(path) as entries:
                folder, links = _sorted_out(path, entries)
        except OSError as error:
            on_error(error)
            continue
        yield folder
        before = path if path.endswith(os.sep) else f"{path}{os.sep}"
        waiting += [(before + name, below_a_link or name in links) for name in reversed(folder.subfolders)]


def _sorted_out(path: str, entries: Iterator[os.DirEntry[str]]) -> tuple[Folder, set[str]]:
    """What lies in a folder, and which of its subfolders are links."""
    subfolders: list[str] = []
    files: list[str] = []
    lost: list[str] = []
    links: set[str] = set()
    for entry in entries:
        try:
            if entry.is_file():
                files.append(entry.name)
            elif entry.is_dir():
                subfolders.append(entry.name)
                if entry.is_symlink():
                    links.add(entry.name)
            elif entry.is_symlink() and not os.path.exists(entry.path):
                lost.append(entry.name)
        except OSError:  # a link to itself
            lost.append(entry.name)
    for names in (subfolders, files, lost):
        names.sort()
    return Folder(path, subfolders, files, lost), links


def _may_enter(path: str, visits: Counter[Identity]) -> bool:
    """Whether a folder below a link is not on the path already, and has not been entered too often."""
    own = _identity(path)
    if own is None or visits[own] >= _PATHS_TO_A_FOLDER or own in map(_identity, _above(path)):
        return False
    visits[own] += 1
    return True


def _above(path: str) -> Iterator[str]:
    above = os.path.dirname(path)
    while above != path:
        yield above
        path, above = above, os.path.dirname(above)


def _identity(path: str) -> Identity | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
