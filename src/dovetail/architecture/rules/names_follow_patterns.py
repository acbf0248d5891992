"""ARCH-12: names follow the convention."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from dovetail.architecture.classes.declarations import Class
from dovetail.architecture.findings import Finding
from dovetail.architecture.model import Architecture, InapplicableError

ID = "ARCH-12"


def check(architecture: Architecture) -> Iterator[Finding]:
    """Ports, adapters and models whose names match none of the patterns that the team wrote for them."""
    patterns = architecture.settings.names
    if not patterns:
        raise InapplicableError('no convention is written: names = {ports = ["*Repository"]} in [tool.dovetail]')
    for kind, wanted in sorted(patterns.items()):
        for cls in classes_of(architecture, kind):
            if not any(fnmatchcase(cls.name, pattern) for pattern in wanted):
                message = f"{cls.name} is one of the {kind}, and their names are {' or '.join(wanted)}"
                fix = f"rename {cls.name}, or widen names.{kind} in [tool.dovetail]"
                yield architecture.code.finding(ID, cls.module, cls.line, message=message, fix=fix)


def classes_of(architecture: Architecture, kind: str) -> tuple[Class, ...]:
    """The ports, the adapters or the models."""
    if kind == "models":
        return architecture.models
    if kind == "ports":
        return tuple(port.cls for port in architecture.hexagon.ports)
    return tuple(dict.fromkeys(adapter.cls for adapter in architecture.hexagon.adapters))
