"""ARCH-09: signatures match."""

from __future__ import annotations

from collections.abc import Iterator

from dovetail.architecture.classes.declarations import Class, Function
from dovetail.architecture.classes.port_model import Adapter
from dovetail.architecture.classes.ports_and_adapters import Hexagon
from dovetail.architecture.classes.signatures import mismatch
from dovetail.architecture.findings import Finding
from dovetail.architecture.model import Architecture, InapplicableError

ID = "ARCH-09"


def check(architecture: Architecture) -> Iterator[Finding]:
    """Operations of adapters that cannot be called, or read, in every way that the port's can."""
    adapters = architecture.hexagon.adapters
    if not adapters:
        raise InapplicableError("no class outside the core inherits from a port, or fits one and bears its name")
    told: set[tuple[str, str]] = set()
    for adapter in adapters:
        for owner, given, promised, problem in _mismatches(architecture.hexagon, adapter):
            # What several adapters inherit is one mistake.
            if (owner.dotted, given.name) not in told:
                told.add((owner.dotted, given.name))
                message = f"{owner.name}.{given.name} {problem} ({adapter.port.cls.name})"
                fix = f"write: {promised.header}"
                yield architecture.code.finding(ID, owner.module, given.line, message=message, fix=fix)


def _mismatches(hexagon: Hexagon, adapter: Adapter) -> Iterator[tuple[Class, Function, Function, str]]:
    promises = {**adapter.port.required, **adapter.port.operations}
    # Nobody names the parameters of what is private or special.
    for name, promised in sorted((name, promise) for name, promise in promises.items() if promise.public):
        owner = hexagon.owner(adapter, name)
        given = owner.methods[name] if owner else promised
        problem = mismatch(promised, given)
        if owner and problem and given is not promised:
            yield owner, given, promised, problem
