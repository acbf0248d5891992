"""ARCH-08: every adapter fits a port."""

from __future__ import annotations

from collections.abc import Iterator

from dovetail.architecture.findings import Finding
from dovetail.architecture.model import Architecture, InapplicableError

ID = "ARCH-08"


def check(architecture: Architecture) -> Iterator[Finding]:
    """Adapters that inherit from a port, or bear its name, and leave out some of its operations."""
    hexagon = architecture.hexagon
    adapters = hexagon.adapters
    if not adapters:
        raise InapplicableError("no class outside the core inherits from a port, or fits one and bears its name")
    for adapter in adapters:
        missing = [] if hexagon.is_unfinished(adapter) else hexagon.missing(adapter)
        if missing:
            operations = ", ".join(missing)
            message = f"{adapter.name} lacks {operations} of {adapter.port.cls.name}"
            fix = f"define {operations} as {adapter.port.cls.module} declares it"
            yield architecture.code.finding(ID, adapter.cls.module, adapter.cls.line, message=message, fix=fix)
