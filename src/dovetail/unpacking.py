"""Writes the files of a git revision out, whatever links are among them and whatever archives would leave out."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_LINK = b"120000"


def unpack(root: Path, revision: str, folder: Path) -> None:
    """Write the files of a revision into a folder, as they were committed.

    `git archive` leaves out what `.gitattributes` calls `export-ignore`: often the tests, and now and then more. A link
    to something in the repository leads to its like in the folder, absolute ones too; one that leads out of the
    repository leads there still. Of a submodule that is checked out, the files are those of the commit that was named
    then, where it has that.

    Args:
        root: a folder of the repository; only what is below it is written.
        revision: a commit, a tag or a branch.
        folder: where the files are written.

    Raises:
        OSError: git cannot be run, or a file cannot be written.
        subprocess.CalledProcessError: git has no such revision.
    """
    listed = _git(root, "ls-tree", "-r", "-z", "--end-of-options", f"{revision}^{{commit}}")
    entries = [entry.partition(b"\t") for entry in listed.split(b"\0") if entry]
    named = [(meta.split(b" "), Path(os.fsdecode(name))) for meta, _, name in entries]
    files = [(mode, oid, name) for (mode, kind, oid), name in named if kind == b"blob" and ".." not in name.parts]
    links: list[tuple[Path, str]] = []
    for (mode, _, name), content in zip(files, _contents(root, [oid for _, oid, _ in files]), strict=True):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if mode == _LINK:
            links.append((name, os.fsdecode(content)))
        else:
            path.write_bytes(content)
    for (_, kind, oid), name in named:
        if kind == b"commit" and (root / name / ".git").exists():
            with suppress(subprocess.CalledProcessError):
                unpack(root / name, oid.decode(), folder / name)
    for name, target in links:  # when all files are written: none of them goes through a link
        _link(root, name, target, folder)


def _link(root: Path, name: Path, target: str, folder: Path) -> None:
    there = Path(os.path.normpath(root / name)).parent
    whole = Path(os.path.normpath(there / target))
    (folder / name).symlink_to(os.path.relpath(whole, there) if whole.is_relative_to(root) else whole)


def _contents(root: Path, objects: list[bytes]) -> Iterator[bytes]:
    """What is in some objects of git, in their order."""
    given = b"".join(oid + b"\n" for oid in objects)
    answer, place = _git(root, "cat-file", "--batch", given=given), 0
    for _ in objects:
        end = answer.index(b"\n", place)
        size = int(answer[place:end].rpartition(b" ")[2])
        yield answer[end + 1 : end + 1 + size]
        place = end + 1 + size + 1


def _git(root: Path, *arguments: str, given: bytes | None = None) -> bytes:
    return subprocess.run(["git", "-C", str(root), *arguments], input=given, capture_output=True, check=True).stdout
