# pathlib takes longer to import than all of this to run.
# ruff: noqa: PTH103, PTH105, PTH108, PTH112, PTH116, PTH118, PTH123
"""Files kept from run to run: whole or absent, checked when read, and never in anyone's way.

Imported before anything is known to have changed, so it imports next to nothing itself.
"""

from __future__ import annotations

import os
import zlib

# A file that changed this shortly before a run may change again within the same tick of the file system's clock.
_TICK = 50_000_000


def open_folder(folder: str) -> int | None:
    """Make the folder, where it is not there, so that version control and backups pass it by.

    Returns:
        The time, in nanoseconds, by the clock of its file system, less a tick: what changed after it may change again
        unseen. None where the folder cannot be written.
    """
    marker = os.path.join(folder, f"now.{os.getpid()}")
    try:
        if not os.path.isdir(folder):
            os.makedirs(folder, exist_ok=True)
            _write(os.path.join(folder, ".gitignore"), b"# Made by dovetail.\n*\n")
            _write(os.path.join(folder, "CACHEDIR.TAG"), b"Signature: 8a477f597d28d172789f06886806bc55\n")
        _write(marker, b"")
        now = os.stat(marker).st_ctime_ns
        os.unlink(marker)
    except OSError:
        return None
    return now - _TICK


def keep(path: str, content: bytes) -> None:
    """Write a file with its checksum, whole or not at all, whoever else may be writing it; a full disk is no error."""
    unfinished = f"{path}.{os.getpid()}"
    try:
        _write(unfinished, b"%08x\n" % zlib.crc32(content) + content)
        os.replace(unfinished, path)
    except OSError:
        return


def recall(path: str) -> bytes | None:
    """What was kept; None where there is nothing, or it is corrupt."""
    try:
        with open(path, "rb") as file:
            checksum, _, content = file.read().partition(b"\n")
    except OSError:
        return None
    return content if checksum == b"%08x" % zlib.crc32(content) else None


def _write(path: str, content: bytes) -> None:
    with open(path, "wb") as file:
        file.write(content)
