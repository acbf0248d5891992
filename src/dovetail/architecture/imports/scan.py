"""The import graph, through grimp.

Two of grimp's internals are used, and only in `read`: `scan_imports`, with the values that it takes. Its public
`build_graph` finds packages through `sys.modules` (and so may read another copy of the code than the repository's),
gives up all modules when one file has a syntax error, and keeps a cache whose modification times are shared between
graphs of different options.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import is_
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from grimp import ImportGraph
from grimp.exceptions import SourceSyntaxError

from dovetail.architecture.cache.imports import Entry, ImportCache, State, cache_key, state_of
from dovetail.architecture.imports.assembly import add_unresolved, assemble, exchange, nodes_of
from dovetail.architecture.imports.read import Failure, Imports, Reader
from dovetail.architecture.module_names import with_ancestors
from dovetail.architecture.source.texts import Texts
from dovetail.architecture.source.tree import Portion

if TYPE_CHECKING:
    from dovetail.architecture.imports.unresolved import Unresolved


class Unparsed(NamedTuple):
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
        external: whether imports of other packages are among them.
        type_checking: whether imports under `if TYPE_CHECKING:` are.
        cache: where the imports of files that have not changed are known from, if anywhere.
        wider: a scan of the same modules with more imports, which leaves few files to be read for this one.
        texts: what is in the files, for whoever reads more of them than their imports.
        unresolved: the imports of modules that are not there, which count for the packages above them.
    """

    portions: tuple[Portion, ...]
    external: bool = True
    type_checking: bool = True
    cache: ImportCache | None = None
    wider: Scan | None = None
    texts: Texts = field(default_factory=Texts, repr=False, compare=False)
    unresolved: tuple[Unresolved, ...] = ()

    @cached_property
    def modules(self) -> dict[str, str]:
        """Every module and its file."""
        return {module: path for portion in self.portions for module, path in portion.modules.items()}

    @cached_property
    def at_run_time(self) -> Scan:
        """The same without imports under `if TYPE_CHECKING:`."""
        if not self.type_checking:
            return self
        left = tuple(found for found in self.unresolved if not found.type_checking)
        return replace(self, type_checking=False, wider=self, unresolved=left)

    @cached_property
    def whole(self) -> Scan:
        """The same with what grimp leaves out and Python does not: folders without `__init__.py`, modules not there."""
        # Import contracts alone never ask for it.
        from dovetail.architecture.imports.unresolved import find_unresolved  # noqa: PLC0415

        whole = tuple(portion.whole for portion in self.portions)
        scan = self if all(map(is_, whole, self.portions)) else replace(self, portions=whole)
        namespaces = {name for portion in whole for name in portion.namespaces}
        roots = {portion.package for portion in whole}
        importers = scan._may_name_the_absent(roots)  # noqa: SLF001 (it is of this class)
        unresolved = find_unresolved(scan.modules, namespaces, roots, self.texts, importers)
        return replace(scan, unresolved=unresolved, wider=scan) if unresolved else scan

    def _may_name_the_absent(self, roots: Collection[str]) -> Collection[str]:
        """The modules that may say `from` something that is not there.

        grimp takes that for the root package, if this has no dot. It passes over `import shop.gone`, where there is
        a `shop`.
        """
        if any("." in root for root in roots) or not (self.external and self.type_checking):
            return self.modules
        graph = self.shared_graph
        importing = (graph.find_modules_that_directly_import(root) for root in roots if root in graph.modules)
        return {file.module for file in self.unparsed}.union(*importing) & self.modules.keys()

    def graph(self, *, external: bool) -> ImportGraph:
        """A graph that the caller may change.

        Args:
            external: whether it has third-party packages; only for a scan that has them.
        """
        return deepcopy(self.shared_graph if external or not self.external else self._internal_graph)

    @property
    def key(self) -> str:
        """The name under which a cache keeps the imports."""
        options = (sorted(str(portion.directory) for portion in self.portions), self.external, self.type_checking)
        return cache_key(self.modules, options)

    @property
    def unparsed(self) -> tuple[Unparsed, ...]:
        """The files that have no imports in the graph because they cannot be parsed."""
        return self._built[1]

    def imported_by(self, module: str) -> set[str]:
        """The modules that one imports, in the graph with all that was read; asked for by one rule after the other."""
        if module not in self._imported_by:
            self._imported_by[module] = self.shared_graph.find_modules_directly_imported_by(module)
        return self._imported_by[module]

    @cached_property
    def _imported_by(self) -> dict[str, set[str]]:
        return {}

    @property
    def shared_graph(self) -> ImportGraph:
        """The graph itself, with all that was read; not to be changed."""
        return self._built[0]

    @cached_property
    def _internal_graph(self) -> ImportGraph:
        graph = deepcopy(self.shared_graph)
        roots = tuple({portion.package for portion in self.portions})
        inside = tuple(f"{root}." for root in roots)
        outside = [name for name in graph.modules if not (name in roots or name.startswith(inside))]
        for module in filter(graph.is_module_squashed, outside):
            graph.remove_module(module)
        return graph

    @cached_property
    def _built(self) -> tuple[ImportGraph, tuple[Unparsed, ...]]:
        wider = self.wider or vars(self).get("whole", self)
        # What is whole may lack Alembic's files, which grimp has: it is then no wider one.
        if wider is not self and self.modules.keys() <= wider.modules.keys():
            return self._narrowed(wider), tuple(file for file in wider.unparsed if file.module in self.modules)
        imports, failures = self._imports()
        unparsed = tuple(_unparsed(module, Path(self.modules[module]), error) for module, error in failures)
        return add_unresolved(assemble(self.portions, imports), self.unresolved, self.modules), unparsed

    def _narrowed(self, wider: Scan) -> ImportGraph:
        """The graph of a scan that has read more; only files of which that one made something else are read again."""
        graph = deepcopy(wider.shared_graph)
        missing = nodes_of(wider.portions) - nodes_of(self.portions)
        again = {module for name in missing for module in graph.find_modules_that_directly_import(name)}
        if self.type_checking != wider.type_checking:
            again.update(module for module, path in self.modules.items() if self._may_say(path, b"TYPE_CHECKING"))
        again.update(found.importer for found in set(wider.unresolved) - set(self.unresolved))
        new = {found.importer for found in set(self.unresolved) - set(wider.unresolved)}
        imports, _ = self.read_imports(again - missing, self._named_by(again, graph))
        exchange(graph, self.portions, {**imports, **{module: [] for module in missing}})
        for module in sorted(missing):
            graph.remove_module(module)
        return add_unresolved(graph, self.unresolved, (again | new) - missing)

    def _named_by(self, modules: Iterable[str], graph: ImportGraph) -> set[str]:
        """All that some modules may import of this repository: what a graph that has read more says, or is around that.

        grimp is told each module that there is, every time: that takes longer than to read a few hundred files again.
        """
        imported = (graph.find_modules_directly_imported_by(module) for module in modules)
        return {above for name in set[str]().union(modules, *imported) for above in with_ancestors(name)}

    def _may_say(self, path: str, word: bytes) -> bool:
        try:
            return word in self.texts.of(path)
        except OSError:
            return True

    def _imports(self) -> tuple[Imports, list[Failure]]:
        if self.cache is None:
            return self.read_imports(self.modules)
        key = self.key
        kept = self.cache.read(key)
        states = {module: _state(path) for module, path in self.modules.items()}
        changed = [module for module, state in states.items() if module not in kept or kept[module].state != state]
        if not changed:
            return {module: entry.imports for module, entry in kept.items()}, []
        scanned, failures = self.read_imports(changed)
        imports = {module: scanned[module] if module in scanned else kept[module].imports for module in states}
        self._keep(self.cache, key, states, imports, failures)
        return imports, failures

    def _keep(
        self,
        cache: ImportCache,
        key: str,
        states: dict[str, State],
        imports: Imports,
        failures: list[Failure],
    ) -> None:
        """What could not be read is not kept: it is to be found again."""
        failed = {module for module, _ in failures}
        entries = {module: Entry(states[module], found) for module, found in imports.items() if module not in failed}
        cache.write(key, entries)

    def read_imports(
        self, modules: Collection[str], named: Collection[str] | None = None
    ) -> tuple[Imports, list[Failure]]:
        """Read the imports of some modules from their files, and say which could not be read.

        Args:
            modules: these.
            named: where it is known, all that they may name of this repository.
        """
        paths = self.modules
        portions = self.portions if named is None else tuple(portion.among(named) for portion in self.portions)
        return Reader(portions, self.external, self.type_checking).read({name: paths[name] for name in modules})


def _state(path: str) -> State:
    """The state of a file; that of none, for a link that leads nowhere, or a file that went away."""
    try:
        return state_of(path)
    except OSError:
        return (0, 0, 0, 0)


def _unparsed(module: str, path: Path, error: Exception) -> Unparsed:
    if isinstance(error, SourceSyntaxError):
        return Unparsed(module, path, error.lineno or 1, (error.text or "a syntax error").strip())
    return Unparsed(module, path, 1, str(error))
