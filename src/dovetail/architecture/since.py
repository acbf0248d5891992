"""What a repository's findings were at an earlier revision, so that only a change is judged."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from dovetail.architecture.baseline import Baseline
from dovetail.architecture.findings import Finding
from dovetail.architecture.imports.linter_config import CONFIG_FILES
from dovetail.errors import ContractError
from dovetail.unpacking import unpack


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
        _write(root, revision, then)
        for name in CONFIG_FILES:
            (then / name).unlink(missing_ok=True)
            if (root / name).is_file():
                (then / name).write_bytes((root / name).read_bytes())
        try:
            return Baseline.of(judge(then))
        except ContractError:
            # Today's settings name what was not there yet: then everything they find is new.
            return Baseline()


def _write(root: Path, revision: str, folder: Path) -> None:
    try:
        unpack(root, revision, folder)
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode(errors="replace").strip()
        cause = f"git gives no revision {revision!r}: {reason}"
        raise ContractError(cause, "name a commit, a tag or a branch") from error
    except (OSError, ValueError) as error:
        raise ContractError(f"git cannot give {revision!r}: {error}", "install git, or leave out --since") from error
