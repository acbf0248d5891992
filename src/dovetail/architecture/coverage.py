"""Which adapters the tests hold to a contract: what ARCH-15 judges, and the inventory shows."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from dovetail.architecture.classes.suites import SuiteClass, Suites

if TYPE_CHECKING:
    from dovetail.architecture.classes.declarations import Class
    from dovetail.architecture.classes.port_model import Adapter, Port
    from dovetail.architecture.model import Architecture


@dataclass(eq=False, repr=False)
class Coverage:
    """The suites of a repository, beside its ports and adapters.

    Attributes:
        architecture: the repository.
        suites: what its tests hold to a contract.
    """

    architecture: Architecture
    suites: Suites

    @classmethod
    def of(cls, architecture: Architecture) -> Coverage:
        """Read the tests of a repository."""
        return cls(architecture, architecture.suites)

    def contract_of(self, port: Port) -> SuiteClass | None:
        """The contract that states a port."""
        return self._stating(port.cls)

    def contract_for(self, adapter: Adapter) -> SuiteClass | None:
        """The contract for an adapter's port, or for a class between the two: `Orders(Repository[Order])`."""
        lineage = self.architecture.hexagon.structure.lineage(adapter.cls)[1:]
        found = map(self._stating, [adapter.port.cls, *lineage])
        return next(filter(None, found), None)

    def _stating(self, cls: Class) -> SuiteClass | None:
        name = self.suites.ports.get(cls.name)
        return next((each for each in self.suites.classes if each.name == name), None)

    def suites_of(self, adapter: Adapter) -> tuple[SuiteClass, ...]:
        """The suites whose own text names an adapter; a fixture or a factory elsewhere may name it too."""
        return tuple(each for each in self.suites.classes if adapter.name in each.names)

    def is_held(self, adapter: Adapter) -> bool:
        """Whether a module with suites names an adapter, or a factory that it calls does."""
        return adapter.name in self.suites.mentioned or adapter.name in self._named_by_factories

    @cached_property
    def _named_by_factories(self) -> set[str]:
        """The names used in modules of the code from which suites import a function: it may build the adapter."""
        structure = self.architecture.hexagon.structure
        found: set[str] = set()
        for dotted in self.suites.imported:
            module, _, name = structure.follow(dotted).rpartition(".")
            body = structure.body(module)
            if body and name in body.names.functions:
                found |= {node.id for node in body.nodes if isinstance(node, ast.Name)}
        return found
