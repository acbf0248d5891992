"""Layers by the names of modules, at any depth: more than the presets know, the doubtful ones tried by imports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from dovetail.architecture.tests_apart import find_tests
from dovetail.conventions import words
from dovetail.starting.by_imports import trade

if TYPE_CHECKING:
    from grimp import ImportGraph

LAYERS = ("domain", "application", "adapters", "entrypoints", "composition")
_DEPTH = 4
_SERVICES = ("service", "services")
_MANY = 3


def layers_by_names(roots: Iterable[str], graph: ImportGraph) -> dict[str, tuple[str, ...]]:
    """The layer of each module whose name says it, the outermost first; what lies in it belongs to it."""
    tests = find_tests(graph)
    found: dict[str, list[str]] = {layer: [] for layer in LAYERS}
    for root in roots:
        for module in _outermost(root, graph, tests):
            found[layer_of(module, graph)].append(module)
    if not found["domain"] and not found["application"]:
        _services_beside_routers(found)
    found["composition"] = _composing(found, graph)
    return {layer: tuple(_in_short(modules, graph)) for layer, modules in found.items() if modules}


def _outermost(root: str, graph: ImportGraph, tests: frozenset[str]) -> Iterator[str]:
    waiting = [root]
    while waiting:
        module = waiting.pop(0)
        if module in tests:
            continue
        if layer_of(module, graph):
            yield module
        elif module.count(".") - root.count(".") < _DEPTH:
            waiting += sorted(graph.find_children(module))


def _services_beside_routers(found: dict[str, list[str]]) -> None:
    """Where nothing else is the core, services are, though they import the `Depends` of the framework of routers."""
    services = [module for module in found["entrypoints"] if module.rpartition(".")[2].lower() in _SERVICES]
    if len(services) < len(found["entrypoints"]):
        found["application"] += services
        found["entrypoints"] = [module for module in found["entrypoints"] if module not in services]


def _composing(found: dict[str, list[str]], graph: ImportGraph) -> list[str]:
    """Of what is called like a composition root, what imports another layer, or a module that does: `main`, say.

    A library of containers is called like a container too.
    """
    placed = {module for layer, modules in found.items() if layer != "composition" for module in modules}
    waiting = found["composition"]
    while more := {module for module in waiting if _imports_any(module, placed, graph)}:
        placed |= more
        waiting = [module for module in waiting if module not in more]
    return [module for module in found["composition"] if module in placed]


def _imports_any(module: str, others: Iterable[str], graph: ImportGraph) -> bool:
    own = {module, *graph.find_descendants(module)}
    imported = {each for part in own for each in graph.find_modules_directly_imported_by(part)} - own
    return any(f"{each}.".startswith(f"{other}.") for other in others for each in imported)


def layer_of(module: str, graph: ImportGraph) -> str:
    """The layer that a module's name says, or nothing; a doubtful name says it only where the imports agree."""
    name = module.rpartition(".")[2].lower()
    said = next((layer for layer in LAYERS if name in words(f"layers.{layer}")), "")
    if not said or name not in words("layers.doubtful"):
        return said
    if name in ("app", "apps", "setup") and graph.find_children(module):
        return ""  # the whole application goes by that name
    if any("domain" in inner.split(".")[len(module.split(".")) :] for inner in graph.find_descendants(module)):
        return ""  # a folder of features, each with a domain of its own
    made_for = trade(module, graph)
    return made_for or ("application" if name in ("interfaces", "interface") else said)


def _in_short(modules: list[str], graph: ImportGraph) -> Iterator[str]:
    """A pattern for the many contexts that have a module of one name, where it stands for these and no others."""
    patterns: dict[str, list[str]] = {}
    for module in modules:
        parts = module.split(".")
        if len(parts) > 2:
            patterns.setdefault(".".join((*parts[:-2], "*", parts[-1])), []).append(module)
    short: set[str] = set()
    for pattern, meant in sorted(patterns.items()):
        if len(meant) >= _MANY and set(graph.find_matching_modules(pattern)) == set(meant):
            yield pattern
            short |= set(meant)
    yield from (module for module in modules if module not in short)
