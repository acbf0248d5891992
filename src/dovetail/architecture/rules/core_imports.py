"""ARCH-02: the core imports only the standard library and what is allowed."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dovetail.architecture.findings import Finding
    from dovetail.architecture.model import Architecture

ID = "ARCH-02"


def check(architecture: Architecture) -> Iterator[Finding]:
    """Third-party imports of core modules, direct or through modules that belong to no layer."""
    for module in architecture.core_modules:
        for imported in _forbidden(architecture, module):
            yield from _direct(architecture, module, imported)
    yield from _through_unplaced_modules(architecture)


def _forbidden(architecture: Architecture, module: str) -> list[str]:
    """The third-party packages that a module imports and must not."""
    graph = architecture.code.graph
    return [
        imported
        for imported in sorted(architecture.code.scan.imported_by(module))
        if graph.is_module_squashed(imported)
        and architecture.is_foreign(imported)
        and not _allowed(architecture, module, imported)
    ]


def _allowed(architecture: Architecture, importer: str, imported: str) -> bool:
    """Whether `allow` names the package, or every import of it names a submodule that `allow` does."""
    allow = architecture.settings.allow
    if any(f"{imported}.".startswith(f"{name}.") for name in allow):
        return True
    inner = tuple(f"{name}." for name in allow if name.startswith(f"{imported}."))
    named = [f"{name}." for name in _named(architecture, importer, imported)] if inner else []
    return bool(named) and all(name.startswith(inner) for name in named)


def _named(architecture: Architecture, importer: str, imported: str) -> list[str]:
    """What the import statements of a module name in a package: submodules, or things in them."""
    body = architecture.hexagon.structure.body(importer)
    lines = architecture.code.lines_of(importer, imported)
    nodes = [node for node in body.nodes if getattr(node, "lineno", 0) in lines] if body else []
    plain = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    starts = [node for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]
    named = [*plain, *(f"{node.module}.{alias.name}" for node in starts for alias in node.names)]
    return [name for name in named if f"{name}.".startswith(f"{imported}.")]


def _direct(architecture: Architecture, module: str, imported: str) -> Iterator[Finding]:
    message = f"{module} imports {imported}, which the core may not"
    fix = _fix(architecture, imported)
    yield from architecture.code.import_findings(ID, (module, imported), message=message, fix=fix)


def _fix(architecture: Architecture, imported: str) -> str:
    if (architecture.code.sources.root / imported).is_dir():
        return (
            f'{imported} is a folder of this repository: judge it too, [tool.dovetail] root_packages = ["{imported}"]'
        )
    return f'declare a port and let an adapter import {imported}, or allow it: [tool.dovetail] allow = ["{imported}"]'


def _through_unplaced_modules(architecture: Architecture) -> Iterator[Finding]:
    """Chains core -> modules without a layer -> third party; one finding for each module of the core and each package.

    Who imports the same helper later is told too, though a baseline, or an `ignore`, knows the others.
    """
    forbidden = {module: _forbidden(architecture, module) for module in architecture.reached_from_the_core}
    for module in architecture.core_modules if any(forbidden.values()) else ():
        found: dict[str, tuple[str, ...]] = {}
        for chain in architecture.unplaced.chains(module):  # the shortest first
            for imported in forbidden[chain[-1]]:
                found.setdefault(imported, (*chain, imported))
        for imported, chain in sorted(found.items()):
            last = chain[-2]
            message = f"{module} reaches {imported} through {last}, which belongs to no layer"
            fix = f"put {last} in a layer, e.g. layers.adapters, or {_fix(architecture, imported)}"
            yield from architecture.code.import_findings(ID, chain, message=message, fix=fix)
