"""ARCH-05: contexts are independent."""

from __future__ import annotations

from collections.abc import Iterator

from grimp import ImportGraph

from dovetail.architecture.classes.loading import Loads
from dovetail.architecture.findings import Finding
from dovetail.architecture.imports.code import told_apart
from dovetail.architecture.model import Architecture, InapplicableError

ID = "ARCH-05"


def check(architecture: Architecture) -> Iterator[Finding]:
    """Chains of imports from one context to another that do not end in what it publishes."""
    contexts = architecture.contexts
    if len(contexts.modules) < 2:
        raise InapplicableError('no two contexts: write contexts = ["shop.sales", "shop.billing"] in [tool.dovetail]')
    fix = "call what the other context publishes, let an event carry it, or name a module in published"
    for dependency in _between_contexts(architecture).find_illegal_dependencies_for_layers(
        layers=[set(contexts.modules)]
    ):
        for route in dependency.routes:
            for head in sorted(route.heads):
                tails = sorted(route.tails)
                chain = (head, *route.middle, tails[0])
                message = f"{head} imports {tails[0]}, and {dependency.importer} must not know {dependency.imported}"
                yield from architecture.code.import_findings(ID, chain, message=message, fix=fix)
    yield from _loaded_by_name(architecture, fix)


def _loaded_by_name(architecture: Architecture, fix: str) -> Iterator[Finding]:
    """Modules of one context that another one names to be loaded; what the core loads is for ARCH-17 to tell."""
    contexts = architecture.contexts
    code = architecture.code.scan.modules.keys() - architecture.layers.tests
    judged = [module for module in sorted(code) if contexts.of(module) and not architecture.layers.is_core(module)]
    loads = Loads(architecture.hexagon.structure, architecture.code.graph, judged)
    for module in judged:
        for name, line, column in told_apart(loads.of(module)):
            if contexts.are_apart(module, name):
                own, other = contexts.of(module), contexts.of(name)
                message = f"{module} loads {name} by its name, and {own} must not know {other}"
                yield architecture.code.finding(ID, module, line, column, message=message, fix=fix)


def _between_contexts(architecture: Architecture) -> ImportGraph:
    """The imports that count: not those of what is published, nor those of the root that puts all contexts together."""
    contexts, graph = architecture.contexts, architecture.graph_of_code(external=False)
    for importer, door in contexts.calls(graph):
        graph.remove_import(importer=importer, imported=door)
    for root in architecture.modules_of("composition"):
        if contexts.of(root) is None:
            graph.remove_module(root)
    return graph
