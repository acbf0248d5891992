"""Putting the import graph together from what was read, as grimp does."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from grimp import ImportGraph

if TYPE_CHECKING:
    from dovetail.architecture.imports.read import Imports
    from dovetail.architecture.imports.unresolved import Unresolved
    from dovetail.architecture.source.tree import Portion


def nodes_of(portions: Iterable[Portion]) -> set[str]:
    """Every module and every package without a file."""
    return {name for portion in portions for name in (*portion.modules, *portion.namespaces)}


def assemble(portions: Iterable[Portion], imports: Imports) -> ImportGraph:
    """Put the graph together as grimp does. The imports are let go on the way.

    In order, by name: of several chains as short as each other, a graph shows those that its order makes it come to
    first, and two runs must not differ.
    """
    graph = ImportGraph()
    for module in sorted({name for portion in portions for name in portion.namespaces}.union(imports)):
        graph.add_module(module)
    _add_imports(graph, portions, imports)
    return graph


def exchange(graph: ImportGraph, portions: Iterable[Portion], imports: Imports) -> None:
    """Give some modules other imports, in order. A third-party package goes with the last import of it."""
    dropped: set[str] = set()
    for importer in sorted(imports):
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            graph.remove_import(importer=importer, imported=imported)
            dropped.add(imported)
    _add_imports(graph, portions, imports)
    for module in sorted(dropped):
        if graph.is_module_squashed(module) and not graph.find_modules_that_directly_import(module):
            graph.remove_module(module)


def _add_imports(graph: ImportGraph, portions: Iterable[Portion], imports: Imports) -> None:
    """Add imports, and what they name outside the root packages. They are let go on the way."""
    roots = tuple({portion.package for portion in portions})
    inside = tuple(f"{root}." for root in roots)
    for imported in sorted({found[0] for direct in imports.values() for found in direct}):
        graph.add_module(imported, is_squashed=not (imported in roots or imported.startswith(inside)))
    for importer in sorted(imports):
        direct = imports.pop(importer)
        for imported, line, text, lazy in direct:
            graph.add_import(importer=importer, imported=imported, line_number=line, line_contents=text, is_lazy=lazy)


def add_unresolved(graph: ImportGraph, unresolved: Iterable[Unresolved], importers: Collection[str]) -> ImportGraph:
    """Let modules that are not there count as the packages above them, where some modules import them.

    Where third-party packages count, grimp takes such a module for one of them, and so for the root package: as if the
    importer needed all that this imports.
    """
    here = [found for found in unresolved if found.importer in importers]
    lines = {(found.importer, found.line) for found in here}
    for importer, root in sorted({(found.importer, found.imported.partition(".")[0]) for found in here}):
        details = graph.get_import_details(importer=importer, imported=root) if root in graph.modules else []
        if details and all((importer, detail["line_number"]) in lines for detail in details):
            graph.remove_import(importer=importer, imported=root)
    for found in here:
        if found.parent:
            graph.add_import(
                importer=found.importer, imported=found.parent, line_number=found.line, line_contents=found.text
            )
    return graph
