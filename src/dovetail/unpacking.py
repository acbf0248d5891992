"""Writes the files of a git revision out of its archive, whatever links are among them."""

from __future__ import annotations

import os
import tarfile
from pathlib import Path
from typing import IO


def unpack(archive: IO[bytes], folder: Path, top: Path) -> None:
    """Write the files of an archive into a folder.

    A link to something in the repository leads to its like in the folder, absolute ones too; one that leads out of the
    repository leads there still.

    Args:
        archive: what `git archive --format=tar` gives.
        folder: where the files are written.
        top: the folder that the archive was made of, as it is today.
    """
    inside: list[tarfile.TarInfo] = []
    with tarfile.open(fileobj=archive) as tar:
        for member in tar.getmembers():
            if not member.issym():
                inside.append(member)
                continue
            there = Path(os.path.normpath(top / member.name)).parent
            target = Path(os.path.normpath(there / member.linkname))
            if target.is_relative_to(top):
                inside.append(member.replace(linkname=os.path.relpath(target, there)))
            else:
                link = folder / member.name
                link.parent.mkdir(parents=True, exist_ok=True)
                link.symlink_to(target)
        tar.extractall(folder, members=inside, filter="data")
