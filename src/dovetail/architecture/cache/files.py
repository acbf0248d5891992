# ruff: noqa: PTH103, PTH105, PTH108, PTH110, PTH112, PTH113, PTH114, PTH116, PTH118, PTH123
"""Files kept from run to run: written whole or not at all, checked when read; where they cannot be, nothing is kept."""

from __future__ import annotations

import os
import zlib

# A file that changed this shortly before a run may change again within the same tick of the file system's clock.
_TICK = 50_000_000
_MARKER = ".dovetail-now"


def open_folder(folder: str) -> int | None:
    """Make the folder, where it is not there, so that version control and backups pass it by.

    Returns:
        The time, in nanoseconds, by the clock of its file system, less a tick: what changed after it may change again
        unseen. None where the folder cannot be written.
    """
    marker = os.path.join(folder, f"{_MARKER}.{os.getpid()}")
    try:
        if not os.path.isdir(folder):
            os.makedirs(folder, exist_ok=True)
            write_whole(os.path.join(folder, ".gitignore"), b"# Made by dovetail.\n*\n")
            write_whole(os.path.join(folder, "CACHEDIR.TAG"), b"Signature: 8a477f597d28d172789f06886806bc55\n")
        _write(marker, b"")
        now = os.stat(marker).st_ctime_ns
        os.unlink(marker)
    except OSError:
        return None
    return now - _TICK


def keep(path: str, content: bytes) -> None:
    """Write a file with its checksum, as `put` does."""
    put(path, b"%08x\n" % zlib.crc32(content) + content)


def put(path: str, content: bytes) -> None:
    """Write a file whole or not at all, whoever else may be writing it; a full disk is no error.

    A pipe that lies in its place is left alone: a write to it would wait for a reader.
    """
    if os.path.lexists(path) and not os.path.isfile(path):
        return
    try:
        write_whole(path, content)
    except OSError:
        return


def recall(path: str) -> bytes | None:
    """What was kept; None where there is nothing, or it is corrupt."""
    try:
        # Of a pipe that lies where a file should, nothing is waited for.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(descriptor, "rb") as file:
            checksum, _, content = file.read().partition(b"\n")
    except (OSError, TypeError):
        return None
    return content if checksum == b"%08x" % zlib.crc32(content) else None


def write_whole(path: str, content: bytes) -> None:
    """Write a file so that whoever reads it finds the old content or the new, and never a part.

    What a link leads to is written, and a pipe or a device, such as /dev/stdout, as it is.

    Raises:
        OSError: it cannot be written; what was there before is still there.
    """
    path = os.path.realpath(path) if os.path.islink(path) else path
    if os.path.exists(path) and not os.path.isfile(path):
        _write(path, content)
        return
    unfinished = f"{path}.{os.getpid()}"
    try:
        _write(unfinished, content)
        os.replace(unfinished, path)
    except BaseException:
        _discard(unfinished)
        raise


def _discard(path: str) -> None:
    if os.path.exists(path):
        os.unlink(path)


def _write(path: str, content: bytes) -> None:
    with open(path, "wb") as file:
        file.write(content)
