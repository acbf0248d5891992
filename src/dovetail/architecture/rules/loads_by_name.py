"""ARCH-17: the core loads nothing by name that it may not import."""

from __future__ import annotations

from collections.abc import Iterator

from dovetail.architecture.classes.loading import Loads
from dovetail.architecture.findings import Finding
from dovetail.architecture.imports.code import told_apart
from dovetail.architecture.model import Architecture

ID = "ARCH-17"


def check(architecture: Architecture) -> Iterator[Finding]:
    """Names of outer layers, of other contexts and of third-party packages that the core gives to `importlib`.

    A module that belongs to no layer, and that the core imports, answers for the core.
    """
    judged = (*architecture.core_modules, *sorted(architecture.reached_from_the_core))
    loads = Loads(architecture.hexagon.structure, architecture.code.graph, judged)
    for module in judged:
        for name, line, column in told_apart(loads.of(module)):
            # A module that asks for itself, or for the package around it, has it already.
            here = f"{module}.".startswith(f"{name}.")
            rule = None if here else _forbidding(architecture, module, name)
            if rule:
                message = f"{module} loads {name} by its name, and may not import it ({rule})"
                fix = f"declare a port, and let the composition root load {name}"
                yield architecture.code.finding(ID, module, line, column, message=message, fix=fix)


def _forbidding(architecture: Architecture, module: str, name: str) -> str | None:
    """The rule by which a module may not import another one."""
    if any(f"{name}.".startswith(f"{root}.") for root in architecture.roots):
        if _leads_outward(architecture, module, name):
            return "ARCH-01"
        return "ARCH-05" if architecture.contexts.are_apart(module, name) else None
    allowed = any(f"{name}.".startswith(f"{package}.") for package in architecture.settings.allow)
    return "ARCH-02" if architecture.is_foreign(name) and not allowed else None


def _leads_outward(architecture: Architecture, module: str, name: str) -> bool:
    """Whether a module lies further out than another, itself or what it reaches where it has no layer."""
    layers, graph = architecture.layers, architecture.code.graph
    innermost = len(layers.preset.rows)
    depth = {layer: index for index, row in enumerate(layers.preset.rows) for layer in row}
    here, there = layers.layer_of(module), layers.layer_of(name)
    limit = depth[here] if here else min(depth[layer] for layer in layers.preset.core)
    if there:
        return depth[there] < limit
    reached = graph.find_upstream_modules(name) if name in graph.modules else ()
    return any(depth.get(layers.layer_of(found) or "", innermost) < limit for found in reached)
