"""The import graph, through grimp.

Two of grimp's internals are used here, and nowhere else: `scan_imports`, with the values that it takes. Its public
`build_graph` finds packages through `sys.modules` (and so may read another copy of the code than the repository's),
gives up all modules when one file has a syntax error, and keeps a cache whose modification times are shared between
graphs of different options.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import is_
from pathlib import Path
from sys import intern

from grimp import DirectImport, ImportGraph, Module
from grimp.application.ports.modulefinder import FoundPackage, ModuleFile
from grimp.application.scanning import scan_imports
from grimp.exceptions import SourceSyntaxError

from dovetail.architecture.kept.import_cache import Entry, Import, ImportCache, State, cache_key, state_of
from dovetail.architecture.source.texts import Texts
from dovetail.architecture.source.tree import Portion

Failure = tuple[str, Exception]

# What grimp gives for all files at once would be most of a run's memory. Each call costs it a look at every module, so
# the number of calls is fixed; more than a few files are worth one.
_CALLS = 4
_FEW = 200


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
        external: whether imports of other packages are among them.
        type_checking: whether imports under `if TYPE_CHECKING:` are.
        cache: where the imports of files that have not changed are known from, if anywhere.
        wider: a scan of the same modules with more imports, which leaves few files to be read for this one.
        texts: what is in the files, for whoever reads more of them than their imports.
    """

    portions: tuple[Portion, ...]
    external: bool = True
    type_checking: bool = True
    cache: ImportCache | None = None
    wider: Scan | None = None
    texts: Texts = field(default_factory=Texts, repr=False, compare=False)

    @cached_property
    def modules(self) -> dict[str, str]:
        """Every module and its file."""
        return {module: path for portion in self.portions for module, path in portion.modules.items()}

    @cached_property
    def at_run_time(self) -> Scan:
        """The same without imports under `if TYPE_CHECKING:`."""
        return replace(self, type_checking=False, wider=self) if self.type_checking else self

    @cached_property
    def whole(self) -> Scan:
        """The same with the modules in folders without `__init__.py`, which grimp leaves out and Python does not."""
        whole = tuple(portion.whole for portion in self.portions)
        return self if all(map(is_, whole, self.portions)) else replace(self, portions=whole)

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

    @property
    def shared_graph(self) -> ImportGraph:
        """The graph itself, with all that was read; not to be changed."""
        return self._built[0]

    @cached_property
    def _internal_graph(self) -> ImportGraph:
        graph = deepcopy(self.shared_graph)
        for module in [module for module in graph.modules if graph.is_module_squashed(module)]:
            graph.remove_module(module)
        return graph

    @cached_property
    def _built(self) -> tuple[ImportGraph, tuple[Unparsed, ...]]:
        wider = self.wider or vars(self).get("whole", self)
        if wider is not self:
            return self._narrowed(wider), tuple(file for file in wider.unparsed if file.module in self.modules)
        imports, failures = self._imports()
        unparsed = tuple(_unparsed(module, Path(self.modules[module]), error) for module, error in failures)
        return _assemble(self.portions, imports), unparsed

    def _narrowed(self, wider: Scan) -> ImportGraph:
        """The graph of a scan that has read more; only files of which that one made something else are read again."""
        graph = deepcopy(wider.shared_graph)
        missing = _nodes(wider.portions) - _nodes(self.portions)
        again = {module for name in missing for module in graph.find_modules_that_directly_import(name)}
        if self.type_checking != wider.type_checking:
            again.update(module for module, path in self.modules.items() if self._may_say(path, b"TYPE_CHECKING"))
        imports, _ = self.read_imports(again - missing)
        _exchange(graph, self.portions, {**imports, **{module: [] for module in missing}})
        for module in sorted(missing):
            graph.remove_module(module)
        return graph

    def _may_say(self, path: str, word: bytes) -> bool:
        try:
            return word in self.texts.of(path)
        except OSError:
            return True

    def _imports(self) -> tuple[dict[str, list[Import]], list[Failure]]:
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
        imports: dict[str, list[Import]],
        failures: list[Failure],
    ) -> None:
        """What could not be read is not kept: it is to be found again."""
        failed = {module for module, _ in failures}
        entries = {module: Entry(states[module], found) for module, found in imports.items() if module not in failed}
        cache.write(key, entries)

    def read_imports(self, modules: Collection[str]) -> tuple[dict[str, list[Import]], list[Failure]]:
        """Read the imports of some modules from their files, and say which could not be read."""
        found = frozenset(map(_found_package, self.portions))
        imports: dict[str, list[Import]] = {}
        failures: list[Failure] = []
        # grimp dies of these.
        absent = {name for name in modules if _leads_nowhere(self.modules[name])}
        imports.update((name, []) for name in absent)
        failures.extend((name, FileNotFoundError("it is a link that leads nowhere")) for name in absent)
        files = [ModuleFile(Module(name), 0.0) for name in modules if name not in absent]
        size = max(_FEW, -(-len(files) // _CALLS))
        for start in range(0, len(files), size):
            for part, failure in self._scan_in_parts(files[start : start + size], found):
                imports.update(part)
                failures += [failure] if failure else []
        return imports, sorted(failures, key=lambda failed: failed[0])

    def _scan_in_parts(
        self, files: Sequence[ModuleFile], found: frozenset[FoundPackage]
    ) -> Iterator[tuple[dict[str, list[Import]], Failure | None]]:
        """Scan all files at once; where that fails, halve them until the file that cannot be parsed stands alone."""
        try:
            scanned = scan_imports(
                files,
                found_packages=set(found),
                include_external_packages=self.external,
                exclude_type_checking_imports=not self.type_checking,
            )
        except (SourceSyntaxError, OSError, ValueError) as error:
            if len(files) == 1:
                yield {files[0].module.name: []}, (files[0].module.name, error)
                return
            middle = len(files) // 2
            yield from self._scan_in_parts(files[:middle], found)
            yield from self._scan_in_parts(files[middle:], found)
        else:
            yield dict(_emptied(scanned)), None


def _state(path: str) -> State:
    """The state of a file; that of none, for a link that leads nowhere."""
    try:
        return state_of(path)
    except FileNotFoundError:
        return (0, 0, 0, 0)


def _leads_nowhere(path: str) -> bool:
    return os.path.islink(path) and not Path(path).exists()  # noqa: PTH114 (a Path for each module costs more)


def _found_package(portion: Portion) -> FoundPackage:
    return FoundPackage(
        name=portion.package,
        directory=str(portion.directory),
        module_files=frozenset(ModuleFile(Module(name), 0.0) for name in portion.modules),
        namespace_packages=frozenset(portion.namespaces),
    )


def _emptied(scanned: dict[ModuleFile, set[DirectImport]]) -> Iterator[tuple[str, list[Import]]]:
    """The imports of each module in a smaller form; grimp's own are let go on the way."""
    while scanned:
        file, imports = scanned.popitem()
        yield file.module.name, sorted(map(_import, imports))


def _import(found: DirectImport) -> Import:
    # Many modules import the same in the same words: one copy of each will do.
    return (intern(found.imported.name), found.line_number, intern(found.line_contents), found.is_lazy)


def _unparsed(module: str, path: Path, error: Exception) -> Unparsed:
    if isinstance(error, SourceSyntaxError):
        return Unparsed(module, path, error.lineno or 1, (error.text or "a syntax error").strip())
    return Unparsed(module, path, 1, str(error))


def _nodes(portions: Iterable[Portion]) -> set[str]:
    return {name for portion in portions for name in (*portion.modules, *portion.namespaces)}


def _assemble(portions: Iterable[Portion], imports: dict[str, list[Import]]) -> ImportGraph:
    """Put the graph together as grimp does. The imports are let go on the way.

    In order, by name: of several chains as short as each other, a graph shows those that its order makes it come to
    first, and two runs must not differ.
    """
    graph = ImportGraph()
    for module in sorted({name for portion in portions for name in portion.namespaces}.union(imports)):
        graph.add_module(module)
    _add_imports(graph, portions, imports)
    return graph


def _exchange(graph: ImportGraph, portions: Iterable[Portion], imports: dict[str, list[Import]]) -> None:
    """Give some modules other imports, in order. A third-party package goes with the last import of it."""
    dropped: set[str] = set()
    for importer in sorted(imports):
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            graph.remove_import(importer=importer, imported=imported)
            dropped.add(imported)
    _add_imports(graph, portions, imports)
    for module in sorted(dropped):
        if graph.is_module_squashed(module) and not graph.find_modules_that_directly_import(module):
            graph.remove_module(module)


def _add_imports(graph: ImportGraph, portions: Iterable[Portion], imports: dict[str, list[Import]]) -> None:
    """Add imports, and what they name outside the root packages. They are let go on the way."""
    roots = tuple({portion.package for portion in portions})
    inside = tuple(f"{root}." for root in roots)
    for imported in sorted({found[0] for direct in imports.values() for found in direct}):
        graph.add_module(imported, is_squashed=not (imported in roots or imported.startswith(inside)))
    for importer in sorted(imports):
        direct = imports.pop(importer)
        for imported, line, text, lazy in direct:
            graph.add_import(importer=importer, imported=imported, line_number=line, line_contents=text, is_lazy=lazy)
