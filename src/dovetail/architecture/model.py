"""What every rule is given to judge."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from dovetail.architecture.classes.declarations import Class
from dovetail.architecture.classes.models import find_mapped, find_models
from dovetail.architecture.classes.ports_and_adapters import Hexagon
from dovetail.architecture.classes.structure import Structure
from dovetail.architecture.classes.suites import Suites, find_suites
from dovetail.architecture.contexts import Contexts
from dovetail.architecture.layers import draw_contexts
from dovetail.architecture.standard_library import standard_library
from dovetail.architecture.tests_apart import without
from dovetail.architecture.unplaced import Unplaced

if TYPE_CHECKING:
    from grimp import ImportGraph

    from dovetail.architecture.imports.code import Code
    from dovetail.architecture.layers import Layers
    from dovetail.architecture.settings import Settings


class InapplicableError(Exception):
    """A rule that has nothing to judge in this repository; the message says what it looked for."""


@dataclass(eq=False, repr=False)
class Architecture:
    """A repository with its layers drawn in.

    Attributes:
        settings: what the team wrote.
        layers: which module belongs where.
        code: the imports and their files.
        roots: the root packages.
        hexagon: ports and adapters. Reads the source of classes when asked, which rules on imports alone never do.
    """

    settings: Settings
    layers: Layers
    code: Code
    roots: tuple[str, ...]
    hexagon: Hexagon

    @classmethod
    def of(cls, settings: Settings, layers: Layers, code: Code, roots: tuple[str, ...]) -> Architecture:
        """Lay the layers over the code; its tests are nobody's ports and adapters."""
        modules = {name: path for name, path in code.scan.modules.items() if name not in layers.tests}
        return cls(settings, layers, code, roots, Hexagon(Structure(modules, code.scan.texts), layers))

    def graph_of_code(self, *, external: bool) -> ImportGraph:
        """The imports without those of tests, in a graph that the caller may change."""
        return without(self.code.scan.graph(external=external), self.layers.tests)

    def is_foreign(self, module: str) -> bool:
        """Whether a module is part of neither the standard library nor its backports."""
        return module.partition(".")[0] not in self._standard_library

    @cached_property
    def _standard_library(self) -> frozenset[str]:
        return standard_library(self.code.sources.root)

    def has_role(self, module: str, role: str) -> bool:
        """Whether a module lies in the layers of `adapters`, of `entrypoints` or of `composition`."""
        return self.layers.layer_of(module) in self.layers.preset.roles[role]

    def modules_of(self, role: str) -> tuple[str, ...]:
        """The modules that make up those layers."""
        layers = self.layers.preset.roles[role]
        return tuple(module for layer in layers for module in self.layers.modules.get(layer, ()))

    @cached_property
    def contexts(self) -> Contexts:
        """The bounded contexts; without any, nothing is between them.

        Raises:
            ContractError: the settings name a module that does not exist.
        """
        preset, settings = self.layers.preset, self.settings
        published = settings.published or preset.published
        if not (settings.contexts or preset.contexts):
            return Contexts((), published)
        return Contexts(draw_contexts(preset, settings, self.roots, self.graph_of_code(external=False)), published)

    @cached_property
    def unplaced(self) -> Unplaced:
        """What reaches what through modules of no layer."""
        return Unplaced(self.code.scan, self.layers, self.contexts)

    @cached_property
    def reached_from_the_core(self) -> frozenset[str]:
        """The modules of no layer that the core reaches through nothing but such modules."""
        return frozenset(self.unplaced.reached_from(self.core_modules))

    @cached_property
    def suites(self) -> Suites:
        """What the tests hold to a contract."""
        return find_suites(self.code.sources.root)

    @cached_property
    def models(self) -> tuple[Class, ...]:
        """Persistence models. A class of the core that a table is mapped to does not count."""
        graph, structure = self.code.graph, self.hexagon.structure
        declared = find_models(structure, graph)
        mapped = (cls for cls in find_mapped(structure, graph) if not self.layers.is_core(cls.module))
        found = {cls.dotted: cls for cls in (*declared, *mapped)}
        return tuple(found[name] for name in sorted(found))

    @cached_property
    def core_modules(self) -> tuple[str, ...]:
        """The modules of the core, in order."""
        return tuple(sorted(module for module in self.code.scan.modules if self.layers.is_core(module)))
