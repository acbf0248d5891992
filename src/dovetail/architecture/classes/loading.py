"""Modules that are loaded by their names: an import written as a string."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import resolve_name
from typing import TYPE_CHECKING

from dovetail.architecture.classes.bodies import Body
from dovetail.architecture.classes.loaders import (
    LOADER_NAMES,
    LOADERS,
    calls,
    handles,
    loads_another_way,
    other_names,
    uses_of_loaders,
)
from dovetail.architecture.classes.strings import Strings
from dovetail.architecture.classes.structure import Structure
from dovetail.architecture.source.texts import UNPARSABLE

if TYPE_CHECKING:
    from grimp import ImportGraph

# These give their names in the form of code.
_RUNNERS = frozenset({"exec", "eval", "builtins.exec", "builtins.eval"})

# Other expressions stand for no text.
_TEXTUAL = frozenset({
    ast.JoinedStr, ast.BinOp, ast.IfExp, ast.BoolOp, ast.Call, ast.Subscript, ast.Name, ast.Attribute, ast.NamedExpr,
    ast.Starred, ast.Dict,
})  # fmt: skip


@dataclass(frozen=True)
class Loads:
    """What the modules of a repository load by name.

    Attributes:
        structure: their source.
        graph: their imports.
    """

    structure: Structure
    graph: ImportGraph
    # What was found of each module, by its name: see `_wrappers_in`, `_telling`, `_told_by`, `_told_through`, `_said`.
    _wrappers: dict[str, dict[str, tuple[int, str]]] = field(default_factory=dict)
    _handles: dict[str, set[bytes]] = field(default_factory=dict)
    _told: dict[str, set[bytes]] = field(default_factory=dict)
    _facades: dict[str, set[bytes]] = field(default_factory=dict)
    _uses: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    @cached_property
    def _tops(self) -> set[str]:
        """The root packages."""
        return {module.partition(".")[0] for module in self.structure.modules}

    def of(self, module: str) -> Iterator[tuple[str, int]]:
        """The modules that one names to be loaded, each with its line."""
        body = self.structure.body(module) if self._may_load(module) else None
        yield from dict.fromkeys(self._loaded(body)) if body else ()

    def _may_load(self, module: str) -> bool:
        """Whether a module says a word of loading, or the name of a function that loads what it is told."""
        if module not in self.structure.modules:
            return False
        text = self.structure.text(module)
        if self._said(module) or loads_another_way(text):
            return True
        imported = self.graph.find_modules_directly_imported_by(module)
        told = {handle for facade in imported for handle in self._told_through(facade)}
        return any(calls(handle, text) for handle in told)

    def _told_through(self, module: str) -> set[bytes]:
        """The names by which other modules tell a module what to load, or one that it may take names from."""
        if module not in self._facades:
            imported = self.graph.find_modules_directly_imported_by(module)
            told = {handle for name in imported for handle in self._told_by(name)}
            text = self.structure.text(module) if told and module in self.structure.modules else b""
            names = [*told]
            for name in names:
                names += {*other_names(text, name)}.difference(names)
            self._facades[module] = {*self._told_by(module), *names}
        return self._facades[module]

    def _told_by(self, module: str) -> set[bytes]:
        """The names by which a module is told what to load: its text alone lets one think so of many more."""
        if module not in self._told:
            found = {handle for handle in self._telling(module) if self._is_told(module, handle.decode())}
            self._told[module] = found
        return self._told[module]

    def _said(self, module: str) -> list[tuple[int, int]]:
        """Where a module says the name of a loader: from there to there."""
        if module not in self._uses:
            self._uses[module] = uses_of_loaders(self.structure.text(module))
        return self._uses[module]

    def _is_told(self, module: str, handle: str) -> bool:
        """Whether other modules tell a loader by this name what to load."""
        declared = self.structure.declarations(module)
        if declared is None or handle in declared.functions:
            return handle in self._wrappers_in(module)
        return handle in declared.names and self.structure.assigned(f"{module}.{handle}") in LOADERS

    def _telling(self, module: str) -> set[bytes]:
        """The names by which a module may be told to load something for others: none for most.

        Read from the text: those are the functions in which a loader is given what a name stands for, and the other
        names that a loader has there. A few too many do no harm.
        """
        if module not in self._handles:
            said = self._said(module) if module in self.structure.modules else []
            self._handles[module] = set(handles(self.structure.text(module), said)) if said else set()
        return self._handles[module]

    def _loaded(self, body: Body) -> Iterator[tuple[str, int]]:
        strings = Strings(body, self.structure)
        for call in body.nodes:
            if type(call) is not ast.Call or not (call.args or call.keywords):
                continue
            function = body.resolve(call.func)
            place = self._place(function, body) if _says_what(call) else None
            names = _names(call, place, strings) if place else _in_code(call, function, strings)
            names |= self._through_another(call, body, strings)
            yield from ((name, call.lineno) for name in sorted(names))
        for node in body.nodes if self.structure.says(body.names.module, (b"modules",)) else ():
            if isinstance(node, ast.Subscript) and body.resolve(node.value) == "sys.modules":
                yield from ((name, node.lineno) for name in sorted(strings.of(node.slice)))

    def _through_another(self, call: ast.Call, body: Body, strings: Strings) -> set[str]:
        """What is given to a loader by what calls it: `map(import_module, names)`, `partial(import_module, name)`."""
        places = [index for index, argument in enumerate(call.args[:-1]) if body.resolve(argument) in LOADERS]
        given = [argument for place in places for argument in call.args[place + 1 :]]
        return {text for argument in given for text in strings.of(argument) | strings.values(argument)}

    def _place(self, function: str, body: Body) -> tuple[int, str] | None:
        """Which argument of a function is a module's name: its place, and its parameter."""
        if function in LOADERS:
            return 0, LOADERS[function]
        module, _, name = function.rpartition(".")
        if function.startswith(("self.", "cls.")) or not (module or body.names.stars):
            return self._wrappers_in(body.names.module).get(name)
        if name not in LOADER_NAMES and module and module.partition(".")[0] not in self._tops:
            return None
        function = self.structure.assigned(function if module else f"{body.names.module}.{name}")
        if function in LOADERS:
            return 0, LOADERS[function]
        module, _, name = function.rpartition(".")
        # What is called on a class stands in the module of the class.
        home = module if module in self.structure.modules else module.rpartition(".")[0]
        return self._wrappers_in(home).get(name)

    def _wrappers_in(self, module: str) -> dict[str, tuple[int, str]]:
        """The functions of a module that load what one of their parameters says."""
        if module not in self._wrappers:
            self._wrappers[module] = {}
            body = self.structure.body(module) if self._telling(module) else None
            loading = [call for name, call in body.calls() if self._loads(name)] if body else []
            for node in body.nodes if body and loading else ():
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("__"):
                    place = _passed_on(node, loading)
                    if place:
                        self._wrappers[module][node.name] = place
        return self._wrappers[module]

    def _loads(self, function: str) -> bool:
        return function in LOADERS or (
            function.rpartition(".")[2] in LOADER_NAMES and self.structure.follow(function) in LOADERS
        )


def _says_what(call: ast.Call) -> bool:
    """Whether one of the arguments may be the name of a module."""
    return any(map(_may_be_a_name, call.args)) or any(_may_be_a_name(item.value) for item in call.keywords)


def _may_be_a_name(expression: ast.expr) -> bool:
    if type(expression) is ast.Constant:
        return isinstance(expression.value, str) and " " not in expression.value
    return type(expression) in _TEXTUAL


def _passed_on(function: ast.FunctionDef | ast.AsyncFunctionDef, loading: Iterable[ast.Call]) -> tuple[int, str] | None:
    """The parameter that a function gives to a loader as it is: its place, and its name."""
    parameters = [parameter.arg for parameter in (*function.args.posonlyargs, *function.args.args)]
    bound = 1 if parameters[:1] in (["self"], ["cls"]) else 0
    for call in loading:
        if function.lineno <= call.lineno <= (function.end_lineno or 0):
            named = call.args[0] if call.args else None
            if isinstance(named, ast.Name) and named.id in parameters:
                return parameters.index(named.id) - bound, named.id
    return None


def _names(call: ast.Call, place: tuple[int, str], strings: Strings) -> set[str]:
    """The modules that a call names; none where only a run would tell."""
    index, parameter = place
    named = [*call.args[index : index + 1], *(item.value for item in call.keywords if item.arg == parameter)]
    texts = _given(named[0], strings) if named else _unpacked(call, parameter, strings)
    anchors = [*call.args[1:2], *(item.value for item in call.keywords if item.arg == "package")]
    anchor = strings.of(anchors[0]) if anchors else set()
    found = (name for text in texts for name in _absolute(text, anchor))
    return {name.partition(":")[0] for name in found if name[:1].isalpha() or name[:1] == "_"}


def _given(argument: ast.expr, strings: Strings) -> set[str]:
    return strings.values(argument.value) if isinstance(argument, ast.Starred) else strings.of(argument)


def _unpacked(call: ast.Call, parameter: str, strings: Strings) -> set[str]:
    """What `load(**{"name": "shop.adapters"})` gives to a parameter."""
    given = [item.value for item in call.keywords if item.arg is None and isinstance(item.value, ast.Dict)]
    pairs = (pair for unpacked in given for pair in zip(unpacked.keys, unpacked.values, strict=True))
    return set().union(*(strings.of(value) for key, value in pairs if parameter in strings.of(key)))


def _absolute(text: str, anchors: set[str]) -> Iterator[str]:
    if not text.startswith("."):
        yield text
        return
    for anchor in anchors:
        try:
            yield resolve_name(text, anchor)
        except ImportError:
            continue


def _in_code(call: ast.Call, function: str, strings: Strings) -> set[str]:
    """The modules that a text of code imports."""
    if function not in _RUNNERS or not call.args:
        return set()
    found: set[str] = set()
    for text in strings.of(call.args[0]):
        try:
            tree = ast.parse(text)
        except UNPARSABLE:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.update(f"{node.module}.{alias.name}" for alias in node.names)
            elif isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in LOADER_NAMES:
                named = node.args[0] if node.args else None
                found |= {named.value} if isinstance(named, ast.Constant) and isinstance(named.value, str) else set()
    return found
