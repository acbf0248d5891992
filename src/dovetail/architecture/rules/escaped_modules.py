"""ARCH-04: no module escapes the graph."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from dovetail.architecture.findings import Finding
from dovetail.architecture.imports.code import Code
from dovetail.architecture.tests_apart import is_called_a_test

if TYPE_CHECKING:
    from dovetail.architecture.layers import Layers
    from dovetail.architecture.model import Architecture

ID = "ARCH-04"

_LONGEST = 300


def check(code: Code, layers: Layers | None) -> Iterator[Finding]:
    """Folders without `__init__.py` and files that cannot be parsed. Needs no layers: it runs in every repository."""
    for unparsed in code.scan.unparsed:
        reason = _shortened(unparsed.reason.replace(f"{code.sources.root}{os.sep}", ""))
        message = f"{unparsed.module} cannot be parsed, so its imports are in no verdict: {reason}"
        yield code.finding(ID, unparsed.module, unparsed.line, message=message, fix="correct the file")
    for portion in code.scan.portions:
        for file in portion.unnameable:
            yield from _unnameable(code, file, portion.name_of(file))
        for folder, files in portion.escaped.items():
            name = portion.name_of(folder)
            code_files = [file for file in files if not is_called_a_test(portion.name_of(file))]
            if code_files:
                yield _escaped_folder(code, folder, code_files, name, layers.layer_of(name) if layers else None)


def check_classes(architecture: Architecture) -> Iterator[Finding]:
    """Files whose imports grimp could read and whose classes this Python cannot."""
    code = architecture.code
    already = {unparsed.module for unparsed in code.scan.unparsed}
    version = ".".join(map(str, sys.version_info[:2]))
    for module, error in sorted(architecture.hexagon.structure.unreadable.items()):
        if module not in already:
            message = f"Python {version} cannot parse {module}, so no rule on classes saw it: {error}"
            line = getattr(error, "lineno", None) or 1
            fix = "run dovetail with the Python that the code is written for"
            yield code.finding(ID, module, line, message=message, fix=fix)


def _shortened(reason: str) -> str:
    """A parser may repeat the line that it stumbles over, however long that is."""
    return reason if len(reason) <= _LONGEST else f"{reason[:_LONGEST]}..."


def _unnameable(code: Code, file: Path, name: str) -> Iterator[Finding]:
    if not is_called_a_test(name):
        kind = "folder" if file.name == "__init__.py" else "file"
        message = f"the name of this {kind} is not UTF-8, so that no import can name it and no verdict covers it"
        yield code.finding_in(file, ID, 1, module=name, message=message, fix=f"give the {kind} another name")


def _escaped_folder(code: Code, folder: Path, files: list[Path], name: str, layer: str | None) -> Finding:
    count = "its one module" if len(files) == 1 else f"its {len(files)} modules"
    shown = code.sources.relative(folder)
    where = f" ({layer} layer)" if layer else ""
    message = f"{shown}/{where} has no __init__.py, so import-linter's graph leaves out {count}"
    fix = f"add {shown}/__init__.py, or move what is not meant to be imported out of the package"
    return code.finding_in(files[0], ID, 1, module=name, message=message, fix=fix)
