"""Clearing out of the cache what no run will ask for again."""

from __future__ import annotations

import os
import re
import time
from collections import defaultdict
from pathlib import Path

# What each run asks for is written anew when it changes: a few branches, a few sets of options are worth keeping.
_KEPT = {"imports": 8, "lint": 32}
# Compiled when they are first needed: most runs write nothing.
_NAME = r"(imports)-[0-9a-f]{32}|(lint)-[0-9a-f]{8}(?:[0-9a-f]{8})?"
_UNFINISHED = rf"(?:{_NAME}|\.dovetail-now)\.[0-9]+"
_AN_HOUR = 3600


def tidy(folder: Path) -> None:
    """Remove the oldest files of each kind, and those that a run which was killed left half written.

    The folder may be one that somebody named, with files of their own in it: only names that dovetail itself gives are
    touched, and of those only regular files.
    """
    kinds: dict[str, list[os.DirEntry[str]]] = defaultdict(list)
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if not entry.is_file(follow_symlinks=False):
                    continue
                if re.fullmatch(_UNFINISHED, entry.name) and _age(entry) > _AN_HOUR:
                    Path(entry.path).unlink(missing_ok=True)
                elif found := re.fullmatch(_NAME, entry.name):
                    kinds[found[1] or found[2]].append(entry)
        for kind, found_entries in kinds.items():
            for entry in sorted(found_entries, key=_age)[_KEPT[kind] :]:
                Path(entry.path).unlink(missing_ok=True)
    except OSError:
        return  # somebody else is clearing it out, or it may not be changed


def _age(entry: os.DirEntry[str]) -> float:
    return time.time() - entry.stat(follow_symlinks=False).st_mtime
