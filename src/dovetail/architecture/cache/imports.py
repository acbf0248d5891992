"""The imports of files that have not changed, kept from run to run."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import grimp

from dovetail.architecture.cache.files import keep, recall
from dovetail.architecture.cache.tidy import tidy

# One import of a module: what it imports, the line, the statement, and whether it is lazy.
Import = tuple[str, int, str, bool]
State = tuple[int, int, int, int]


class Entry(NamedTuple):
    """A file's imports, and the state in which it was when they were read."""

    state: State
    imports: list[Import]


def state_of(path: str) -> State:
    """What changes whenever a file does: of these, the change time cannot be set back."""
    found = os.stat(path)  # noqa: PTH116 (a Path for each of thousands of files costs more than its stat)
    return (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)


def cache_key(modules: Iterable[str], options: object) -> str:
    """The name for a set of modules, read with some options by this Python and this grimp."""
    text = repr((sorted(modules), options, sys.version, grimp.__version__, 2))
    return f"imports-{blake2b(text.encode(), digest_size=16).hexdigest()}"


class ImportCache(NamedTuple):
    """A folder of files, one for each set of modules and of options.

    What an import statement means depends on which modules there are: `from shop import orders` names a module or a
    function. So a module added or removed makes a new file, and the oldest go.

    Attributes:
        folder: where they are.
        started: the time before which a file must have changed last for its imports to be kept.
    """

    folder: Path
    started: int

    def read(self, key: str) -> dict[str, Entry]:
        """The entries kept under a name; none where there are none, or they are not what `write` writes."""
        content = recall(str(self.folder / key))
        try:
            kept = json.loads(content.decode()) if content else {}
            return {module: _entry(value) for module, value in kept.items()}
        except (ValueError, TypeError, AttributeError, RecursionError):
            return {}

    def write(self, key: str, entries: Mapping[str, Entry]) -> None:
        """Keep entries, whole or not at all; those of files that have only just changed are left out."""
        kept = {
            module: [entry.state, entry.imports] for module, entry in entries.items() if entry.state[1] < self.started
        }
        keep(str(self.folder / key), json.dumps(kept, separators=(",", ":")).encode())
        tidy(self.folder)


def _entry(value: Any) -> Entry:
    state, imports = value
    mtime, ctime, size, inode = state
    for imported, line, text, lazy in imports:
        if not (type(imported) is type(text) is str and type(line) is int and type(lazy) is bool):
            raise TypeError(f"not an import: {imported!r}")
    return Entry((mtime, ctime, size, inode), imports)
