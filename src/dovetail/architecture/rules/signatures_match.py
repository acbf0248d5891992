"""ARCH-09: signatures match."""

from __future__ import annotations

from collections.abc import Iterator

from dovetail.architecture.findings import Finding
from dovetail.architecture.model import Architecture, InapplicableError
from dovetail.architecture.signatures import mismatch

ID = "ARCH-09"


def check(architecture: Architecture) -> Iterator[Finding]:
    """Operations of adapters that cannot be called in every way that the port's can."""
    adapters = architecture.hexagon.adapters
    if not adapters:
        raise InapplicableError("no class outside the core inherits from a port, or fits one and bears its name")
    for adapter in adapters:
        for name, promised in sorted(adapter.port.operations.items()):
            given = adapter.operations.get(name)
            problem = mismatch(promised, given) if given else None
            if given and problem:
                where = architecture.hexagon.defining(adapter, name)
                message = f"{adapter.name}.{name} {problem} ({adapter.port.cls.name})"
                fix = f"write: {promised.header}"
                yield architecture.code.finding(ID, where, given.line, message=message, fix=fix)
