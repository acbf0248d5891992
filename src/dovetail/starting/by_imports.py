"""Layers by what modules import: the last resort, where no name says anything."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dovetail.architecture.tests_apart import find_tests
from dovetail.conventions import words

if TYPE_CHECKING:
    from grimp import ImportGraph


# Frameworks that speak to databases and servers too: beside a driver, they say nothing of what comes in.
_BOTH = {"django", "aiohttp"}


def trade(module: str, graph: ImportGraph) -> str:
    """What a module, with all in it, is made for by the libraries that it imports: a layer's name, or nothing."""
    libraries = {
        imported.partition(".")[0]
        for each in (module, *graph.find_descendants(module))
        for imported in graph.find_modules_directly_imported_by(each)
        if graph.is_module_squashed(imported)
    }
    served, reached = libraries & words("imports.entrypoints"), libraries & words("imports.adapters")
    if served - (_BOTH if reached else set()):
        return "entrypoints"
    return "adapters" if reached else ""


def layers_by_imports(roots: Iterable[str], graph: ImportGraph) -> dict[str, tuple[str, ...]]:
    """The layer of each part of the code: a child of a root package, or of the one package that the root holds.

    What imports a web framework or reads a command line is an entry point; what imports a driver is an adapter; what
    imports both of these is the composition. What imports nothing of the code but its like is the domain, where
    something else imports it, and the rest that imports no library at all is the application.
    """
    tests = find_tests(graph)
    parts = [part for root in roots for part in _parts(root, graph) if part not in tests]
    trades = {part: trade(part, graph) for part in parts}
    uses = {part: _used(part, parts, graph) for part in parts}
    found: dict[str, list[str]] = {}
    inner = _innermost([part for part in parts if not trades[part]], uses)
    for part in parts:
        around = {trades[other] for other in uses[part]}
        if {"entrypoints", "adapters"} <= around:
            layer = "composition"
        elif trades[part]:
            layer = trades[part]
        elif part in inner:
            layer = "domain"
        elif uses[part] and not {"entrypoints", "adapters"} & around:
            layer = "application"
        else:
            continue
        found.setdefault(layer, []).append(part)
    return {layer: tuple(modules) for layer, modules in found.items()}


def _parts(root: str, graph: ImportGraph) -> list[str]:
    children = sorted(graph.find_children(root))
    while len(children) == 1 and graph.find_children(children[0]):
        children = sorted(graph.find_children(children[0]))
    return children


def _used(part: str, parts: list[str], graph: ImportGraph) -> set[str]:
    return {
        other
        for other in parts
        if other != part and graph.direct_import_exists(importer=part, imported=other, as_packages=True)
    }


def _innermost(free: list[str], uses: dict[str, set[str]]) -> set[str]:
    """The parts without a trade that import no other part, and that another one imports."""
    imported = {other for others in uses.values() for other in others}
    return {part for part in free if not uses[part] and part in imported}
