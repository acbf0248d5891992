"""ARCH-15: every adapter has a suite."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from dovetail.architecture.classes.ports import Adapter
from dovetail.architecture.classes.suites import Suites, find_suites
from dovetail.architecture.findings import Finding
from dovetail.architecture.model import Architecture, InapplicableError

ID = "ARCH-15"


def check(architecture: Architecture) -> Iterator[Finding]:
    """Adapters of a port with a contract that no module with suites mentions, nor a factory that it calls."""
    suites = find_suites(architecture.code.sources.root)
    if not suites.ports:
        raise InapplicableError("no contract with a port was found in tests/ or contracts/")
    mentioned = suites.mentioned | _mentioned_by_factories(architecture, suites)
    for adapter in architecture.hexagon.adapters:
        contract = _contract(architecture, adapter, suites)
        if contract and adapter.name not in mentioned and not adapter.cls.is_called_abstract:
            message = f"{adapter.name} has no suite, and {contract} is there for {adapter.port.cls.name}"
            fix = f"write in the tests: class Test{adapter.name}({contract}): adapter = {adapter.name}"
            yield architecture.code.finding(ID, adapter.cls.module, adapter.cls.line, message=message, fix=fix)


def _contract(architecture: Architecture, adapter: Adapter, suites: Suites) -> str | None:
    """The contract for an adapter's port, or for a class between the two: `Orders(Repository[Order])`."""
    lineage = [adapter.port.cls, *architecture.hexagon.structure.lineage(adapter.cls)[1:]]
    return next((suites.ports[cls.name] for cls in lineage if cls.name in suites.ports), None)


def _mentioned_by_factories(architecture: Architecture, suites: Suites) -> set[str]:
    """The names used in modules of the code from which suites import a function: it may build the adapter for them."""
    structure = architecture.hexagon.structure
    found: set[str] = set()
    for dotted in suites.imported:
        module, _, name = structure.follow(dotted).rpartition(".")
        body = structure.body(module)
        if body and name in body.names.functions:
            found |= {node.id for node in body.nodes if isinstance(node, ast.Name)}
    return found
