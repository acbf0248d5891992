"""ARCH-04: no module escapes the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dovetail.architecture.findings import Finding
    from dovetail.architecture.model import Code

ID = "ARCH-04"


def check(code: Code) -> Iterator[Finding]:
    """Folders without `__init__.py` and files that cannot be parsed. Needs no layers: it runs in every repository."""
    for unparsed in code.scan.unparsed:
        message = f"{unparsed.module} cannot be parsed, so its imports are in no verdict: {unparsed.reason}"
        yield code.finding(ID, unparsed.module, unparsed.line, message=message, fix="correct the file")
    for portion in code.scan.portions:
        for folder, files in portion.escaped.items():
            yield _escaped_folder(code, folder, files, portion.directory, portion.package)


def _escaped_folder(code: Code, folder: Path, files: list[Path], directory: Path, package: str) -> Finding:
    name = ".".join((package, *folder.relative_to(directory).parts))
    count = "its one module is" if len(files) == 1 else f"its {len(files)} modules are"
    shown = code.sources.relative(folder)
    message = f"{shown}/ has no __init__.py, so {count} in no verdict"
    fix = f"add {shown}/__init__.py, or move what is not meant to be imported out of the package"
    return code.finding_in(files[0], ID, 1, module=name, message=message, fix=fix)
