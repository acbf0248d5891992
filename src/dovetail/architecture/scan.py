"""The import graph, through grimp.

Two of grimp's internals are used here, and nowhere else: `scan_imports`, with the values that it takes. Its public
`build_graph` finds packages through `sys.modules` (and so may read another copy of the code than the repository's),
gives up all modules when one file has a syntax error, and keeps a cache whose modification times are shared between
graphs of different options.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from grimp import DirectImport, ImportGraph, Module
from grimp.application.ports.modulefinder import FoundPackage, ModuleFile
from grimp.application.scanning import scan_imports
from grimp.exceptions import SourceSyntaxError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from dovetail.architecture.tree import Portion

Imports = dict[str, set[DirectImport]]


@dataclass(frozen=True, slots=True)
class Unparsed:
    """A file that could not be read as Python, and why."""

    module: str
    path: Path
    line: int
    reason: str


@dataclass(frozen=True)
class Scan:
    """The imports of every module of some root packages, and the graphs made of them.

    Attributes:
        portions: the folders that were read.
        type_checking: whether imports under `if TYPE_CHECKING:` are among them.
    """

    portions: tuple[Portion, ...]
    type_checking: bool = True

    @cached_property
    def modules(self) -> dict[str, Path]:
        """Every module and its file."""
        return {module: path for portion in self.portions for module, path in portion.modules.items()}

    @cached_property
    def at_run_time(self) -> Scan:
        """The same without imports under `if TYPE_CHECKING:`."""
        return replace(self, type_checking=False) if self.type_checking else self

    def graph(self, *, external: bool) -> ImportGraph:
        """A graph that the caller may change.

        Args:
            external: whether it has third-party packages.
        """
        return deepcopy(self._graph if external else self._internal_graph)

    @cached_property
    def _graph(self) -> ImportGraph:
        return _assemble(self.portions, self._scanned[0])

    @cached_property
    def _internal_graph(self) -> ImportGraph:
        graph = deepcopy(self._graph)
        for module in [module for module in graph.modules if graph.is_module_squashed(module)]:
            graph.remove_module(module)
        return graph

    @property
    def unparsed(self) -> tuple[Unparsed, ...]:
        """The files that have no imports in the graph because they cannot be parsed."""
        return self._scanned[1]

    @cached_property
    def _scanned(self) -> tuple[Imports, tuple[Unparsed, ...]]:
        found = frozenset(map(_found_package, self.portions))
        files = sorted(file for package in found for file in package.module_files)
        imports: Imports = {}
        unparsed: list[Unparsed] = []
        for part, failure in _scan_in_parts(files, found, self.type_checking):
            imports.update(part)
            if failure is not None:
                module, error = failure
                unparsed.append(_unparsed(module, self.modules[module], error))
        return imports, tuple(unparsed)


def _found_package(portion: Portion) -> FoundPackage:
    return FoundPackage(
        name=portion.package,
        directory=str(portion.directory),
        module_files=frozenset(ModuleFile(Module(name), 0.0) for name in portion.modules),
        namespace_packages=frozenset(portion.namespaces),
    )


def _scan_in_parts(
    files: Sequence[ModuleFile], found: frozenset[FoundPackage], type_checking: bool
) -> Iterable[tuple[Imports, tuple[str, Exception] | None]]:
    """Scan all files at once, and where that fails, halve them until the file that cannot be parsed stands alone."""
    try:
        scanned = scan_imports(
            files,
            found_packages=set(found),
            include_external_packages=True,
            exclude_type_checking_imports=not type_checking,
        )
    except (SourceSyntaxError, OSError, ValueError) as error:
        if len(files) == 1:
            yield {files[0].module.name: set()}, (files[0].module.name, error)
            return
        middle = len(files) // 2
        yield from _scan_in_parts(files[:middle], found, type_checking)
        yield from _scan_in_parts(files[middle:], found, type_checking)
    else:
        yield {file.module.name: imports for file, imports in scanned.items()}, None


def _unparsed(module: str, path: Path, error: Exception) -> Unparsed:
    if isinstance(error, SourceSyntaxError):
        return Unparsed(module, path, error.lineno or 1, (error.text or "a syntax error").strip())
    return Unparsed(module, path, 1, str(error))


def _assemble(portions: Iterable[Portion], imports: Imports) -> ImportGraph:
    """Put the graph together as grimp does."""
    portions = tuple(portions)
    graph = ImportGraph()
    for namespace in {name for portion in portions for name in portion.namespaces}:
        graph.add_module(namespace)
    for module in imports:
        graph.add_module(module)
    roots = tuple({portion.package for portion in portions})
    inside = tuple(f"{root}." for root in roots)
    for imported in {found.imported.name for direct in imports.values() for found in direct}:
        graph.add_module(imported, is_squashed=not (imported in roots or imported.startswith(inside)))
    for direct in imports.values():
        for found in direct:
            graph.add_import(
                importer=found.importer.name,
                imported=found.imported.name,
                line_number=found.line_number,
                line_contents=found.line_contents,
                is_lazy=found.is_lazy,
            )
    return graph
