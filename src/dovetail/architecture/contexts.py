"""Bounded contexts, and the modules by which each may be imported from the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from grimp import ImportGraph

# The name under `published` of what a context's own `__init__.py` offers.
FACADE = "__init__"


class Contexts(NamedTuple):
    """The contexts of a repository.

    Attributes:
        modules: one for each context.
        published: the names of the modules in each that the others may import.
    """

    modules: tuple[str, ...]
    published: tuple[str, ...]

    def of(self, module: str) -> str | None:
        """The context that a module lies in."""
        return next((context for context in self.modules if f"{module}.".startswith(f"{context}.")), None)

    def is_published(self, module: str) -> bool:
        """Whether the other contexts may import a module."""
        context = self.of(module)
        inner = module.removeprefix(f"{context}.") if context else ""
        if module == context:
            return FACADE in self.published
        return bool(inner) and any(f"{inner}.".startswith(f"{name}.") for name in self.published)

    def may_call(self, importer: str, imported: str) -> bool:
        """Whether one module imports what another context publishes; what that imports in its turn does not count."""
        return self.is_published(imported) and self.of(importer) != self.of(imported)

    def are_apart(self, importer: str, imported: str) -> bool:
        """Whether two modules lie in two contexts, and the one imported is not published."""
        contexts = self.of(importer), self.of(imported)
        return None not in contexts and len(set(contexts)) == 2 and not self.is_published(imported)

    def calls(self, graph: ImportGraph) -> list[tuple[str, str]]:
        """The imports of what another context publishes."""
        doors = [module for module in sorted(graph.modules) if self.is_published(module)]
        return [*self._calls_through(doors, graph)]

    def _calls_through(self, doors: Iterable[str], graph: ImportGraph) -> Iterator[tuple[str, str]]:
        for door in doors:
            importers = sorted(graph.find_modules_that_directly_import(door))
            yield from ((importer, door) for importer in importers if self.may_call(importer, door))
