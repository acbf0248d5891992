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
    functions_told,
    handles,
    other_names,
    runs_code,
    uses_of_loaders,
)
from dovetail.architecture.classes.parameters import kept_behind, kept_on_self, parameter_behind
from dovetail.architecture.classes.plain import STAR
from dovetail.architecture.classes.structure import Structure
from dovetail.architecture.classes.syntax import children
from dovetail.architecture.source.words import says_word

if TYPE_CHECKING:
    from grimp import ImportGraph

_GLOBAL = re.compile(rb"global(?<=[\s;:]global)[ \t\\]+\w++(?=[ \t]*[,;#\\\r\n])")
# Which argument of a function is a module's name: its place, none where it is given by name alone; and its parameter.
Place = tuple[int | None, str]
# In place of the parameter, where it gathers all arguments from that place on.
ALL = "*"
_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


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
        if runs_code(text) or _GLOBAL.search(text):
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
        for module in sorted(self._reached & self._saying()):
            names = {*handles(self.structure.text(module), self.said(module))}
            if names:
                found[module] = names
                waiting.append((module, names))
        for module, names in waiting:
            importers = self.graph.find_modules_that_directly_import(module) & self._reached
            for importer in sorted(importers):
                new = {*self._taken(importer, names)}.difference(found.get(importer, ()))
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

    def _saying(self) -> set[str]:
        """The modules that have a loader: nearly all import it."""
        return self.structure.saying(b"__import__") | self._importing

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
        if len(here) < len(names) and self._brings_all(module):
            yield from names
        for handle in here:
            yield handle
            yield from functions_told(text, handle) if b"." not in handle else ()

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
        if module in ("self", "cls"):
            methods = self.in_module(own).items()
            return next((place for key, place in methods if key.endswith(f".{name}")), None)
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
        return self.in_module(home).get(name) if name.encode() in self.told.get(home, ()) else None

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

    def _stands_for(self, value: ast.expr | None, body: Body) -> Place | None:
        if isinstance(value, ast.IfExp | ast.BoolOp):
            either = [value.body, value.orelse] if isinstance(value, ast.IfExp) else value.values
            return next(filter(None, (self._stands_for(one, body) for one in either)), None)
        if isinstance(value, ast.Call) and len(value.args) == 1 and body.resolve(value.func) == "functools.partial":
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
        for name, function in _named_functions(body, {call.lineno for call, _ in loading}) if loading else ():
            place = _passed_on(function, loading) if name in names else None
            yield from ((name, place),) if place else ()
        for cls in (node for node in body.nodes if loading and type(node) is ast.ClassDef and node.name in names):
            places = (_place_of(cls, attribute) for attribute in _kept(cls, loading))
            yield from ((cls.name, place) for place in places if place)


def _named_functions(body: Body, lines: set[int]) -> Iterator[tuple[str, _Function]]:
    """The functions in the statements on some lines, with their names; of methods with their class before it."""
    around = (each for each in body.tree.body if not lines.isdisjoint(range(each.lineno, (each.end_lineno or 0) + 1)))
    waiting: list[tuple[ast.AST, str]] = [(statement, "") for statement in around]
    for node, owner in waiting:
        inside = f"{node.name}." if isinstance(node, ast.ClassDef) else owner
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inside = ""
            if not node.name.startswith("__"):
                yield owner + node.name, node
            elif owner and node.name == "__init__":
                yield owner[:-1], node
        waiting += [(child, inside) for child in children(node) if not isinstance(child, ast.expr)]
    for bound in body.bindings:
        if isinstance(bound.value, ast.Lambda):
            yield bound.name, bound.value


def _passed_on(function: _Function, loading: list[tuple[ast.Call, Place]]) -> Place | None:
    """The parameter that a function gives to a loader, as it is or cut: its place, and its name."""
    positional = [parameter.arg for parameter in (*function.args.posonlyargs, *function.args.args)]
    by_name = {parameter.arg for parameter in function.args.kwonlyargs}
    gathered = [function.args.vararg.arg] if function.args.vararg else []
    bound = 1 if positional[:1] in (["self"], ["cls"]) else 0
    for given in _given_in(function, loading):
        named = parameter_behind(given, function, (*positional, *by_name, *gathered))
        if named in by_name:
            return None, named
        if named in gathered:
            return len(positional) - bound, ALL
        if named:
            return positional.index(named) - bound, named
    return None


def _given_in(part: _Function | ast.ClassDef, loading: list[tuple[ast.Call, Place]]) -> Iterator[ast.expr]:
    """What is given to a loader in a function or a class."""
    for call, (index, parameter) in loading:
        if part.lineno <= call.lineno <= (part.end_lineno or 0):
            yield from call.args[index : index + 1] if index is not None else ()
            yield from (keyword.value for keyword in call.keywords if keyword.arg == parameter)


def _kept(cls: ast.ClassDef, loading: list[tuple[ast.Call, Place]]) -> list[str]:
    """The attributes of `self` that a class gives to a loader."""
    return [attribute for given in _given_in(cls, loading) if (attribute := kept_behind(given, cls))]


def _place_of(cls: ast.ClassDef, attribute: str) -> Place | None:
    """Which argument of a class's call an attribute is made of: what `__init__` keeps, or the field of a dataclass."""
    for made in (each for each in cls.body if isinstance(each, ast.FunctionDef) and each.name == "__init__"):
        parameters = [parameter.arg for parameter in (*made.args.posonlyargs, *made.args.args)][1:]
        keeping = (node for node in ast.walk(made) if isinstance(node, ast.Assign))
        kept = [node.value for node in keeping if attribute in map(kept_on_self, node.targets)]
        given = {value.id for value in kept if isinstance(value, ast.Name)}
        return next(((place, name) for place, name in enumerate(parameters) if name in given), None)
    fields = [
        each.target.id for each in cls.body if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
    ]
    return (fields.index(attribute), attribute) if attribute in fields else None
