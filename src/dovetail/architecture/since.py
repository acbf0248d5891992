"""What a repository's findings were at an earlier revision, so that only a change is judged."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from dovetail.architecture.baseline import Baseline
from dovetail.architecture.findings import Finding
from dovetail.architecture.imports.linter_config import CONFIG_FILES
from dovetail.errors import ContractError


def findings_at(root: Path, revision: str, judge: Callable[[Path], Iterable[Finding]]) -> Baseline:
    """Judge an earlier revision by today's settings and contracts.

    Args:
        root: the repository, or a folder of it.
        revision: anything that git understands.
        judge: gives the findings of a folder.

    Raises:
        ContractError: git cannot give that revision.
    """
    with tempfile.TemporaryDirectory(prefix="dovetail-") as folder:
        then = Path(folder).resolve()
        with tarfile.open(fileobj=io.BytesIO(_archive(root, revision))) as archive:
            _unpack(archive, then, root)
        for name in CONFIG_FILES:
            (then / name).unlink(missing_ok=True)
            if (root / name).is_file():
                (then / name).write_bytes((root / name).read_bytes())
        try:
            return Baseline.of(judge(then))
        except ContractError:
            # Today's settings name what was not there yet: then everything they find is new.
            return Baseline()


def _unpack(archive: tarfile.TarFile, then: Path, now: Path) -> None:
    """Write the files of an archive; a link that leads out of it leads where it leads from the repository today."""
    inside: list[tarfile.TarInfo] = []
    for member in archive.getmembers():
        target = Path(os.path.normpath(now / member.name / ".." / member.linkname)) if member.issym() else now
        if target.is_relative_to(now):
            inside.append(member)
        else:
            link = then / member.name
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(target)
    archive.extractall(then, members=inside, filter="data")


def _archive(root: Path, revision: str) -> bytes:
    command = ["git", "-C", str(root), "archive", "--format=tar", "--end-of-options", revision]
    try:
        return subprocess.run(command, capture_output=True, check=True).stdout
    except OSError as error:
        raise ContractError(f"git cannot be run: {error}", "install git, or leave out --since") from error
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode(errors="replace").strip()
        cause = f"git gives no revision {revision!r}: {reason}"
        raise ContractError(cause, "name a commit, a tag or a branch") from error
