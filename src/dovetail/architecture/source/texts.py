"""The bytes of files, read at most once in a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import FileIO


@dataclass(frozen=True)
class Texts:
    """Sources as they are on disk: searching one decides whether it is worth parsing."""

    _read: dict[str, bytes] = field(default_factory=dict, repr=False)

    def of(self, path: str) -> bytes:
        """The content of a file.

        Raises:
            OSError: it cannot be read.
        """
        if path not in self._read:
            # Of thousands of files this takes half as long as asking a Path.
            with FileIO(path) as file:
                self._read[path] = file.readall()
        return self._read[path]
