"""Reading a file that says something about the repository: it is there and is read, or is absent, or is an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dovetail.errors import ContractError

if TYPE_CHECKING:
    from pathlib import Path


def read_if_there(path: Path) -> bytes | None:
    """The content of a file; None where nothing of that name is there, or a folder.

    Raises:
        ContractError: it cannot be read: taken as absent, a repository would be judged by less than it asks for.
    """
    if not (path.exists() or path.is_symlink()) or path.is_dir():
        return None
    # A pipe or a device may keep whoever reads it waiting for ever.
    if path.exists() and not path.is_file():
        raise ContractError(f"{path} is no regular file", "put a file there, or take it away")
    try:
        return path.read_bytes()
    except OSError as error:
        cause = f"{path} cannot be read: {error.strerror}"
        raise ContractError(cause, "put a file there that this user may read, or take it away") from error
