"""What every command that reads a repository is told about it, in the same options."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

_CONFIG = "a file to read settings and contracts from, in place of those that are found; may be repeated"


def add_repository(parser: argparse.ArgumentParser) -> None:
    """Give a parser `--root` and `--config`; the files named by the second are a list of paths."""
    parser.add_argument("--root", metavar="DIR", default=".", help="the repository (default: this folder)")
    parser.add_argument("--config", metavar="PATH", type=Path, action="append", default=[], help=_CONFIG)


def from_subfolder(arguments: Sequence[str]) -> list[str]:
    """The arguments with the repository named, where the command is started in a folder of it and none is named.

    The repository is the nearest folder above that says something to dovetail or to import-linter; the search ends
    where a repository of git's does.
    """
    named = any(each.partition("=")[0] in ("--root", "--config", "-h", "--help") for each in arguments)
    here = Path.cwd()
    if named or _is_configured(here) or (here / ".git").exists():
        return list(arguments)
    for folder in here.parents:
        if _is_configured(folder):
            return ["--root", str(folder), *arguments]
        if (folder / ".git").exists():
            break
    return list(arguments)


def _is_configured(folder: Path) -> bool:
    if (folder / ".importlinter").is_file():
        return True
    words = {"pyproject.toml": (b"tool.dovetail", b"tool.importlinter"), "setup.cfg": (b"[importlinter",)}
    for name, said in words.items():
        file = folder / name
        if file.is_file() and any(word in file.read_bytes() for word in said):
            return True
    return False
