"""ARCH-05: contexts are independent."""

from __future__ import annotations

from collections.abc import Iterator

from dovetail.architecture.findings import Finding
from dovetail.architecture.layers import draw_contexts, without_tests
from dovetail.architecture.model import Architecture, InapplicableError

ID = "ARCH-05"


def check(architecture: Architecture) -> Iterator[Finding]:
    """Chains of imports from one context to another that do not end in what it publishes."""
    settings, graph = architecture.settings, without_tests(architecture.code.scan.graph(external=False))
    contexts = draw_contexts(architecture.layers.preset, settings, architecture.roots, graph)
    if len(contexts) < 2:
        raise InapplicableError('no two contexts: write contexts = ["shop.sales", "shop.billing"] in [tool.dovetail]')
    for published in _doors(contexts, settings.published or architecture.layers.preset.published, graph.modules):
        graph.remove_module(published)
    fix = "call what the other context publishes, let an event carry it, or name a module in published"
    for dependency in graph.find_illegal_dependencies_for_layers(layers=[set(contexts)]):
        for route in dependency.routes:
            for head in sorted(route.heads):
                tails = sorted(route.tails)
                chain = (head, *route.middle, tails[0])
                message = f"{head} imports {tails[0]}, and {dependency.importer} must not know {dependency.imported}"
                yield from architecture.code.import_findings(ID, chain, message=message, fix=fix)


def _doors(contexts: tuple[str, ...], names: tuple[str, ...], modules: set[str]) -> list[str]:
    """The modules through which contexts may know each other."""
    doors = [f"{context}.{name}" for context in contexts for name in names]
    return [module for module in modules for door in doors if f"{module}.".startswith(f"{door}.")]
