"""The standard library of the Pythons for which a repository is written, which need not be the one that runs this."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from dovetail.architecture.source.config_files import ini_file, table, toml_document

Version = tuple[int, int]

# The version in which modules left the standard library.
_LEFT: dict[str, Version] = {
    "dummy_threading": (3, 9),
    **dict.fromkeys(("formatter", "parser", "symbol"), (3, 10)),
    "binhex": (3, 11),
    **dict.fromkeys(("asynchat", "asyncore", "distutils", "imp", "smtpd"), (3, 12)),
    **dict.fromkeys(
        (
            "aifc", "audioop", "cgi", "cgitb", "chunk", "crypt", "imghdr", "lib2to3", "mailcap", "msilib", "nis",
            "nntplib", "ossaudiodev", "pipes", "sndhdr", "spwd", "sunau", "telnetlib", "uu", "xdrlib",
        ),
        (3, 13),
    ),
}  # fmt: skip
# What is written for no certain Python is written for this one or newer ones: what had left by then is a package.
_OLDEST = (3, 10)
# Modules of newer Pythons than the one that runs this, and a backport that adds names to annotations and nothing else.
_ALWAYS = frozenset({"annotationlib", "compression", "tomllib", "typing_extensions"})
_LOWEST = re.compile(r"(?:>=|>|~=|===?|\^|~)\s*(\d+)(?:\.(\d+))?")


def standard_library(root: Path) -> frozenset[str]:
    """The top-level modules that the oldest Python brings for which a repository says that it is written.

    Where it says nothing, it may be written for any.
    """
    oldest = _oldest(root)
    left = {name for name, version in _LEFT.items() if (oldest or _OLDEST) < version}
    return (sys.stdlib_module_names - _LEFT.keys()) | left | _ALWAYS


def _oldest(root: Path) -> Version | None:
    """What `requires-python` asks for at least, in any of the files that say so."""
    found = _LOWEST.search(_requires_python(root))
    return (int(found[1]), int(found[2] or 0)) if found else None


def _requires_python(root: Path) -> str:
    said = _of_pyproject(root / "pyproject.toml") or _of_setup(root / "setup.cfg")
    return said if isinstance(said, str) else ""


def _of_pyproject(file: Path) -> Any:
    document = toml_document(file)
    said = table(document, "project").get("requires-python")
    return said or table(document, "tool", "poetry", "dependencies").get("python")


def _of_setup(file: Path) -> str | None:
    return ini_file(file).get("options", "python_requires", fallback=None)
