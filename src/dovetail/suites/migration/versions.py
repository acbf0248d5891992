"""What a revision of the project's git repository holds."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from dovetail.errors import ContractError
from dovetail.unpacking import unpack


@dataclass(frozen=True, slots=True)
class Release:
    """A released state of the project.

    Attributes:
        revision: the git revision, such as a tag.
        top: the top folder of the git repository.
    """

    revision: str
    top: Path

    def files(self, folder: Path) -> dict[str, str]:
        """The Python files that were in a folder, by their path in the repository."""
        try:
            below = folder.resolve().relative_to(self.top).as_posix()
        except ValueError:
            return {}
        listed = _git(self.top, "ls-tree", "-r", "-z", "--name-only", self.revision, "--", f"{below}/")
        names = [name for name in listed.split("\0") if name.endswith(".py")]
        return {name: _git(self.top, "show", f"{self.revision}:{name}") for name in names}

    def write(self, folder: Path) -> None:
        """Write all files of the release into a folder; the working tree and its branches are left alone."""
        unpack(self.top, self.revision, folder)


def release(revision: str, root: Path) -> Release:
    """The release that a contract names.

    Raises:
        ContractError: there is no git, no repository, or no such revision in it.
    """
    if shutil.which("git") is None:
        raise ContractError(f"the release {revision} cannot be read: git is not installed", "install git")
    top = Path(_git(root, "rev-parse", "--show-toplevel").strip()).resolve()
    try:
        _git(top, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    except ContractError as error:
        raise ContractError(
            f"the git repository {top.name} has no revision {revision!r}",
            'name a tag or a commit: released = "v1.2"; a shallow clone has none, as CI makes them: fetch the tags too',
        ) from error
    return Release(revision, top)


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise ContractError(
            f"git {arguments[0]} fails in {folder}: {said[-1] if said else done.returncode}",
            "released names a git revision: the project has to be in a git repository",
        )
    return done.stdout
