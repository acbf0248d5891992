"""`[tool.dovetail]` as text, and a pyproject.toml with it at the end: nothing else in the file is touched."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from dovetail.errors import ContractError

if TYPE_CHECKING:
    from dovetail.starting.survey import Survey

_FILL_IN = "fill in: the modules of the domain, which know nothing of databases and the web, e.g. {root}.domain"


def settings_text(found: Survey) -> str:
    """The table for a repository.

    Where the layers could not be found, the table names a module that says what to fill in, and the lint fails on it.
    """
    lines = ["[tool.dovetail]"]
    if not found.packages.stated:
        lines.append(f"root_packages = {_list(found.packages.names)}")
    lines.append(f'architecture = "{found.layering.architecture}"')
    stated = found.layering.stated
    if found.layering.layers is None:
        stated = {"domain": (_FILL_IN.format(root=found.packages.names[0]),)}
    if stated:
        lines += ["", "[tool.dovetail.layers]"]
        lines += [f"{layer} = {_list(modules)}" for layer, modules in stated.items()]
    return "\n".join(lines) + "\n"


def with_settings(file: Path, table: str) -> str:
    """What will be in a pyproject.toml: what is in it, and a table at its end.

    Raises:
        ContractError: the file cannot be read, or takes no table at its end.
    """
    try:
        before = file.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise ContractError(f"{file} cannot be read: {error}", "make it a TOML file in UTF-8") from error
    newline = "\r\n" if "\r\n" in before else "\n"
    gap = "" if not before else newline if before.endswith("\n") else newline * 2
    after = before + gap + table.replace("\n", newline)
    try:
        written = tomllib.loads(after)
        known = tomllib.loads(before)
    except tomllib.TOMLDecodeError as error:
        raise ContractError(
            f"{file} takes no table at its end: {error}", f"write in it, where it belongs:\n\n{table}"
        ) from error
    written["tool"].pop("dovetail")
    if not written["tool"] and "tool" not in known:
        written.pop("tool")
    if written != known:
        raise ContractError(f"{file} would no longer say the same", f"write in it, where it belongs:\n\n{table}")
    return after


def _list(names: tuple[str, ...]) -> str:
    return f"[{', '.join(json.dumps(name) for name in names)}]"
