"""The folder in which checkouts of real repositories lie, each at the commit that was read."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol


class UnevaluableError(Exception):
    """Something that a run needs is not there; the message says what to do."""


class Repository(Protocol):
    """What must be known of a repository to check it out."""

    @property
    def name(self) -> str:
        """The name of its checkout's folder."""

    @property
    def repository(self) -> str:
        """`owner/name`."""

    @property
    def commit(self) -> str:
        """The one that was read."""


def folder_of_checkouts(named: str, wanted: Iterable[Repository], command: str) -> Path:
    """The folder that is named, or that the environment names.

    Raises:
        UnevaluableError: there is none; the message says what to check out.
    """
    folder = named or os.environ.get("DOVETAIL_DOWNSTREAM", "")
    if folder and Path(folder).is_dir():
        return Path(folder).resolve()
    lines = [
        f"name the folder of the checkouts: {command} CHECKOUTS, or DOVETAIL_DOWNSTREAM=CHECKOUTS",
        "  nothing is fetched here; each checkout has the name and the commit given below, from github.com:",
        *(f"    CHECKOUTS/{one.name}  {one.repository} at {one.commit}" for one in wanted),
    ]
    raise UnevaluableError("\n".join(lines))


def checkout_of(one: Repository, checkouts: Path) -> Path:
    """The folder of a repository's checkout.

    Raises:
        UnevaluableError: it is not there, or not at the commit that was read.
    """
    checkout = checkouts / one.name
    if not checkout.is_dir():
        raise UnevaluableError(f"{checkout} is not there: a checkout of {one.repository} at {one.commit}")
    command = ["git", "-C", str(checkout), "rev-parse", "HEAD"]
    at = subprocess.run(command, check=False, capture_output=True, text=True).stdout.strip()
    if at != one.commit:
        raise UnevaluableError(f"{checkout} is at {at}; what is recorded was read at {one.commit}")
    return checkout
