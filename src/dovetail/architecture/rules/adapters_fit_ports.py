"""ARCH-08: every adapter fits a port."""

from __future__ import annotations

from collections.abc import Iterator

from dovetail.architecture.findings import Finding
from dovetail.architecture.hexagon import Adapter
from dovetail.architecture.model import Architecture, InapplicableError

ID = "ARCH-08"

# Bases that bring no operation with them; of any other foreign base nobody here knows what it brings.
_BRING_NOTHING = frozenset({"abc.ABC", "typing.Protocol", "typing_extensions.Protocol", "typing.Generic", "object"})


def check(architecture: Architecture) -> Iterator[Finding]:
    """Adapters that inherit from a port, or bear its name, and leave out some of its operations."""
    adapters = architecture.hexagon.adapters
    if not adapters:
        raise InapplicableError("no class outside the core inherits from a port, or fits one and bears its name")
    for adapter in adapters:
        missing = _missing(architecture, adapter)
        if missing:
            operations = ", ".join(missing)
            message = f"{adapter.name} lacks {operations} of {adapter.port.cls.name}"
            fix = f"define {operations} as {adapter.port.cls.module} declares it"
            yield architecture.code.finding(ID, adapter.cls.module, adapter.cls.line, message=message, fix=fix)


def _missing(architecture: Architecture, adapter: Adapter) -> list[str]:
    if _is_unfinished(architecture, adapter):
        return []
    wanted = adapter.port.required if adapter.nominal else adapter.port.operations
    structure = architecture.hexagon.structure
    lineage = [cls for cls in structure.lineage(adapter.cls) if cls.dotted != adapter.port.cls.dotted]
    present = adapter.operations.keys() | {name for cls in lineage for name in cls.attributes}
    return sorted(wanted.keys() - present)


def _is_unfinished(architecture: Architecture, adapter: Adapter) -> bool:
    """Whether a class is for others to complete, or has operations that cannot be seen from here."""
    structure = architecture.hexagon.structure
    lineage = structure.lineage(adapter.cls)
    return (
        "abc.ABC" in adapter.cls.bases
        or not structure.foreign_bases(adapter.cls) <= _BRING_NOTHING
        or any("__getattr__" in cls.methods for cls in lineage)
        or adapter.cls.dotted in architecture.hexagon.extended
    )
