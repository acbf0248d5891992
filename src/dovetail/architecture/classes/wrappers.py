"""The functions of a repository that load what they are told, and the modules in which they can be called."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from dovetail.architecture.classes.bodies import Body
from dovetail.architecture.classes.loaders import (
    LOADER_NAMES,
    LOADERS,
    are_used,
    attributes_of,
    functions_told,
    handles,
    heirs,
    imported_names,
    other_names,
    runs_code,
    uses_of_loaders,
)
from dovetail.architecture.classes.passing_on import Place, kept_of, named_functions, passed_on, place_of
from dovetail.architecture.classes.plain import STAR
from dovetail.architecture.classes.structure import Structure
from dovetail.architecture.source.words import says_word, spells_otherwise

if TYPE_CHECKING:
    from grimp import ImportGraph

_GLOBAL = re.compile(rb"global(?<=[\s;:]global)[ \t\\]+\w++(?=[ \t]*[,;#\\\r\n])")
# What these make of a loader is called as that is.
_THE_SAME = frozenset({"functools.partial", "staticmethod"})


@dataclass(eq=False, repr=False)
class Wrappers:
    """The functions that load what one of their parameters says, at any remove.

    Attributes:
        structure: the source of the modules.
        graph: their imports.
        judged: the modules in which calls are looked for.
    """

    structure: Structure
    graph: ImportGraph
    judged: Collection[str]
    _found: dict[str, dict[str, Place]] = field(default_factory=dict)
    _uses: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    _starred: dict[str, bool] = field(default_factory=dict)
    _imports: dict[str, bytes] = field(default_factory=dict)

    @cached_property
    def _tops(self) -> set[str]:
        """The root packages."""
        return {module.partition(".")[0] for module in self.structure.modules}

    def said(self, module: str) -> list[tuple[int, int]]:
        """Where a module says the name of a loader: from there to there."""
        if module not in self._uses:
            self._uses[module] = uses_of_loaders(self.structure.text(module))
        return self._uses[module]

    def are_used_by(self, module: str) -> bool:
        """Whether a module imports one that is told what to load, and uses the name by which that is done."""
        if not self.told:
            return False
        text = self.structure.text(module)
        imported = self.graph.find_modules_directly_imported_by(module) & self.told.keys()
        return are_used(text, {name for source in imported for name in self.told[source]})

    def bodies(self, module: str) -> Iterator[Body]:
        """A module as far as it has to do with loading: first, and with what it was then asked for in vain."""
        words, last = self.words(module), None
        while (body := self._excerpt(module, words)) and body is not last:
            yield body
            if body.visible.asked <= words:
                break
            words, last = words | body.visible.asked, body

    @cached_property
    def _excerpt(self) -> Callable[[str, frozenset[str]], Body | None]:
        return lru_cache(64)(self._read_excerpt)

    def _read_excerpt(self, module: str, words: frozenset[str]) -> Body | None:
        text = self.structure.text(module)
        if runs_code(text) or _GLOBAL.search(text) or spells_otherwise(text):
            return self.structure.body(module)
        said = {text[start:end].decode() for start, end in self.said(module)}
        return self.structure.excerpt(module, {"modules", *said, *words - LOADER_NAMES})

    def words(self, module: str) -> frozenset[str]:
        """What a module calls that loads something: loaders, and functions that hand on to them."""
        handles = (part.decode() for handle in self.told.get(module, ()) for part in handle.split(b"."))
        return LOADER_NAMES.union(handles)

    @cached_property
    def told(self) -> dict[str, set[bytes]]:
        """The functions, and the methods with their class, by which each module may be told what to load: few have one.

        Whoever imports a module may hand on what that has, under another name, or wrap it again. All this is read from
        the texts alone, and is a few names too many: what really loads is seen where it is called.
        """
        found: dict[str, set[bytes]] = {}
        waiting: list[tuple[str, set[bytes]]] = []
        for module in sorted(filter(self._has_a_loader, self._reached)):
            text = self.structure.text(module)
            names = {*handles(text, self.said(module))}
            names |= {heir for name in names for heir in heirs(text, name)}
            if names:
                found[module] = names
                waiting.append((module, names))
        for module, names in waiting:
            importers = self.graph.find_modules_that_directly_import(module) & self._reached
            for importer in sorted(importers):
                new = {*self._taken(importer, names)}.difference(found.get(importer, ()))
                new |= self._behind(module, importer, names.difference(new, found.get(importer, ())))
                if new:
                    found.setdefault(importer, set()).update(new)
                    waiting.append((importer, new))
        return found

    @cached_property
    def _reached(self) -> set[str]:
        """The modules that are judged and all that they import, at any remove: nobody else's functions are called."""
        found = self.structure.modules.keys() & {*self.judged}
        waiting = list(found)
        for module in waiting:
            new = (self.graph.find_modules_directly_imported_by(module) & self.structure.modules.keys()) - found
            found |= new
            waiting += new
        return found

    def _has_a_loader(self, module: str) -> bool:
        """Whether a module may have one: nearly all import it."""
        return module in self._importing or self.structure.says(module, (b"__import__",))

    def imports_a_loader(self, module: str) -> bool:
        """Whether a module imports one that has loaders: what it says of them is most often no mere description."""
        return module in self._importing

    @cached_property
    def _importing(self) -> set[str]:
        found = set[str]()
        for loader in (each for each in LOADERS if each.rpartition(".")[2] in LOADER_NAMES):
            home, top = loader.rpartition(".")[0], loader.partition(".")[0]
            source = home if home in self.structure.modules else top
            found |= self.graph.find_modules_that_directly_import(source) if source in self.graph.modules else set()
        return found

    def _taken(self, module: str, names: set[bytes]) -> Iterator[bytes]:
        """The names by which a module may hand on what others of these names are, or wrap it."""
        text = self.structure.text(module)
        here = [name for name in names if says_word(text, name.partition(b".")[0])]
        for handle in here:
            name, dot, method = handle.partition(b".")
            here += {other + dot + method for other in other_names(text, name)}.difference(here)
            here += {*heirs(text, handle)}.difference(here)
        if len(here) < len(names) and self._brings_all(module):
            yield from names
        for handle in here:
            yield handle
            yield from functions_told(text, handle) if b"." not in handle else ()

    def _behind(self, module: str, importer: str, names: set[bytes]) -> set[bytes]:
        """Those names of a module that are used by who has all of it from another one: `tools.loading.load`."""
        name = module.rpartition(".")[2].encode()
        if not names or name not in self.structure.text(importer):
            return set()
        if importer not in self._imports:
            self._imports[importer] = imported_names(self.structure.text(importer))
        imports = self._imports[importer]
        if not says_word(imports, name):
            return set()
        wanted = {each: b".%s(" % each.rpartition(b".")[2] for each in names}
        users = self.graph.find_modules_that_directly_import(importer) & self._reached
        using = [text for text in map(self.structure.text, users) if any(use in text for use in wanted.values())]
        called = {name, *other_names(imports, name)}
        texts = [text for text in using if any(says_word(text, each) for each in called)]
        return {each for each, use in wanted.items() if any(use in text for text in texts)}

    def _brings_all(self, module: str) -> bool:
        """Whether a module imports every name of another one."""
        if module not in self._starred:
            self._starred[module] = STAR.search(self.structure.text(module)) is not None
        return self._starred[module]

    def place(self, function: str, body: Body) -> Place | None:
        """Which argument of a function, as a module calls it, is the name of a module to be loaded."""
        if function in LOADERS:
            return 0, LOADERS[function]
        module, _, name = function.rpartition(".")
        own = body.names.module
        if module in ("self", "cls", "super"):
            return self._of_a_method(name, body)
        if not (module or body.names.stars):
            return self.in_module(own).get(name)
        if name not in LOADER_NAMES and module and module.partition(".")[0] not in self._tops:
            return None
        function = self.structure.assigned(function if module else f"{own}.{name}")
        if function in LOADERS:
            return 0, LOADERS[function]
        home, _, name = function.rpartition(".")
        if home not in self.structure.modules:
            home, _, owner = home.rpartition(".")
            name = f"{owner}.{name}"
        if name.encode() not in self.told.get(home, ()):
            return None
        return self.in_module(home).get(name) or self._inherited(f"{home}.{name}")

    def _inherited(self, function: str) -> Place | None:
        """What a method takes that a class has from one of its bases, unless a nearer one has its own of that name."""
        owner, _, method = function.rpartition(".")
        cls = self.structure.find(owner)
        for base in self.structure.lineage(cls) if cls else ():
            place = self.in_module(base.module).get(f"{base.name}.{method}") if base.module in self.told else None
            if place or method in base.methods:
                return place
        return None

    def _of_a_method(self, name: str, body: Body) -> Place | None:
        """What a method takes that a module calls on an object of its own: one of its classes, or of their bases."""
        own = body.names.module
        here = next((place for key, place in self.in_module(own).items() if key.endswith(f".{name}")), None)
        if here or not any(handle.endswith(b".%s" % name.encode()) for handle in self.told.get(own, ())):
            return here
        named = (base for node in body.nodes if isinstance(node, ast.ClassDef) for base in node.bases)
        bases = (self.structure.follow(body.resolve(base)) for base in named)
        return next(filter(None, (self._inherited(f"{base}.{name}") for base in bases)), None)

    def in_module(self, module: str) -> dict[str, Place]:
        """The functions of a module that load what one of their parameters says; of methods, with their class."""
        if module not in self._found:
            found = self._found[module] = dict[str, Place]()
            handles_here = {name.decode() for name in self.told.get(module, ())}
            body = self._excerpt(module, self.words(module)) if handles_here else None
            # One that calls another of them is found in the next round. Of several under one name the last counts.
            while body:
                loading = (*self._bound(body, handles_here), *self._wrapping(body, handles_here))
                more = {name: place for name, place in loading if name not in found}
                if not more:
                    break
                found.update(more)
        return self._found[module]

    def _bound(self, body: Body, names: set[str]) -> Iterator[tuple[str, Place]]:
        """The names that a loader is given: `load = import_module if fast else None`, `load = partial(load)`."""
        for bound in body.bindings:
            place = self._stands_for(bound.value, body) if bound.name in names and not bound.drawn else None
            yield from ((bound.name, place),) if place else ()
        owners = {name.partition(".")[0] for name in names if "." in name}
        for cls in (node for node in body.nodes if isinstance(node, ast.ClassDef) and node.name in owners):
            for node in (each for each in ast.walk(cls) if isinstance(each, ast.Assign | ast.AnnAssign)):
                given = [name for each in attributes_of(node) if (name := f"{cls.name}.{each}") in names]
                place = self._stands_for(node.value, body) if given else None
                yield from ((name, place) for name in given if place)

    def _stands_for(self, value: ast.expr | None, body: Body) -> Place | None:
        if isinstance(value, ast.IfExp | ast.BoolOp):
            either = [value.body, value.orelse] if isinstance(value, ast.IfExp) else value.values
            return next(filter(None, (self._stands_for(one, body) for one in either)), None)
        if isinstance(value, ast.Call) and len(value.args) == 1 and body.resolve(value.func) in _THE_SAME:
            return self._stands_for(value.args[0], body)
        return self.place(body.resolve(value), body) if isinstance(value, ast.Name | ast.Attribute) else None

    def _wrapping(self, body: Body, names: set[str]) -> Iterator[tuple[str, Place]]:
        """The functions of some names that give a parameter to a loader, with its place."""
        words = LOADER_NAMES.union(name.rpartition(".")[2] for name in names)
        words |= {name for name, meaning in body.names.names.items() if meaning.rpartition(".")[2] in LOADER_NAMES}
        loading = [
            (call, place)
            for call in body.nodes
            if type(call) is ast.Call
            and (getattr(call.func, "attr", "") in words or getattr(call.func, "id", "") in words)
            and (place := self.place(body.resolve(call.func), body))
        ]
        if not loading:
            return
        for name, function in named_functions(body, {call.lineno for call, _ in loading}):
            place = passed_on(function, loading) if name in names else None
            yield from ((name, place),) if place else ()
        for cls in (node for node in body.nodes if type(node) is ast.ClassDef and node.name in names):
            places = (place_of(cls, attribute) for attribute in kept_of(cls, loading))
            yield from ((cls.name, place) for place in places if place)
