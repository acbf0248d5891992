"""The functions with which a repository's commands begin, as its packaging says: `[project.scripts]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dovetail.architecture.source.config_files import ini_file, table, toml_document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TABLES = (("project", "scripts"), ("project", "gui-scripts"), ("tool", "poetry", "scripts"))
_LISTS = ("console_scripts", "gui_scripts")


def functions_of_scripts(root: Path) -> set[str]:
    """The dotted names of what `pyproject.toml` and `setup.cfg` name as commands; of what cannot be read, none."""
    said = (*_of_pyproject(root / "pyproject.toml"), *_of_setup(root / "setup.cfg"))
    return {place.partition("[")[0].strip().replace(":", ".") for place in said}


def _of_pyproject(file: Path) -> Iterator[str]:
    document = toml_document(file)
    for names in _TABLES:
        for said in table(document, *names).values():
            # Poetry also takes a table with a reference.
            place = said.get("reference", said.get("callable")) if isinstance(said, dict) else said
            yield from (place,) if isinstance(place, str) else ()


def _of_setup(file: Path) -> Iterator[str]:
    parser = ini_file(file)
    for name in _LISTS:
        lines = parser.get("options.entry_points", name, fallback="").splitlines()
        yield from (line.partition("=")[2] for line in lines if "=" in line)
