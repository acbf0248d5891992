"""ARCH-07: every port has an adapter."""

from __future__ import annotations

from collections.abc import Iterator

from dovetail.architecture.findings import Finding
from dovetail.architecture.model import Architecture, InapplicableError

ID = "ARCH-07"


def check(architecture: Architecture) -> Iterator[Finding]:
    """Ports that no class inherits from, and that no class and no module in the repository fits."""
    hexagon = architecture.hexagon
    if not hexagon.ports:
        raise InapplicableError("no Protocol or ABC with operations was found in the core")
    if not architecture.modules_of("adapters"):
        raise InapplicableError("no layer for adapters has any module")
    for port in hexagon.ports:
        if not hexagon.heirs[port.cls.dotted] and not hexagon.fits_somewhere(port):
            message = f"nothing implements {port.cls.name}: no class or module has {_listed(sorted(port.operations))}"
            fix = f"write an adapter with every operation of {port.cls.name}, or remove the port"
            yield architecture.code.finding(ID, port.cls.module, port.cls.line, message=message, fix=fix)


def _listed(names: list[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
