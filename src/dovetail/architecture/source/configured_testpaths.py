"""Where a repository says that its tests are: `testpaths`, in the first file that configures pytest."""

from __future__ import annotations

import glob
from pathlib import Path

from dovetail.architecture.source.config_files import ini_file, table, toml_document

CONFIGURED = ("pytest.ini", ".pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg")
"""The files that may configure pytest, in the order in which it looks for them."""
_SECTIONS = {"setup.cfg": "tool:pytest"}


def stated_test_paths(root: Path) -> tuple[str, ...]:
    """The folders that `testpaths` names, relative to the repository.

    Patterns are followed; the repository itself, and what is no folder in it, are left out.

    Args:
        root: the repository.

    See: https://docs.pytest.org/en/stable/reference/reference.html#confval-testpaths
    """
    stated = next((paths for name in CONFIGURED if (paths := _stated(root / name)) is not None), [])
    whole = root.resolve()
    found: dict[str, None] = {}
    for pattern in stated:
        for path in sorted(glob.glob(pattern, root_dir=root, recursive=True)):  # noqa: PTH207 (a pattern may end in "/")
            folder = (root / path).resolve()
            if folder.is_dir() and folder != whole and folder.is_relative_to(whole):
                found[folder.relative_to(whole).as_posix()] = None
    return tuple(found)


def _stated(file: Path) -> list[str] | None:
    """What a file states; nothing where it does not configure pytest."""
    return _in_toml(file) if file.suffix == ".toml" else _in_ini(file, _SECTIONS.get(file.name, "pytest"))


def _in_toml(file: Path) -> list[str] | None:
    tables = table(toml_document(file), "tool").get("pytest")
    if not isinstance(tables, dict):
        return None
    options = tables.get("ini_options", tables)
    paths = options.get("testpaths", []) if isinstance(options, dict) else []
    return paths.split() if isinstance(paths, str) else [each for each in paths if isinstance(each, str)]


def _in_ini(file: Path, section: str) -> list[str] | None:
    parser = ini_file(file)
    return parser[section].get("testpaths", "").split() if parser.has_section(section) else None
