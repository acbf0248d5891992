"""What every rule is given to judge."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from dovetail.architecture.contexts import Contexts
from dovetail.architecture.declarations import Class
from dovetail.architecture.findings import Finding
from dovetail.architecture.hexagon import Hexagon
from dovetail.architecture.layers import draw_contexts, is_test, without_tests
from dovetail.architecture.models import find_mapped, find_models
from dovetail.architecture.structure import Structure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grimp import ImportGraph

    from dovetail.architecture.layers import Layers
    from dovetail.architecture.scan import Scan
    from dovetail.architecture.settings import Settings
    from dovetail.architecture.sources import Sources


class InapplicableError(Exception):
    """A rule that has nothing to judge in this repository; the message says what it looked for."""


@dataclass(frozen=True)
class Code:
    """The imports of a repository, and the files that they stand in.

    Attributes:
        scan: every import.
        sources: the text behind it.
    """

    scan: Scan
    sources: Sources

    @property
    def graph(self) -> ImportGraph:
        """The shared graph, third-party packages included. Copy it before changing it."""
        return self.scan.shared_graph

    def has(self, module: str) -> bool:
        """Whether there is a file of that module, or one below it."""
        modules = self.scan.modules
        return module in modules or any(name.startswith(f"{module}.") for name in modules)

    def file_of(self, module: str) -> Path:
        """The file of a module; of a namespace package, the first file below it."""
        modules = self.scan.modules
        found = modules.get(module) or next(modules[name] for name in sorted(modules) if name.startswith(f"{module}."))
        return Path(found)

    def lines_of(self, importer: str, imported: str) -> tuple[int, ...]:
        """The lines on which one module imports another."""
        details = self.graph.get_import_details(importer=importer, imported=imported)
        return tuple(sorted({detail["line_number"] for detail in details}))

    def finding(self, clause: str, module: str, line: int, *, message: str, fix: str) -> Finding:
        """A finding at a line of a module."""
        return self.finding_in(self.file_of(module), clause, line, module=module, message=message, fix=fix)

    def finding_in(self, path: Path, clause: str, line: int, *, module: str, message: str, fix: str) -> Finding:
        """A finding at a line of a file that need not be in the graph."""
        column = self.sources.column(path, line)
        shown = self.sources.relative(path)
        return Finding(clause, shown, line, column, module=module, message=message, fix=fix)

    def import_findings(self, clause: str, chain: tuple[str, ...], *, message: str, fix: str) -> Iterator[Finding]:
        """A finding for each line on which the first import of a chain stands."""
        path = self.file_of(chain[0])
        for line in self.lines_of(chain[0], chain[1]):
            yield Finding(
                id=clause,
                path=self.sources.relative(path),
                line=line,
                column=self.sources.column(path, line),
                module=chain[0],
                message=message,
                fix=fix,
                imported=chain[-1],
                chain=chain,
            )


@dataclass(frozen=True)
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
        modules = {name: path for name, path in code.scan.modules.items() if not is_test(name)}
        return cls(settings, layers, code, roots, Hexagon(Structure(modules), layers))

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
        modules = draw_contexts(preset, settings, self.roots, without_tests(self.code.scan.graph(external=False)))
        return Contexts(modules, settings.published or preset.published)

    @cached_property
    def models(self) -> tuple[Class, ...]:
        """Persistence models. A class of the core that a table is mapped to is none."""
        mapped = (cls for cls in find_mapped(self.hexagon.structure) if not self.layers.is_core(cls.module))
        found = {cls.dotted: cls for cls in (*find_models(self.hexagon.structure), *mapped)}
        return tuple(found[name] for name in sorted(found))

    @cached_property
    def core_modules(self) -> tuple[str, ...]:
        """The modules of the core, in order."""
        return tuple(sorted(module for module in self.code.scan.modules if self.layers.is_core(module)))
