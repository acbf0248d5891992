"""Which version of a package a repository is written for, as far as it says one."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from dovetail.architecture.source.settings_file import read_if_there
from dovetail.errors import ContractError

# Files that name one version of each package; a range is for whoever installs the newest that fits.
LOCKS = (
    "uv.lock",
    "poetry.lock",
    "pdm.lock",
    "Pipfile.lock",
    "requirements.txt",
    "requirements.lock",
    "pyproject.toml",
)


def pinned_versions(root: Path, package: str) -> set[tuple[int, int]]:
    """The versions, major and minor, that a repository pins a package to; none where it takes the newest."""
    name = re.escape(package)
    pins = re.compile(
        rf'(?:^name = "{name}"\r?\nversion = "|"{name}": \{{[^}}]*?"version": "=='
        rf'|(?:^|["\'\s]){name}(?:\[[^]\n]*\])?\s*(?:==|~=)\s*)(\d+)\.(\d+)',
        re.MULTILINE,
    )
    found: set[tuple[int, int]] = set()
    for file in LOCKS:
        with suppress(ContractError):
            text = (read_if_there(root / file) or b"").decode("utf-8", "replace")
            found.update((int(major), int(minor)) for major, minor in pins.findall(text))
    return found
