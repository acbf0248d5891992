"""ARCH-13: adapters are bound in the composition root and built nowhere else."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from dovetail.architecture.findings import Finding
from dovetail.architecture.hexagon import Adapter
from dovetail.architecture.model import Architecture, InapplicableError

ID = "ARCH-13"

# Modules that are composition roots in all but their layer: FastAPI's dependencies, factories, the program's start.
_COMPOSES = frozenset({
    "deps", "dependencies", "di", "injection", "container", "containers", "wiring", "provider", "providers", "factory",
    "factories", "main", "__main__", "app", "asgi", "wsgi",
})  # fmt: skip


def check(architecture: Architecture) -> Iterator[Finding]:
    """Entry points that call an adapter's class; where the core does, that is ARCH-01."""
    roots = ", ".join(architecture.modules_of("composition"))
    if not roots:
        raise InapplicableError("no composition root was found")
    adapters = {adapter.cls.dotted: adapter for adapter in architecture.hexagon.adapters}
    if not adapters:
        raise InapplicableError("no class outside the core inherits from a port, or fits one and bears its name")
    for module in sorted(architecture.code.scan.modules):
        composes = not _COMPOSES.isdisjoint(module.split(".")[1:])
        if architecture.has_role(module, "entrypoints") and not composes:
            yield from _built(architecture, module, adapters)


def _built(architecture: Architecture, module: str, adapters: dict[str, Adapter]) -> Iterator[Finding]:
    structure = architecture.hexagon.structure
    declared = structure.declarations(module)
    for node in ast.walk(declared.tree) if declared else ():
        if declared and isinstance(node, ast.Call):
            adapter = adapters.get(structure.follow(declared.resolve(node.func)))
            if adapter:
                roots = ", ".join(architecture.modules_of("composition"))
                message = f"{module} builds {adapter.name} itself"
                fix = f"build it in {roots}, and let {module} be given a {adapter.port.cls.name}"
                yield architecture.code.finding(ID, module, node.lineno, message=message, fix=fix)
