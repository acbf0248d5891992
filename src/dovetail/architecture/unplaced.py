"""The modules that belong to no layer: what they import counts as imported by those who import them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dovetail.architecture.contexts import Contexts
    from dovetail.architecture.imports.scan import Scan
    from dovetail.architecture.layers import Layers


@dataclass(eq=False, repr=False)
class Unplaced:
    """Chains of imports through modules of no layer; what a published module of another context imports is left out.

    Attributes:
        scan: the imports that count.
        layers: which module belongs where.
        contexts: what the modules of a context may call.
    """

    scan: Scan
    layers: Layers
    contexts: Contexts
    _imports: dict[str, list[str]] = field(default_factory=dict, repr=False)

    def imports(self, module: str) -> list[str]:
        """The modules of no layer that a module imports, in order."""
        if module not in self._imports:
            found = sorted(self.scan.imported_by(module))
            self._imports[module] = [name for name in found if self._is_reached(module, name)]
        return self._imports[module]

    def _is_reached(self, importer: str, imported: str) -> bool:
        unplaced = not self.scan.shared_graph.is_module_squashed(imported) and self.layers.layer_of(imported) is None
        return unplaced and not self.contexts.may_call(importer, imported)

    def chains(self, module: str) -> list[tuple[str, ...]]:
        """The shortest ways from a module to each module of no layer, through nothing but such modules."""
        seen = {module}
        waiting: list[tuple[str, ...]] = [(module,)]
        for chain in waiting:
            found = [name for name in self.imports(chain[-1]) if name not in seen]
            seen.update(found)
            waiting += [(*chain, name) for name in found]
        return waiting[1:]

    def reached_from(self, modules: Iterable[str]) -> set[str]:
        """The modules of no layer that some modules reach through nothing but such modules."""
        found: set[str] = set()
        waiting = list(modules)
        for module in waiting:
            more = [name for name in self.imports(module) if name not in found]
            found.update(more)
            waiting += more
        return found
