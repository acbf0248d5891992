"""ARCH-15: every adapter has a suite."""

from __future__ import annotations

from collections.abc import Iterator

from dovetail.architecture.coverage import Coverage
from dovetail.architecture.findings import Finding
from dovetail.architecture.model import Architecture, InapplicableError

ID = "ARCH-15"


def check(architecture: Architecture) -> Iterator[Finding]:
    """Adapters of a port with a contract that no module with suites mentions, nor a factory that it calls."""
    coverage = Coverage.of(architecture)
    if not coverage.suites.ports:
        raise InapplicableError("no contract with a port was found in tests/ or contracts/")
    for adapter in architecture.hexagon.adapters:
        contract = coverage.contract_for(adapter)
        if contract and not coverage.is_held(adapter) and not adapter.cls.is_called_abstract:
            message = f"{adapter.name} has no suite, and {contract.name} is there for {adapter.port.cls.name}"
            fix = f"write in the tests: class Test{adapter.name}({contract.name}): adapter = {adapter.name}"
            yield architecture.code.finding(ID, adapter.cls.module, adapter.cls.line, message=message, fix=fix)
