"""The bytes of files, read at most once in a run."""

from __future__ import annotations

import os

# No one writes this much; a program may, or a disk that was meant to be something else.
LARGEST = 64 * 1024 * 1024
TOO_LARGE = f"it is larger than {LARGEST // 1024 // 1024} MB"

UNPARSABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
"""What Python raises of a text that it cannot parse: it is no code, has a null byte, or is nested too deeply."""


class Texts:
    """Sources as they are on disk: searching one decides whether it is worth parsing."""

    def __init__(self) -> None:
        self._read: dict[str, bytes] = {}

    def of(self, path: str) -> bytes:
        """The content of a file.

        Raises:
            OSError: it cannot be read, or is larger than any source.
        """
        if path not in self._read:
            self._read[path] = read_text(path)
        return self._read[path]


def read_text(path: str) -> bytes:
    """The content of a file, by as few calls of the system as can be: there are thousands of files.

    Raises:
        OSError: it cannot be read, or is larger than any source.
    """
    file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        size = os.fstat(file).st_size
        if size > LARGEST:
            raise OSError(TOO_LARGE)
        content = os.read(file, size + 1)
        while len(content) != size:  # it is growing, or does not know how long it is
            more = os.read(file, LARGEST)
            content += more
            if len(content) > LARGEST:
                raise OSError(TOO_LARGE)
            if not more:
                break
        return content
    finally:
        os.close(file)
